package vae4j.classifiers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.eval.features.FeatureNetwork;
import vae4j.graph.parameter.Parameter;
import vae4j.io.NamedTensor;

/**
 * The network of {@link FeatureNetwork} in Deeplearning4j: four 3×3 convolutions of which three
 * halve the image, a dense layer of features, and a dense layer of ten logits under a softmax.
 *
 * <pre>
 * 28×28×1 → conv 16 → 28×28×16 → conv 32, stride 2 → 14×14×32 → conv 48, stride 2 → 7×7×48
 *         → conv 64, stride 2 → 4×4×64 → dense 64 → dense 10
 * </pre>
 *
 * <p>An image is given as a volume of depth 1, because Deeplearning4j M2.1 has its volumes
 * convolved by oneDNN; its plane convolutions go through matrices of patches, and one step takes
 * five times as long. The numbers are the same.
 */
final class Classifier {
  /** The description of the architecture beside the weights. */
  static final String ARCHITECTURE =
      "28x28x1; conv 3x3 same ReLU: 16 stride 1, 32 stride 2, 48 stride 2, 64 stride 2;"
          + " dense 64 ReLU (the features); dense 10 (the logits)";

  /** Images in a step. */
  static final int BATCH = 100;

  private static final int SIDE = 28;
  private static final int[] FILTERS = {16, 32, 48, 64};
  private static final double LEARNING_RATE = 2e-3;
  private static final int STAIRS = 50;
  private static final double WEIGHT_DECAY = 0.05;

  /** Depth, height, width, channels: with a depth of 1 the same numbers as in our images. */
  private static final Convolution3D.DataFormat LAYOUT = Convolution3D.DataFormat.NDHWC;

  private final MultiLayerNetwork network;

  private Classifier(MultiLayerNetwork network) {
    this.network = network;
  }

  /**
   * An untrained one.
   *
   * @param seed of its weights and of what is dropped
   * @param steps over which the learning rate falls to almost 0
   * @param kept the share of inputs that a dense layer keeps in each step
   */
  static Classifier create(long seed, int steps, double kept) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(falling(steps)))
            .weightInit(WeightInit.RELU)
            .weightDecay(WEIGHT_DECAY)
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    for (int i = 0; i < FILTERS.length; i++) {
      int stride = i == 0 ? 1 : 2;
      layers.layer(
          new Convolution3D.Builder(1, 3, 3)
              .nOut(FILTERS[i])
              .stride(1, stride, stride)
              .dataFormat(LAYOUT)
              .build());
    }
    layers
        .layer(new DenseLayer.Builder().nOut(FeatureNetwork.FEATURES).dropOut(kept).build())
        .layer(
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(FeatureNetwork.CLASSES)
                .activation(Activation.SOFTMAX)
                .dropOut(kept)
                .build())
        .setInputType(InputType.convolutional3D(LAYOUT, 1, SIDE, SIDE, 1));
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return new Classifier(network);
  }

  /**
   * A rate that falls in even stairs. (Deeplearning4j M2.1 has a PolySchedule, with a power of 1
   * for a straight line down, but the wrong sign makes it one up.)
   */
  static ISchedule falling(int steps) {
    MapSchedule.Builder stairs = new MapSchedule.Builder(ScheduleType.ITERATION);
    for (int stair = 0; stair < STAIRS; stair++) {
      int step = (int) ((long) steps * stair / STAIRS);
      stairs.add(step, LEARNING_RATE * (STAIRS - stair) / STAIRS);
    }
    return stairs.build();
  }

  /** One with weights, named and laid out as those of {@link FeatureNetwork}. */
  static Classifier of(List<NamedTensor> tensors) {
    Map<String, NamedTensor> byName = new HashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    Classifier classifier = create(0, 1, 1);
    for (Place place : places()) {
      String name = place.parameter.name();
      NamedTensor tensor = Objects.requireNonNull(byName.get(name), name);
      try (INDArray values = Nd4j.create(tensor.values(), tensor.dimensions(), 'c')) {
        INDArray theirs = classifier.network.getParam(place.key);
        theirs.assign(
            place.isConvolution()
                ? values.permute(3, 2, 0, 1).reshape(theirs.shape())
                : values.reshape(theirs.shape()));
      }
    }
    return classifier;
  }

  /** Its weights, named and laid out as those of {@link FeatureNetwork}. */
  List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    for (Place place : places()) {
      INDArray theirs = network.getParam(place.key);
      long[] shape = theirs.shape();
      INDArray ours =
          place.isConvolution()
              ? theirs.reshape(shape[0], shape[1], shape[3], shape[4]).permute(2, 3, 1, 0)
              : theirs;
      tensors.add(
          new NamedTensor(
              place.parameter.name(), place.parameter.shape(), ours.dup('c').data().asFloat()));
    }
    return tensors;
  }

  /** One pass over images in an order of the seed's. */
  void fit(ImageDataset images, long seed, int epoch) {
    try (Batches batches =
        Batches.shuffled(
            images, BATCH, Binarization.NONE, Seeds.stream(seed, Seeds.Purpose.SHUFFLE, epoch))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (INDArray classes = oneHot(batch.labels())) {
          network.fit(volumes(batch.images()), classes);
        }
      }
    }
  }

  /** The share of images whose class is found. */
  double accuracy(ImageDataset images) {
    Evaluation evaluation = new Evaluation(FeatureNetwork.CLASSES);
    try (Batches batches = Batches.inOrder(images, BATCH)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (INDArray classes = oneHot(batch.labels())) {
          evaluation.eval(classes, probabilities(batch.images()));
        }
      }
    }
    return evaluation.accuracy();
  }

  /** The probabilities of the classes [N, 10] for images [N, 28, 28, 1]. */
  INDArray probabilities(INDArray images) {
    return network.output(volumes(images));
  }

  /** The network itself. */
  MultiLayerNetwork network() {
    return network;
  }

  /**
   * Where a parameter lies on both sides.
   *
   * @param key Deeplearning4j's name, such as {@code 0_W}: a convolution's is [out, in, 1, rows,
   *     columns], a dense layer's [in, out]
   * @param parameter ours: [rows, columns, in, out] and [in, out]
   */
  private record Place(String key, Parameter parameter) {
    boolean isConvolution() {
      return parameter.shape().size() == 4;
    }
  }

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    List<Parameter> parameters = FeatureNetwork.parameterLayout();
    for (int i = 0; i < parameters.size(); i++) {
      // In both, layer by layer, kernels before biases.
      places.add(new Place(i / 2 + (i % 2 == 0 ? "_W" : "_b"), parameters.get(i)));
    }
    return places;
  }

  private static INDArray volumes(INDArray images) {
    return images.reshape(images.size(0), 1, SIDE, SIDE, 1);
  }

  private static INDArray oneHot(int[] labels) {
    float[] classes = new float[labels.length * FeatureNetwork.CLASSES];
    for (int i = 0; i < labels.length; i++) {
      classes[i * FeatureNetwork.CLASSES + labels[i]] = 1;
    }
    return Nd4j.create(classes, new long[] {labels.length, FeatureNetwork.CLASSES}, 'c');
  }
}
