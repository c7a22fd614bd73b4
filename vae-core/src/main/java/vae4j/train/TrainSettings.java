package vae4j.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vae4j.VaeConfig;
import vae4j.backend.kernel.Activation;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.latent.Prior;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.loss.TotalCorrelation;
import vae4j.train.Presets.Preset;

/**
 * The settings of a model and its training by the names of the options of {@code vae train}, as
 * text: what the command line and a sweep have in common. What is not set has the value of the
 * preset, or a default. Programs that know their model use {@link VaeConfig} and {@link
 * TrainerConfig}.
 */
public final class TrainSettings {
  /** The names of all settings. */
  public static final Set<String> NAMES =
      Set.of(
          "preset",
          "latent",
          "spatial-latent",
          "filters",
          "kernel",
          "stride",
          "hidden",
          "activation",
          "residual",
          "likelihood",
          "variance",
          "conditional",
          "prior",
          "autoencoder",
          "beta",
          "beta-warmup",
          "total-correlation",
          "epochs",
          "batch",
          "lr",
          "optimizer",
          "momentum",
          "binarize",
          "seed");

  /** Settings of the network: with one of them a model is no longer the default preset. */
  private static final Set<String> NETWORK =
      Set.of(
          "filters",
          "kernel",
          "stride",
          "hidden",
          "activation",
          "likelihood",
          "variance",
          "spatial-latent",
          "residual",
          "conditional",
          "prior",
          "autoencoder");

  private static final String DEFAULT_PRESET = "gdl-vae";
  private static final String MINI = "fashion-mnist-mini";
  private static final Set<String> DEFAULT_PRESET_DATASETS = Set.of("fashion-mnist", MINI);

  /** As many steps as two epochs of the whole set. */
  private static final int EPOCHS_OF_MINI = 20;

  /** So large that any number of strides fits. */
  private static final ImageShape ANY_SHAPE = new ImageShape(1 << 15, 1 << 15, 1);

  private static final int ANY_CLASSES = 2;
  private static final int KERNEL = 3;
  private static final int STRIDE = 2;

  private static final TrainSettings NONE = new TrainSettings(Map.of());

  private final Map<String, String> values;

  private TrainSettings(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Nothing set. */
  public static TrainSettings none() {
    return NONE;
  }

  /**
   * These settings with another value.
   *
   * @param name one of {@link #NAMES}
   * @param value its text is the value; {@code true} for a setting without a value; null changes
   *     nothing
   * @return the settings
   * @throws IllegalArgumentException if there is no setting of that name; values are checked by
   *     {@link #plan}
   */
  public TrainSettings with(String name, @Nullable Object value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "setting must be one of "
              + String.join(", ", NAMES.stream().sorted().toList())
              + ", was "
              + name);
    }
    if (value == null) {
      return this;
    }
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(name, value.toString());
    return new TrainSettings(changed);
  }

  /**
   * The value of a setting.
   *
   * @param name one of {@link #NAMES}
   * @return its text; null if it is not set
   */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  private boolean has(String name) {
    return values.containsKey(name);
  }

  private boolean flag(String name) {
    String value = values.getOrDefault(name, "false");
    if (!Set.of("true", "false").contains(value)) {
      throw new IllegalArgumentException(name + " must be true or false, was " + value);
    }
    return value.equals("true");
  }

  private <T> @Nullable T read(String name, String wanted, Function<String, T> reader) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    try {
      return reader.apply(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be " + wanted + ", was " + value, e);
    }
  }

  private @Nullable Integer integer(String name) {
    return read(name, "a whole number", Integer::valueOf);
  }

  private @Nullable Double number(String name) {
    return read(name, "a number", Double::valueOf);
  }

  private static <T> T orElse(@Nullable T value, T other) {
    return value == null ? other : value;
  }

  private int @Nullable [] integers(String name) {
    return read(
        name,
        "whole numbers with , between them",
        text ->
            Arrays.stream(text.split(",", -1))
                .mapToInt(part -> Integer.parseInt(part.strip()))
                .toArray());
  }

  /** The preset that is set; null if none is. */
  public @Nullable Preset preset() {
    String name = values.get("preset");
    return name == null ? null : Presets.named(name);
  }

  /** Whether 28×28 images are padded to 32×32, which suits convolutions. */
  public boolean padded() {
    Preset preset = preset();
    boolean dense = has("hidden") || (preset != null && preset.config().stages().isEmpty());
    return has("filters") || !dense;
  }

  /**
   * Refuses what is wrong for images of any shape.
   *
   * @throws IllegalArgumentException as {@link #plan}
   */
  public void check() {
    plan("", ANY_SHAPE, ANY_CLASSES);
  }

  /**
   * The model and the training for a data set.
   *
   * @param dataset its name
   * @param shape of its images
   * @param classes number of named classes; 0 for none
   * @return the plan
   * @throws IllegalArgumentException if a value cannot be read or is out of its range, or two
   *     settings exclude each other
   */
  public TrainPlan plan(String dataset, ImageShape shape, int classes) {
    boolean conditional = flag("conditional");
    if (conditional && classes == 0) {
      throw new IllegalArgumentException(
          "conditional needs images with named classes, " + dataset + " has none");
    }
    Preset base = preset();
    if (base == null
        && DEFAULT_PRESET_DATASETS.contains(dataset)
        && Collections.disjoint(values.keySet(), NETWORK)) {
      base = Presets.named(DEFAULT_PRESET);
    }
    VaeConfig model = model(base, shape, conditional ? classes : 0);
    TrainerConfig training = training(base, model.variational());
    if (!has("preset") && base != null && !has("epochs") && dataset.equals(MINI)) {
      training = training.withEpochs(EPOCHS_OF_MINI);
    }
    return new TrainPlan(name(base, model), base, model, training);
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
    } else if (has("hidden") && !has("filters")) {
      start = VaeConfig.dense(ANY_SHAPE).build();
    } else {
      start = VaeConfig.conv(ANY_SHAPE).build();
    }
    if (has("spatial-latent") && has("latent")) {
      throw new IllegalArgumentException("latent and spatial-latent exclude each other");
    }
    int[] hidden = start.hidden().stream().mapToInt(Integer::intValue).toArray();
    String activation = values.get("activation");
    String prior = values.get("prior");
    VaeConfig.Builder builder =
        VaeConfig.conv(shape)
            .stages(stages(start.stages()))
            .hidden(orElse(integers("hidden"), hidden))
            .latent(orElse(integer("latent"), start.latent()))
            .activation(activation == null ? start.activation() : Activation.parse(activation))
            .likelihood(likelihood(start.likelihood()))
            .residual(orElse(integer("residual"), 0))
            .conditional(classes)
            .prior(prior == null ? start.prior() : Prior.parse(prior));
    Integer channels = integer("spatial-latent");
    if (channels != null) {
      builder.spatialLatent(channels);
    }
    return start.variational() && !flag("autoencoder")
        ? builder.build()
        : builder.autoencoder().build();
  }

  private List<VaeConfig.Stage> stages(List<VaeConfig.Stage> start) {
    Integer kernel = integer("kernel");
    Integer stride = integer("stride");
    int[] filters = integers("filters");
    if (filters != null) {
      return Arrays.stream(filters)
          .mapToObj(
              channels ->
                  new VaeConfig.Stage(channels, orElse(kernel, KERNEL), orElse(stride, STRIDE)))
          .toList();
    }
    if (start.isEmpty() && (kernel != null || stride != null)) {
      throw new IllegalArgumentException(
          (kernel != null ? "kernel" : "stride")
              + " is for convolutions, the model has none; add filters");
    }
    return start.stream()
        .map(
            stage ->
                new VaeConfig.Stage(
                    stage.filters(),
                    orElse(kernel, stage.kernel()),
                    orElse(stride, stage.stride())))
        .toList();
  }

  private Likelihood likelihood(Likelihood start) {
    String name = values.get("likelihood");
    Likelihood chosen = name == null ? start : Likelihood.named(name);
    Double variance = number("variance");
    if (variance == null) {
      return chosen;
    }
    if (!(chosen instanceof Likelihood.Gaussian)) {
      throw new IllegalArgumentException(
          "variance is for likelihood gaussian, likelihood was " + chosen);
    }
    return Likelihood.gaussian(variance);
  }

  private TrainerConfig training(@Nullable Preset base, boolean variational) {
    TrainerConfig start = base == null ? TrainerConfig.defaults() : base.training();
    String rate = values.get("lr");
    Double totalCorrelation = number("total-correlation");
    if (totalCorrelation != null && !variational) {
      throw new IllegalArgumentException(
          "total-correlation is for models with a KL, an autoencoder has none");
    }
    TrainerConfig training =
        start
            .withBeta(beta(start.beta(), variational))
            .withEpochs(orElse(integer("epochs"), start.epochs()))
            .withBatchSize(orElse(integer("batch"), start.batchSize()))
            .withLearningRate(rate == null ? start.learningRate() : LearningRate.parse(rate))
            .withSeed(orElse(read("seed", "a whole number", Long::valueOf), start.seed()))
            .withOptimizer(optimizer())
            .withBinarization(Binarization.named(values.getOrDefault("binarize", "none")));
    return totalCorrelation == null
        ? training
        : training.withExtraTerm(TotalCorrelation.TERM, totalCorrelation);
  }

  private KlWeight beta(KlWeight start, boolean variational) {
    Double beta = number("beta");
    Double warmup = number("beta-warmup");
    if (!variational) {
      if (beta != null || warmup != null) {
        throw new IllegalArgumentException("beta is for models with a KL, an autoencoder has none");
      }
      return KlWeight.constant(0);
    }
    double weight = orElse(beta, start.last());
    return warmup == null ? KlWeight.constant(weight) : KlWeight.warmUp(weight, warmup);
  }

  private Optimizer optimizer() {
    String name = values.getOrDefault("optimizer", "adam").toLowerCase(Locale.ROOT);
    Double momentum = number("momentum");
    if (momentum != null && !name.equals("sgd")) {
      throw new IllegalArgumentException("momentum is for optimizer sgd, was " + name);
    }
    return switch (name) {
      case "adam" -> Optimizer.adam();
      case "sgd" -> Optimizer.sgd(orElse(momentum, 0.0));
      default -> throw new IllegalArgumentException("optimizer must be adam or sgd, was " + name);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrainSettings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values);
  }

  /** {@code beta=4, latent=16}. */
  @Override
  public String toString() {
    return String.join(
        ", ",
        values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
  }
}
