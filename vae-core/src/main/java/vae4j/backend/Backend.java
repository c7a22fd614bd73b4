package vae4j.backend;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Something that can compute: memory, and kernels for a layer at a batch size. A kernel owns its
 * primitives and scratch memory and allocates nothing when it runs.
 *
 * <p>A backend and what it made are used by one thread at a time. Kernels may run asynchronously as
 * long as each sees the results of those before it; {@link Storage#toDoubles} and {@link
 * Storage#read} wait.
 */
public interface Backend extends AutoCloseable {
  /** Its name on the command line, such as {@code nd4j}. */
  String name();

  /** What it runs on, for people: natives, threads, device. */
  String description();

  /** The type it computes in, one of {@link BackendOptions#dataType}. */
  DataType dataType();

  /**
   * Memory for a vector.
   *
   * @param length how many numbers, at least 1
   * @return zeros, the caller's to close
   */
  Storage allocate(long length);

  /**
   * How many numbers between the layers a training step should have at a time, so that they stay in
   * the processor's cache. A larger batch walks forward and backward in slices, whose gradients are
   * added.
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

  /** How much memory the kernels take for themselves. */
  KernelMemory kernelMemory();

  /** How much memory there is for models on this backend. */
  default AvailableMemory availableMemory() {
    return AvailableMemory.ofHost();
  }

  /**
   * A layer with weights.
   *
   * @param map what it computes
   * @param activation applied to the output of the forward pass
   * @param batch pictures N, at least 1
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
   * Sampling and KL divergence.
   *
   * @param batch pictures N
   * @param latent latents Z
   * @return the kernel, the caller's to close
   */
  LatentKernel latent(int batch, int latent);

  /**
   * Bernoulli likelihood from logits: Σ softplus(l) − l·x.
   *
   * @param batch pictures N
   * @param pixels numbers in a picture D
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel bernoulli(int batch, int pixels);

  /**
   * Gaussian likelihood of a fixed variance, without its constant: Σ (x − m)² / 2σ².
   *
   * @param batch pictures N
   * @param pixels numbers in a picture D
   * @param variance σ², positive
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel gaussian(int batch, int pixels, double variance);

  /**
   * Gaussian likelihood with one learned variance for all pixels: ½ Σ [(x − m)²·e^{−s} + s + log
   * 2π].
   *
   * @param batch pictures N
   * @param pixels numbers in a picture D
   * @return the kernel, the caller's to close
   */
  LikelihoodKernel gaussianLearnedVariance(int batch, int pixels);

  /**
   * values ← σ(values), with σ(l) = 1 / (1 + e^{−l}): logits become probabilities, in place.
   *
   * @param values any numbers
   */
  void sigmoid(Storage values);

  /**
   * target ← source.
   *
   * @param source what is copied
   * @param target as long
   */
  void copy(Storage source, Storage target);

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
      Storage parameters, Storage gradient, Storage velocity, double learningRate, double momentum);

  /**
   * The numbers of one Adam step.
   *
   * @param stepSize α_t = α·√(1−β₂ᵗ) / (1−β₁ᵗ)
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon ε, added to √v
   */
  record AdamStep(double stepSize, double beta1, double beta2, double epsilon) {}

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
