package vae4j.backend;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.LatentKernel;
import vae4j.backend.kernel.LikelihoodKernel;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Something that can compute: memory, and kernels for a layer at a batch size. A kernel owns its
 * primitives and scratch memory and allocates nothing when it runs.
 *
 * <p>A backend may be used by several threads, each of its kernels by one at a time. Kernels may
 * run asynchronously as long as each sees the results of those before it on its thread; {@link
 * Storage#toDoubles} and {@link Storage#read} wait.
 */
public interface Backend extends AutoCloseable {
  /** Its name on the command line, such as {@code nd4j}. */
  String name();

  /** A description for people: natives, threads, device. */
  String description();

  /** The type it computes in, one of {@link BackendOptions#dataType}. */
  DataType dataType();

  /** The precision it computes in. */
  default Precision precision() {
    return Precision.of(dataType());
  }

  /**
   * Memory for a vector.
   *
   * @param length how many numbers, at least 1
   * @return zeros, the caller's to close
   */
  Storage allocate(long length);

  /**
   * Numbers between the layers that a training step should have at a time, so that they stay in the
   * processor's cache. A larger batch is computed forward and backward in slices, whose gradients
   * are added.
   */
  default long activationsAtATime() {
    return Long.MAX_VALUE;
  }

  /**
   * Memory for what flows between the layers of a chain, activations and their gradients. A backend
   * that computes in bfloat16 keeps them so; what enters and leaves a chain is in {@link
   * #allocate}'s memory.
   *
   * @param length how many numbers, at least 1
   * @return zeros, the caller's to close
   */
  default Storage allocateActivations(long length) {
    return allocate(length);
  }

  /**
   * The factor by which gradients are larger while they are computed, so that small ones are not
   * lost where activations are kept in float16 (Micikevicius et al. 2018, section 3.2). A power of
   * two; gradients of parameters are divided by it at the end.
   *
   * @param images of a step
   */
  default double gradientScale(int images) {
    return 1;
  }

  /**
   * Memory of the length and type of a vector.
   *
   * @param storage of this backend
   * @return zeros, the caller's to close
   */
  default Storage allocateLike(Storage storage) {
    return allocate(storage.length());
  }

  /** A number for kernels, 0 at first, the caller's to close. */
  default Scalar scalar() {
    return Scalar.onHost();
  }

  /**
   * Records what kernels do, to be run again. All that {@code work} does is launch kernels, whose
   * changing numbers are in {@link Scalar}s.
   *
   * @param ends what changes from run to run, and what is kept
   * @param work run once to be recorded; nothing is computed then
   * @return the recording, the caller's to close; null where kernels can only be run one by one
   */
  default @Nullable Recording record(Recording.Ends ends, Runnable work) {
    return null;
  }

  /**
   * Copies a data set into the backend's memory, so that batches are put together there.
   *
   * @param dataset images, which are read and checked once
   * @return the images, the caller's to close; null where batches come from the host: on CPU
   *     backends, and where there is too little memory
   * @throws vae4j.data.ImageValueException if an image has a number outside [0, 1], or NaN
   */
  default @Nullable ImageTable imageTable(ImageDataset dataset) {
    return null;
  }

  /** Memory that the kernels take for themselves. */
  KernelMemory kernelMemory();

  /** Memory that there is for models on this backend. */
  default AvailableMemory availableMemory() {
    return AvailableMemory.ofHost();
  }

  /**
   * A layer with weights.
   *
   * @param map what it computes
   * @param activation applied to the output of the forward pass
   * @param batch images N, at least 1
   * @return the kernel, the caller's to close
   */
  AffineKernel affine(AffineMap map, Activation activation, int batch);

  /**
   * An activation on its own.
   *
   * @param activation which
   * @param length how many values
   * @return the kernel, the caller's to close
   */
  ActivationKernel activation(Activation activation, long length);

  /**
   * Sampling and KL.
   *
   * @param batch images N
   * @param latent latents Z
   * @return the kernel, the caller's to close
   */
  LatentKernel latent(int batch, int latent);

  /**
   * Bernoulli likelihood from logits: Σ softplus(l) − l·x.
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel bernoulli(int batch, int pixels);

  /**
   * Gaussian likelihood of a fixed variance, without its constant: Σ (x − m)² / 2σ².
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @param variance σ², positive
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel gaussian(int batch, int pixels, double variance);

  /**
   * Gaussian likelihood with one learned variance for all pixels: ½ Σ [(x − m)²·e^{−s} + s + log
   * 2π].
   *
   * @param batch images N
   * @param pixels numbers in an image D
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel gaussianLearnedVariance(int batch, int pixels);

  /**
   * Normalisation over groups of channels or over a batch.
   *
   * @param map which
   * @param batch images N
   * @return the kernel, the caller's to close
   */
  NormalizationKernel normalization(Normalization map, int batch);

  /**
   * Nearest-neighbour upsampling.
   *
   * @param input shape of one image before
   * @param factor of height and width, positive
   * @param batch images N
   * @return the kernel, the caller's to close
   */
  UpsamplingKernel upsampling(ImageShape input, int factor, int batch);

  /**
   * σ(l) = 1 / (1 + e^{−l}): logits become probabilities. It has no backward pass.
   *
   * @param length how many values
   * @return the kernel, the caller's to close
   */
  ActivationKernel sigmoid(long length);

  /**
   * values ← factor · values.
   *
   * @param values changed in place
   * @param factor any number
   */
  void scale(Storage values, double factor);

  /**
   * Copies blocks of numbers: block i of {@code blocks} goes from {@code sourceStart +
   * i·sourceStride} to {@code targetStart + i·targetStride}.
   *
   * @param source what is copied
   * @param sourceStart first number of its first block
   * @param sourceStride from block to block
   * @param target overwritten in its blocks
   * @param targetStart first number of its first block
   * @param targetStride from block to block
   * @param length numbers in a block
   * @param blocks how many
   */
  void copyBlocks(
      Storage source,
      int sourceStart,
      int sourceStride,
      Storage target,
      int targetStart,
      int targetStride,
      int length,
      int blocks);

  /**
   * As {@link #copyBlocks}, but adds to the target.
   *
   * @param source what is added
   * @param sourceStart first number of its first block
   * @param sourceStride from block to block
   * @param target changed in its blocks
   * @param targetStart first number of its first block
   * @param targetStride from block to block
   * @param length numbers in a block
   * @param blocks how many
   */
  void addBlocks(
      Storage source,
      int sourceStart,
      int sourceStride,
      Storage target,
      int targetStart,
      int targetStride,
      int length,
      int blocks);

  /**
   * target ← source.
   *
   * @param source what is copied
   * @param target as long
   */
  void copy(Storage source, Storage target);

  /**
   * target ← source, where the source lies in another backend's memory. What was launched on either
   * before comes before the copy, and what is launched on either after it comes after.
   *
   * @param other the source's backend
   * @param source what is copied
   * @param target as long, of this backend
   */
  default void copyFrom(Backend other, Storage source, Storage target) {
    target.write(source.toDoubles());
  }

  /**
   * target ← target + source.
   *
   * @param source what is added
   * @param target as long
   */
  void add(Storage source, Storage target);

  /**
   * One step of Adam in place (Kingma and Ba 2015, algorithm 1, in the form at the end of its
   * section 2): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − α_t·m / (√v + ε).
   *
   * @param parameters θ
   * @param gradient g
   * @param firstMoment m
   * @param secondMoment v
   * @param settings the numbers of this step
   */
  void adam(
      Storage parameters,
      Storage gradient,
      Storage firstMoment,
      Storage secondMoment,
      AdamStep settings);

  /**
   * One step of gradient descent with momentum in place: v ← μv + g, θ ← θ − αv.
   *
   * @param parameters θ
   * @param gradient g
   * @param velocity v
   * @param learningRate α
   * @param momentum μ, 0 for none
   */
  void sgd(
      Storage parameters, Storage gradient, Storage velocity, Scalar learningRate, double momentum);

  /**
   * The numbers of an Adam step.
   *
   * @param stepSize α_t = α·√(1−β₂ᵗ) / (1−β₁ᵗ)
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon ε, added to √v
   */
  record AdamStep(Scalar stepSize, double beta1, double beta2, double epsilon) {}

  /** Whether {@link #close} has been called. */
  boolean isClosed();

  /**
   * Frees what the backend itself holds. Kernels and memory are closed by their owners, which
   * should come before; after it they can still be closed, and do nothing else: a kernel that is
   * run throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
