package vae4j.eval.features;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.Backend;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.data.ImageValues;
import vae4j.graph.Graph;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Mode;
import vae4j.graph.Plan;
import vae4j.graph.PlanSpec;
import vae4j.graph.Value;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterLayout;
import vae4j.graph.parameter.Weights;
import vae4j.io.MalformedModelException;
import vae4j.io.NamedTensor;
import vae4j.io.Safetensors;
import vae4j.io.TensorReader;
import vae4j.layer.Conv2D;
import vae4j.layer.Dense;
import vae4j.layer.Layers;

/**
 * A small classifier of 28×28 grey images, whose last layer but one says what it sees: features.
 *
 * <p>Its weights come with the library. They were trained by Deeplearning4j, in the module {@code
 * classifiers}; here they run on vae4j's own layers and any backend. A name stands for the same
 * weights for ever, so that scores of one name can be compared.
 *
 * <p>A network holds native memory and is used by one thread at a time.
 */
public final class FeatureNetwork implements AutoCloseable {
  /** Trained on Fashion-MNIST. */
  public static final String FASHION = "vae4j-fashion-1";

  /** Trained on MNIST. */
  public static final String DIGITS = "vae4j-digits-1";

  /** Numbers in the features of an image F. */
  public static final int FEATURES = 64;

  /** Classes that an image is sorted into. */
  public static final int CLASSES = 10;

  /** The classes of data sets by name. */
  private static final Map<String, String> NAMES =
      Map.of("fashion-mnist", FASHION, "fashion-mnist-mini", FASHION, "mnist", DIGITS);

  private static final ImageShape INPUT = new ImageShape(28, 28, 1);

  /** The frame of zeros around the images of MNIST and Fashion-MNIST padded to 32×32. */
  private static final int FRAME = 2;

  /** Images that go through the network at a time. */
  private static final int CHUNK = 100;

  private static final String IMAGE = "image";
  private static final String FEATURE = "features";
  private static final String LOGITS = "logits";

  private final String name;
  private final Backend backend;
  private final Graph graph = graph();
  private final Weights weights;
  private @Nullable Prepared plan;

  private FeatureNetwork(String name, Backend backend) {
    this.name = name;
    this.backend = backend;
    float[] values = weights(name, graph.layout());
    this.weights = new Weights(graph.layout(), backend);
    weights.update(store -> store.group(Parameter.MODEL).write(values));
  }

  /**
   * Opens one of the networks that come with the library.
   *
   * @param name {@value #FASHION} or {@value #DIGITS}
   * @param backend computes; stays the caller's to close, after the network
   * @return the network, the caller's to close
   * @throws IllegalArgumentException if there is no network of that name
   */
  public static FeatureNetwork open(String name, Backend backend) {
    if (!NAMES.containsValue(name)) {
      throw new IllegalArgumentException(
          "feature network must be " + FASHION + " or " + DIGITS + ", was " + name);
    }
    return new FeatureNetwork(name, backend);
  }

  /**
   * The network that was trained on a data set's classes.
   *
   * @param dataset a data set's name, such as {@code fashion-mnist/test} or {@code mnist}; whatever
   *     follows the set's own name after a slash or a bracket is passed over
   * @return the network's name, or nothing for images of other things
   */
  public static Optional<String> nameFor(String dataset) {
    return Optional.ofNullable(NAMES.get(dataset.split("[/\\[]", 2)[0]));
  }

  /**
   * Whether images of a shape can be looked at.
   *
   * @param shape the shape of one image
   * @return true for 28×28×1, and for 32×32×1, which is taken for 28×28 with a frame of two pixels
   */
  public static boolean takes(ImageShape shape) {
    return shape.equals(INPUT)
        || shape.equals(new ImageShape(INPUT.height() + 2 * FRAME, INPUT.width() + 2 * FRAME, 1));
  }

  /** The network's name, which belongs to every score made with it. */
  public String name() {
    return name;
  }

  /** Names, shapes and places of its weights; kernels are in Keras's layouts. */
  public static List<Parameter> parameterLayout() {
    return graph().layout().parameters();
  }

  /**
   * Looks at images.
   *
   * @param images [N, 28, 28, 1], or [N, 32, 32, 1] whose frame of two pixels is cut off, float32
   *     in [0, 1], N at least 1
   * @return features and class probabilities of each
   * @throws IllegalArgumentException if the shape is another
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public Seen look(INDArray images) {
    requireImages(images);
    ImageValues.require(images);
    if (backend.isClosed()) {
      throw new IllegalStateException("the backend is closed; close the network before it");
    }
    int count = (int) images.size(0);
    float[] pixels = cropped(images);
    float[][] features = new float[count][FEATURES];
    float[][] logits = new float[count][CLASSES];
    Prepared ready = plan();
    float[] chunk = new float[CHUNK * INPUT.size()];
    for (int from = 0; from < count; from += CHUNK) {
      int size = Math.min(CHUNK, count - from);
      // A short last chunk is filled up with black images, whose features are not used.
      Arrays.fill(chunk, 0f);
      System.arraycopy(pixels, from * INPUT.size(), chunk, 0, size * INPUT.size());
      ready.run(chunk, from, size, features, logits);
    }
    return new Seen(features, logits);
  }

  /**
   * Features and logits of N images.
   *
   * @param features [N, {@value #FEATURES}], what goes into the last layer, at least 0
   * @param logits [N, {@value #CLASSES}], what comes out of it
   */
  public record Seen(float[][] features, float[][] logits) {
    /** The probability of each class, [N, {@value #CLASSES}]: the softmax of the logits. */
    public double[][] probabilities() {
      double[][] rows = new double[logits.length][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = softmax(logits[i]);
      }
      return rows;
    }

    private static double[] softmax(float[] logits) {
      double largest = Double.NEGATIVE_INFINITY;
      for (float logit : logits) {
        largest = Math.max(largest, logit);
      }
      double[] row = new double[logits.length];
      double sum = 0;
      for (int c = 0; c < row.length; c++) {
        row[c] = Math.exp(logits[c] - largest);
        sum += row[c];
      }
      for (int c = 0; c < row.length; c++) {
        row[c] /= sum;
      }
      return row;
    }
  }

  /** Frees the network's memory; the backend stays open. */
  @Override
  public void close() {
    if (plan != null) {
      plan.close();
      plan = null;
    }
    weights.close();
  }

  /** From the image to its features, and to the logits. */
  private static Graph graph() {
    Activation relu = Activation.relu();
    GraphBuilder graph = new GraphBuilder();
    Value features =
        Layers.sequential()
            .then("conv1", new Conv2D(16, 3, 1, relu))
            .then("conv2", new Conv2D(32, 3, 2, relu))
            .then("conv3", new Conv2D(48, 3, 2, relu))
            .then("conv4", new Conv2D(64, 3, 2, relu))
            .then("features", new Dense(FEATURES, relu))
            .add(graph, "classifier", graph.input(IMAGE, INPUT));
    graph.named(FEATURE, features);
    Dense head = new Dense(CLASSES, Activation.identity());
    graph.named(LOGITS, head.add(graph, "classifier/logits", features));
    return graph.build();
  }

  private static float[] weights(String name, ParameterLayout layout) {
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    layout.parameters().forEach(each -> wanted.put(each.name(), each.shape()));
    float[] flat = new float[Math.toIntExact(layout.length())];
    String file = name + ".safetensors";
    try (InputStream in = FeatureNetwork.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new MalformedModelException(file, "is missing in the library's jar");
      }
      byte[] bytes = in.readAllBytes();
      List<NamedTensor> tensors =
          Safetensors.read(file, new ByteArrayInputStream(bytes), bytes.length);
      int offset = 0;
      for (NamedTensor tensor : TensorReader.requireTensors(file, tensors, wanted)) {
        System.arraycopy(tensor.values(), 0, flat, offset, tensor.values().length);
        offset += tensor.values().length;
      }
      return flat;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " in the library's jar", e);
    }
  }

  private static void requireImages(INDArray images) {
    long[] found = images.shape();
    boolean fits =
        found.length == 4
            && found[0] > 0
            && found[1] <= 32
            && found[2] <= 32
            && found[3] == 1
            && takes(new ImageShape((int) found[1], (int) found[2], 1));
    if (!fits) {
      throw new IllegalArgumentException(
          "images must be [N, 28, 28, 1] or [N, 32, 32, 1] with N at least 1, were "
              + Arrays.toString(found));
    }
  }

  /** The images one after another, 28×28. */
  private static float[] cropped(INDArray images) {
    float[] all;
    try (INDArray copy = images.dup('c')) {
      all = copy.data().asFloat();
    }
    int side = (int) images.size(1);
    if (side == INPUT.height()) {
      return all;
    }
    int count = (int) images.size(0);
    float[] inner = new float[count * INPUT.size()];
    for (int i = 0; i < count; i++) {
      for (int y = 0; y < INPUT.height(); y++) {
        System.arraycopy(
            all,
            (i * side + y + FRAME) * side + FRAME,
            inner,
            i * INPUT.size() + y * INPUT.width(),
            INPUT.width());
      }
    }
    return inner;
  }

  private Prepared plan() {
    if (plan == null) {
      plan = new Prepared();
    }
    return plan;
  }

  /** The network made ready for one chunk. */
  private final class Prepared implements AutoCloseable {
    private final Plan whole =
        new Plan(
            graph,
            new PlanSpec(List.of(IMAGE), List.of(FEATURE, LOGITS), Set.of(), Mode.INFER),
            CHUNK,
            backend,
            weights);
    private final float[] features = new float[CHUNK * FEATURES];
    private final float[] logits = new float[CHUNK * CLASSES];

    void run(float[] images, int row, int count, float[][] seen, float[][] said) {
      whole.value(IMAGE).write(images);
      whole.forward();
      whole.value(FEATURE).read(features, 0);
      whole.value(LOGITS).read(logits, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(features, i * FEATURES, seen[row + i], 0, FEATURES);
        System.arraycopy(logits, i * CLASSES, said[row + i], 0, CLASSES);
      }
    }

    @Override
    public void close() {
      whole.close();
    }
  }
}
