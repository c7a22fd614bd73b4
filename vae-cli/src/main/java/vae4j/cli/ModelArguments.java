package vae4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import vae4j.VaeConfig;
import vae4j.backend.Activation;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.latent.Prior;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.loss.TotalCorrelation;
import vae4j.train.LearningRate;
import vae4j.train.Optimizer;
import vae4j.train.Presets;
import vae4j.train.Presets.Preset;
import vae4j.train.TrainerConfig;

/** Options that say what is trained, and how. */
final class ModelArguments {
  private static final String DEFAULT_PRESET = "gdl-vae";
  private static final String MINI = "fashion-mnist-mini";
  private static final Set<String> DEFAULT_PRESET_DATASETS = Set.of("fashion-mnist", MINI);

  /** As many steps as two epochs of the whole set: after five of so few images all are blurs. */
  private static final int EPOCHS_OF_MINI = 20;

  /** So large that any number of strides fits. */
  private static final ImageShape ANY_SHAPE = new ImageShape(1 << 15, 1 << 15, 1);

  private static final int ANY_CLASSES = 2;
  private static final int KERNEL = 3;
  private static final int STRIDE = 2;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = {
        "gdl-autoencoder, gdl-vae, beta-vae-digits or linear-vae; other options override it.",
        "Default: gdl-vae for Fashion-MNIST, else a convolutional VAE for the images' shape."
      })
  @Nullable String preset;

  @Option(names = "--latent", paramLabel = "N", description = "Latents.")
  @Nullable Integer latent;

  @Option(
      names = "--filters",
      paramLabel = "N,N,…",
      description = "Filters of each convolution, such as 32,64,128.")
  @Nullable String filters;

  @Option(names = "--kernel", paramLabel = "N", description = "Side of the kernels, 3 if not set.")
  @Nullable Integer kernel;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Stride of each convolution, 2 if not set.")
  @Nullable Integer stride;

  @Option(
      names = "--hidden",
      paramLabel = "N,N,…",
      description = "Units of dense layers, such as 512,256; without --filters a dense model.")
  @Nullable String hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "relu, leaky_relu[:SLOPE], silu, tanh or identity.")
  @Nullable String activation;

  @Option(
      names = "--likelihood",
      paramLabel = "NAME",
      description = "bernoulli, gaussian or gaussian-learned-variance.")
  @Nullable String likelihood;

  @Option(
      names = "--variance",
      paramLabel = "X",
      description = "Variance of --likelihood gaussian; 0.5 if not set: the squared error.")
  @Nullable Double variance;

  @Option(
      names = "--spatial-latent",
      paramLabel = "CHANNELS",
      description = "A z with the height and width of the last convolution, in place of --latent.")
  @Nullable Integer spatialLatent;

  @Option(
      names = "--residual",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "1",
      description = "Residual blocks with group normalisation after each convolution, 1 if no N.")
  @Nullable Integer residual;

  @Option(
      names = "--conditional",
      description = "Conditional VAE: encoder and decoder are given the image's label.")
  boolean conditional;

  @Option(
      names = "--prior",
      paramLabel = "NAME",
      description = "standard-normal, or gaussian-mixture:K with K trained components.")
  @Nullable String prior;

  @Option(
      names = "--total-correlation",
      paramLabel = "X",
      description = "Weight of the total correlation: beta - 1 of the beta-TCVAE.")
  @Nullable Double totalCorrelation;

  @Option(names = "--autoencoder", description = "Plain autoencoder: no sampling, no KL.")
  boolean autoencoder;

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the KL, for losses in nats per image.")
  @Nullable Double beta;

  @Option(
      names = "--beta-warmup",
      paramLabel = "EPOCHS",
      description = "Let beta rise from 0 over so many epochs.")
  @Nullable Double betaWarmup;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images in a step.")
  @Nullable Integer batch;

  @Option(names = "--lr", paramLabel = "X", description = "Learning rate.")
  @Nullable Double learningRate;

  @Option(names = "--optimizer", paramLabel = "NAME", description = "adam or sgd.")
  @Nullable String optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "Momentum of --optimizer sgd, 0 if not set.")
  @Nullable Double momentum;

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "Pixel values made 0 or 1: none, threshold or stochastic.")
  @Nullable String binarize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, order and noise, 42 if not set.")
  @Nullable Long seed;

  /** The preset asked for, or null. */
  @Nullable Preset askedPreset() {
    return preset == null ? null : Presets.named(preset);
  }

  /** Whether 28×28 images are framed to 32×32, which suits convolutions. */
  boolean padded() {
    Preset asked = askedPreset();
    boolean dense = hidden != null || (asked != null && asked.config().stages().isEmpty());
    return filters != null || !dense;
  }

  /** Refuses what is wrong for images of any shape. */
  void check() {
    plan("", ANY_SHAPE, ANY_CLASSES);
  }

  /** The plan for images of a shape without labels. */
  TrainPlan plan(String dataset, ImageShape shape) {
    return plan(dataset, shape, 0);
  }

  /** The plan for images of a shape, with labels of so many classes. */
  TrainPlan plan(String dataset, ImageShape shape, int classes) {
    if (conditional && classes == 0) {
      throw new IllegalArgumentException(
          "--conditional needs images with named classes, " + dataset + " has none");
    }
    Preset base = askedPreset();
    if (base == null && DEFAULT_PRESET_DATASETS.contains(dataset) && !changesNetwork()) {
      base = Presets.named(DEFAULT_PRESET);
    }
    VaeConfig model = model(base, shape, conditional ? classes : 0);
    TrainerConfig training = training(base, model.variational());
    if (preset == null && base != null && epochs == null && dataset.equals(MINI)) {
      training = training.withEpochs(EPOCHS_OF_MINI);
    }
    return new TrainPlan(name(base, model), base, model, training);
  }

  private boolean changesNetwork() {
    return filters != null
        || kernel != null
        || stride != null
        || hidden != null
        || activation != null
        || likelihood != null
        || variance != null
        || spatialLatent != null
        || residual != null
        || conditional
        || prior != null
        || autoencoder;
  }

  private static String name(@Nullable Preset base, VaeConfig model) {
    if (base != null) {
      return base.name();
    }
    return (model.stages().isEmpty() ? "dense-" : "conv-")
        + (model.variational() ? "vae" : "autoencoder");
  }

  private VaeConfig model(@Nullable Preset base, ImageShape shape, int classes) {
    VaeConfig start;
    if (base != null) {
      start = base.config();
    } else if (hidden != null && filters == null) {
      start = VaeConfig.dense(ANY_SHAPE).build();
    } else {
      start = VaeConfig.conv(ANY_SHAPE).build();
    }
    if (spatialLatent != null && latent != null) {
      throw new IllegalArgumentException("--latent and --spatial-latent exclude each other");
    }
    VaeConfig.Builder builder =
        VaeConfig.conv(shape)
            .stages(stages(start.stages()))
            .hidden(units(hidden == null ? start.hidden() : units(hidden)))
            .latent(latent == null ? start.latent() : latent)
            .activation(activation == null ? start.activation() : Activation.parse(activation))
            .likelihood(likelihood(start.likelihood()))
            .residual(residual == null ? 0 : residual)
            .conditional(classes)
            .prior(prior == null ? start.prior() : Prior.parse(prior));
    if (spatialLatent != null) {
      Counts.requirePositive("spatial-latent", spatialLatent);
      builder.spatialLatent(spatialLatent);
    }
    return start.variational() && !autoencoder ? builder.build() : builder.autoencoder().build();
  }

  private static int[] units(List<Integer> hidden) {
    return hidden.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<VaeConfig.Stage> stages(List<VaeConfig.Stage> start) {
    if (filters == null) {
      if (start.isEmpty() && (kernel != null || stride != null)) {
        throw new IllegalArgumentException(
            (kernel != null ? "--kernel" : "--stride")
                + " is for convolutions, the model has none; add --filters");
      }
      return start.stream()
          .map(
              stage ->
                  new VaeConfig.Stage(
                      stage.filters(),
                      kernel == null ? stage.kernel() : kernel,
                      stride == null ? stage.stride() : stride))
          .toList();
    }
    return Arrays.stream(Lists.parse("filters", filters, ","))
        .mapToObj(
            channels ->
                new VaeConfig.Stage(
                    channels, kernel == null ? KERNEL : kernel, stride == null ? STRIDE : stride))
        .toList();
  }

  private static List<Integer> units(String hidden) {
    return Arrays.stream(Lists.parse("hidden", hidden, ",")).boxed().toList();
  }

  private Likelihood likelihood(Likelihood start) {
    Likelihood chosen =
        likelihood == null
            ? start
            : switch (likelihood.toLowerCase(Locale.ROOT)) {
              case "bernoulli" -> Likelihood.bernoulli();
              case "gaussian" -> Likelihood.gaussian(0.5);
              case "gaussian-learned-variance" -> Likelihood.gaussianLearnedVariance();
              default ->
                  throw new IllegalArgumentException(
                      "likelihood must be bernoulli, gaussian or gaussian-learned-variance, was "
                          + likelihood);
            };
    if (variance == null) {
      return chosen;
    }
    if (!(chosen instanceof Likelihood.Gaussian)) {
      throw new IllegalArgumentException(
          "--variance is for --likelihood gaussian, likelihood was " + chosen);
    }
    return Likelihood.gaussian(variance);
  }

  private TrainerConfig training(@Nullable Preset base, boolean variational) {
    TrainerConfig training = base == null ? TrainerConfig.defaults() : base.training();
    training = training.withBeta(beta(training.beta(), variational));
    if (epochs != null) {
      training = training.withEpochs(epochs);
    }
    if (batch != null) {
      training = training.withBatchSize(batch);
    }
    if (learningRate != null) {
      training = training.withLearningRate(LearningRate.constant(learningRate));
    }
    if (seed != null) {
      training = training.withSeed(seed);
    }
    if (totalCorrelation != null) {
      if (!variational) {
        throw new IllegalArgumentException(
            "--total-correlation is for models with a KL, a plain autoencoder has none");
      }
      training = training.withExtraTerm(TotalCorrelation.TERM, totalCorrelation);
    }
    return training.withOptimizer(optimizer()).withBinarization(binarization());
  }

  private KlWeight beta(KlWeight start, boolean variational) {
    if (!variational) {
      if (beta != null || betaWarmup != null) {
        throw new IllegalArgumentException(
            "--beta is for models with a KL, a plain autoencoder has none");
      }
      return KlWeight.constant(0);
    }
    double weight = beta == null ? start.last() : beta;
    return betaWarmup == null ? KlWeight.constant(weight) : KlWeight.warmUp(weight, betaWarmup);
  }

  private Optimizer optimizer() {
    String name = optimizer == null ? "adam" : optimizer.toLowerCase(Locale.ROOT);
    if (momentum != null && !name.equals("sgd")) {
      throw new IllegalArgumentException("--momentum is for --optimizer sgd, was " + name);
    }
    return switch (name) {
      case "adam" -> Optimizer.adam();
      case "sgd" -> Optimizer.sgd(momentum == null ? 0 : momentum);
      default ->
          throw new IllegalArgumentException("optimizer must be adam or sgd, was " + optimizer);
    };
  }

  private Binarization binarization() {
    return PixelValues.binarization(binarize == null ? "none" : binarize);
  }
}
