package vae4j;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.Backend;
import vae4j.backend.LatentKernel;
import vae4j.backend.LikelihoodKernel;
import vae4j.backend.Storage;
import vae4j.layer.Chain;
import vae4j.layer.LayerStack;
import vae4j.layer.Parameter;
import vae4j.loss.Elbo;

/**
 * A model made ready for batches of one size: picture → features → (μ, log σ²) → z → logits → loss,
 * and back. Nothing is allocated once it has run forward and backward.
 */
final class VaePlan implements AutoCloseable {
  private static final float[] NOTHING = {0};

  private final int batch;
  private final Backend backend;
  private final VaeNetwork network;

  private final Storage images;
  private final Storage noise;
  private final Storage code;
  private final Storage divergences;
  private final Storage reconstructions;
  private final @Nullable Storage outputLogVariance;

  private final Chain encoder;
  private final Chain mean;
  private final @Nullable Chain logVariance;
  private final Chain decoder;
  private final LatentKernel sampling;
  private final LikelihoodKernel likelihood;
  private @Nullable Backward backward;

  VaePlan(VaeConfig config, VaeNetwork network, int batch, Backend backend, Storage parameters) {
    this.batch = batch;
    this.backend = backend;
    this.network = network;
    int pixels = config.input().size();
    long codes = (long) batch * config.latent();
    this.images = backend.allocate((long) batch * pixels);
    this.noise = backend.allocate(codes);
    this.code = backend.allocate(codes);
    this.divergences = backend.allocate(batch);
    this.reconstructions = backend.allocate(batch);
    this.outputLogVariance = part(parameters, network.outputLogVariance());
    this.encoder = new Chain(network.encoder(), batch, backend, parameters);
    this.mean = new Chain(network.mean(), batch, backend, parameters);
    LayerStack logVarianceStack = network.logVariance();
    this.logVariance =
        logVarianceStack == null ? null : new Chain(logVarianceStack, batch, backend, parameters);
    this.decoder = new Chain(network.decoder(), batch, backend, parameters);
    this.sampling = backend.latent(batch, config.latent());
    this.likelihood = config.likelihood().kernel(backend, batch, pixels);
  }

  /** What the encoder says: μ, and log σ² or null. */
  record Encoded(Storage mean, @Nullable Storage logVariance) {}

  Encoded encode(INDArray pictures) {
    images.write(pictures);
    Storage features = encoder.forward(images);
    return new Encoded(
        mean.forward(features), logVariance == null ? null : logVariance.forward(features));
  }

  /** Logits or means [N, D] of codes [N, Z]. */
  Storage decode(INDArray codes) {
    code.write(codes);
    return decoder.forward(code);
  }

  /** Brings the pictures [N, H, W, C] for {@link #reconstructions}. */
  void load(INDArray pictures) {
    images.write(pictures);
  }

  /** Each picture's reconstruction loss [N], given its code [N, Z]. */
  double[] reconstructions(INDArray codes) {
    evaluate(decode(codes));
    return reconstructions.toDoubles();
  }

  /** The batch's mean loss. */
  Elbo loss(INDArray pictures, float[] epsilon, double beta) {
    evaluate(forward(pictures, epsilon).output);
    return terms(beta);
  }

  private void evaluate(Storage output) {
    likelihood.evaluate(
        output, outputLogVariance, images, reconstructions, 1.0 / batch, null, null);
  }

  /**
   * The batch's mean loss; the gradient of its sum times a weight, 1/N for the mean, replaces what
   * is in the flat gradient vector, which may be another one at each call. The place of the
   * likelihood's learned log-variance in it becomes 0; see {@link #logVarianceSlope}.
   */
  Elbo lossAndGradient(
      INDArray pictures, float[] epsilon, double beta, double weight, Storage gradient) {
    Backward back = backward == null ? new Backward() : backward;
    backward = back;
    back.bind(gradient);
    Forward forward = forward(pictures, epsilon);
    likelihood.evaluate(
        forward.output,
        outputLogVariance,
        images,
        reconstructions,
        weight,
        back.output,
        back.logVarianceSlope);
    Storage codeGradient =
        Objects.requireNonNull(decoder.backward(forward.code, back.output, back.decoder, true));
    Storage features;
    if (logVariance == null) {
      features = headBackward(mean, forward.features, codeGradient, back.mean);
    } else {
      sampling.backward(
          forward.encoded.mean,
          Objects.requireNonNull(forward.encoded.logVariance),
          noise,
          codeGradient,
          beta * weight,
          back.meanHead,
          back.logVarianceHead);
      features = headBackward(mean, forward.features, back.meanHead, back.mean);
      backend.add(
          headBackward(logVariance, forward.features, back.logVarianceHead, back.logVariance),
          features);
    }
    encoder.backward(images, features, back.encoder, false);
    return terms(beta);
  }

  /**
   * The derivative of the last {@link #lossAndGradient} with respect to the learned log-variance of
   * the likelihood; 0 without one.
   */
  double logVarianceSlope() {
    Storage slope = Objects.requireNonNull(backward).logVarianceSlope;
    return slope == null ? 0 : slope.toDoubles()[0];
  }

  private record Forward(Storage features, Encoded encoded, Storage code, Storage output) {}

  private Forward forward(INDArray pictures, float[] epsilon) {
    images.write(pictures);
    Storage features = encoder.forward(images);
    Storage mu = mean.forward(features);
    if (logVariance == null) {
      return new Forward(features, new Encoded(mu, null), mu, decoder.forward(mu));
    }
    Storage logSigma2 = logVariance.forward(features);
    noise.write(epsilon);
    sampling.forward(mu, logSigma2, noise, code, divergences);
    return new Forward(features, new Encoded(mu, logSigma2), code, decoder.forward(code));
  }

  private static Storage headBackward(
      Chain head, Storage features, Storage gradient, List<Chain.Gradient> parameters) {
    return Objects.requireNonNull(head.backward(features, gradient, parameters, true));
  }

  private Elbo terms(double beta) {
    double divergence = logVariance == null ? 0 : mean(divergences);
    return new Elbo(mean(reconstructions), divergence, beta);
  }

  private static double mean(Storage values) {
    double sum = 0;
    for (double value : values.toDoubles()) {
      sum += value;
    }
    return sum / values.length();
  }

  private static @Nullable Storage part(Storage flat, @Nullable Parameter parameter) {
    return parameter == null ? null : flat.slice(parameter.offset(), parameter.length());
  }

  /** What only the way back needs. */
  private final class Backward implements AutoCloseable {
    private final Storage output = backend.allocate(images.length());
    private final Storage meanHead = backend.allocate(noise.length());
    private final Storage logVarianceHead = backend.allocate(noise.length());
    private final @Nullable Storage logVarianceSlope =
        outputLogVariance == null ? null : backend.allocate(1);
    private @Nullable Storage bound;
    private @Nullable Storage logVariancePlace;
    private List<Chain.Gradient> encoder = List.of();
    private List<Chain.Gradient> mean = List.of();
    private List<Chain.Gradient> logVariance = List.of();
    private List<Chain.Gradient> decoder = List.of();

    /** From here on gradients go to this vector. */
    void bind(Storage flat) {
      if (bound != flat) {
        bound = flat;
        divide(flat);
      }
      if (logVariancePlace != null) {
        // No optimiser moves the learned variance: it has its closed form.
        logVariancePlace.write(NOTHING);
      }
    }

    private void divide(Storage flat) {
      encoder = Chain.gradients(network.encoder(), flat);
      mean = Chain.gradients(network.mean(), flat);
      LayerStack logVarianceStack = network.logVariance();
      logVariance = logVarianceStack == null ? List.of() : Chain.gradients(logVarianceStack, flat);
      decoder = Chain.gradients(network.decoder(), flat);
      logVariancePlace = part(flat, network.outputLogVariance());
    }

    @Override
    public void close() {
      output.close();
      meanHead.close();
      logVarianceHead.close();
      if (logVarianceSlope != null) {
        logVarianceSlope.close();
      }
    }
  }

  @Override
  public void close() {
    encoder.close();
    mean.close();
    if (logVariance != null) {
      logVariance.close();
    }
    decoder.close();
    sampling.close();
    likelihood.close();
    for (Storage storage : List.of(images, noise, code, divergences, reconstructions)) {
      storage.close();
    }
    if (backward != null) {
      backward.close();
    }
  }
}
