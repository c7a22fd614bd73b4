package vae4j.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vae4j.train.TrainSettings;

/** The options of a model and its training, for {@code train} and {@code sweep}. */
public final class ModelArguments {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "gdl-autoencoder, gdl-vae, beta-vae-digits or linear-vae; other options override it.",
        "Default: gdl-vae for Fashion-MNIST, else a convolutional VAE for the images' shape."
      })
  public @Nullable String preset;

  @Option(names = "--latent", paramLabel = "N", description = "Latents.")
  public @Nullable Integer latent;

  @Option(
      names = "--filters",
      paramLabel = "N,N,…",
      description = "Filters of each convolution, such as 32,64,128.")
  public @Nullable String filters;

  @Option(names = "--kernel", paramLabel = "N", description = "Side of the kernels, 3 if not set.")
  public @Nullable Integer kernel;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Stride of each convolution, 2 if not set.")
  public @Nullable Integer stride;

  @Option(
      names = "--hidden",
      paramLabel = "N,N,…",
      description = "Units of dense layers, such as 512,256; without --filters a dense model.")
  public @Nullable String hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "relu, leaky_relu[:SLOPE], silu, tanh or identity.")
  public @Nullable String activation;

  @Option(
      names = "--likelihood",
      paramLabel = "NAME",
      description = "bernoulli, gaussian or gaussian-learned-variance.")
  public @Nullable String likelihood;

  @Option(
      names = "--variance",
      paramLabel = "X",
      description = "Variance of --likelihood gaussian; 0.5 if not set: the squared error.")
  public @Nullable Double variance;

  @Option(
      names = "--spatial-latent",
      paramLabel = "CHANNELS",
      description = "A z with the height and width of the last convolution, in place of --latent.")
  public @Nullable Integer spatialLatent;

  @Option(
      names = "--residual",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "1",
      description = "Residual blocks with group normalisation after each convolution, 1 if no N.")
  public @Nullable Integer residual;

  @Option(
      names = "--conditional",
      description = "Conditional VAE: encoder and decoder are given the image's label.")
  public boolean conditional;

  @Option(
      names = "--prior",
      paramLabel = "NAME",
      description = "standard-normal, or gaussian-mixture:K with K trained components.")
  public @Nullable String prior;

  @Option(
      names = "--total-correlation",
      paramLabel = "X",
      description = "Weight of the total correlation: beta - 1 of the beta-TCVAE.")
  public @Nullable Double totalCorrelation;

  @Option(names = "--autoencoder", description = "Plain autoencoder: no sampling, no KL.")
  public boolean autoencoder;

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the KL, for losses in nats per image.")
  public @Nullable Double beta;

  @Option(
      names = "--beta-warmup",
      paramLabel = "EPOCHS",
      description = "Let beta rise from 0 over so many epochs.")
  public @Nullable Double betaWarmup;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  public @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images in a step.")
  public @Nullable Integer batch;

  @Option(
      names = "--lr",
      paramLabel = "[cosine:]X",
      description = "Learning rate, constant or falling to 0 along a half cosine.")
  public @Nullable String learningRate;

  @Option(names = "--optimizer", paramLabel = "NAME", description = "adam or sgd.")
  public @Nullable String optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Momentum of --optimizer sgd, 0 if not set.")
  public @Nullable Double momentum;

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "Pixel values made 0 or 1: none, threshold or stochastic.")
  public @Nullable String binarize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, order and noise, 42 if not set.")
  public @Nullable Long seed;

  /** The settings that are given. */
  public TrainSettings settings() {
    return TrainSettings.none()
        .with("preset", preset)
        .with("latent", latent)
        .with("spatial-latent", spatialLatent)
        .with("filters", filters)
        .with("kernel", kernel)
        .with("stride", stride)
        .with("hidden", hidden)
        .with("activation", activation)
        .with("residual", residual)
        .with("likelihood", likelihood)
        .with("variance", variance)
        .with("conditional", conditional ? true : null)
        .with("prior", prior)
        .with("autoencoder", autoencoder ? true : null)
        .with("beta", beta)
        .with("beta-warmup", betaWarmup)
        .with("total-correlation", totalCorrelation)
        .with("epochs", epochs)
        .with("batch", batch)
        .with("lr", learningRate)
        .with("optimizer", optimizer)
        .with("momentum", momentum)
        .with("binarize", binarize)
        .with("seed", seed);
  }
}
