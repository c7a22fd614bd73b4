package vae4j.onednn;

import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.LikelihoodKernel;

/**
 * Bernoulli likelihood from logits. Softplus and σ are oneDNN's, sixteen numbers at a time; the
 * sums are Java's, in float64.
 */
final class OneDnnBernoulli implements LikelihoodKernel {
  private final int batch;
  private final int pixels;
  private final ParallelLoop workers;
  private final HostStorage softplus;
  private final Primitive softplusCall;
  private final Primitive sigmoidCall;
  private final float[][][] scratch;

  OneDnnBernoulli(OneDnn library, int batch, int pixels, ParallelLoop workers) {
    this.batch = batch;
    this.pixels = pixels;
    this.workers = workers;
    this.softplus = HostStorage.allocate(DataType.FLOAT, (long) batch * pixels);
    long length = (long) batch * pixels;
    this.softplusCall = elementwise(library, algorithm.eltwise_soft_relu, length);
    this.sigmoidCall = elementwise(library, algorithm.eltwise_logistic, length);
    this.scratch = new float[workers.threads()][4][pixels];
  }

  /** A function of each number, into another vector or in place. */
  static Primitive elementwise(OneDnn library, algorithm function, long length) {
    library.useThreads();
    memory.desc values = OneDnn.floats(memory.format_tag.a, length);
    eltwise_forward.primitive_desc description =
        new eltwise_forward.primitive_desc(
            library.engine(),
            prop_kind.forward_inference,
            function,
            values,
            values,
            1,
            0,
            OneDnn.attributes(),
            false);
    return new Primitive(library, new eltwise_forward(description))
        .reads(dnnl.DNNL_ARG_SRC, values)
        .writes(dnnl.DNNL_ARG_DST, values);
  }

  @Override
  public void evaluate(
      Storage output,
      @Nullable Storage logVariance,
      Storage target,
      Storage losses,
      Scalar weight,
      @Nullable Storage outputGradient,
      @Nullable Storage logVarianceGradient) {
    HostStorage logits = HostStorage.of(output);
    HostStorage x = HostStorage.of(target);
    HostStorage loss = HostStorage.of(losses);
    HostStorage gradient = outputGradient == null ? null : HostStorage.of(outputGradient);
    float w = (float) weight.get();
    softplusCall.run(logits, softplus);
    if (gradient != null) {
      sigmoidCall.run(logits, gradient);
    }
    workers.share(
        batch,
        (from, to, worker) -> {
          float[][] part = scratch[worker];
          for (int n = from; n < to; n++) {
            loss.set(n, image(n, logits, x, part));
            if (gradient != null) {
              gradient(n, w, part[1], gradient, part[3]);
            }
          }
        });
  }

  /** −log p = Σ softplus(l) − l·x of one image. */
  private double image(int n, HostStorage logits, HostStorage x, float[][] part) {
    long offset = (long) n * pixels;
    logits.copyTo(offset, part[0], pixels);
    x.copyTo(offset, part[1], pixels);
    softplus.copyTo(offset, part[2], pixels);
    // Four sums that do not wait for each other.
    double[] sums = new double[4];
    for (int i = 0; i < pixels; i++) {
      sums[i & 3] += part[2][i] - part[0][i] * part[1][i];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
  }

  /** ∂l = w·(σ(l) − x); σ(l) stands where ∂l goes. */
  private void gradient(int n, float weight, float[] x, HostStorage gradient, float[] g) {
    long offset = (long) n * pixels;
    gradient.copyTo(offset, g, pixels);
    for (int i = 0; i < pixels; i++) {
      g[i] = weight * (g[i] - x[i]);
    }
    gradient.copyFrom(offset, g, pixels);
  }

  @Override
  public void close() {
    softplusCall.close();
    sigmoidCall.close();
    softplus.close();
  }
}
