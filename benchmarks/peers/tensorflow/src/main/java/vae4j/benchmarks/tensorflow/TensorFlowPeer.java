package vae4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import vae4j.benchmarks.contender.Peer;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Stopwatch;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.PeerMain;

/**
 * The network as a graph that is built once and run step by step, batch size and all shapes set.
 */
public final class TensorFlowPeer implements Peer {
  private static final List<Long> HALVE = List.of(1L, 2L, 2L, 1L);
  private static final List<Long> KEEP = List.of(1L, 1L, 1L, 1L);

  private final Inputs inputs;
  private final Task task;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final List<Op> initializers = new ArrayList<>();
  private final Placeholder<TFloat32> images;
  private final Operand<TFloat32> mean;
  private final Operand<TFloat32> loss;
  private final Op trainingStep;
  private final Placeholder<TFloat32> epsilon;
  private final Placeholder<TFloat32> stepSize;
  private final Placeholder<TFloat32> codes;
  private final Operand<TFloat32> images;
  private final Session session;
  private long steps;

  private TensorFlowPeer(Inputs inputs) {
    this.inputs = inputs;
    this.task = inputs.task();
    images = tf.placeholder(TFloat32.class, Placeholder.shape(imageShape()));
    epsilon = tf.placeholder(TFloat32.class, Placeholder.shape(codeShape()));
    codes = tf.placeholder(TFloat32.class, Placeholder.shape(codeShape()));
    Weights weights = new Weights();

    Operand<TFloat32> features = encoder(weights);
    mean = dense(features, weights, "encoder/mean");
    Operand<TFloat32> logVariance = dense(features, weights, "encoder/log_variance");
    // z = μ + e^{½ log σ²} · ε
    Operand<TFloat32> deviation = tf.math.exp(tf.math.mul(logVariance, tf.constant(0.5f)));
    Operand<TFloat32> z = tf.math.add(mean, tf.math.mul(deviation, epsilon));
    loss = loss(decoder(z, weights), logVariance);
    stepSize = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    trainingStep = adam(weights);
    images = tf.math.sigmoid(decoder(codes, weights));

    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(task.threads())
                .setInterOpParallelismThreads(task.threads())
                .build());
    initializers.forEach(session::run);
  }

  /**
   * Runs it in this process.
   *
   * @param args the folder of the inputs
   */
  public static void main(String[] args) {
    PeerMain.main(args, (inputs, variant) -> new TensorFlowPeer(inputs));
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Map<String, String> versions() {
    return Map.of("TensorFlow", TensorFlow.version());
  }

  @Override
  public void train(Stopwatch stopwatch) {
    PeerMain.train(inputs, stopwatch, this::step);
  }

  private double step(float[] batch, float[] noise) {
    try (TFloat32 fedImages = TFloat32.tensorOf(imageShape(), DataBuffers.of(batch));
        TFloat32 fedNoise = TFloat32.tensorOf(codeShape(), DataBuffers.of(noise));
        TFloat32 fedStepSize = TFloat32.scalarOf((float) task.adam().stepSize(++steps));
        Result result =
            session
                .runner()
                .feed(images, fedImages)
                .feed(epsilon, fedNoise)
                .feed(stepSize, fedStepSize)
                .addTarget(trainingStep)
                .fetch(loss)
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public float[] encode(float[] batch) {
    return run(images, imageShape(), batch, mean, task.latent());
  }

  @Override
  public float[] decode(float[] batch) {
    return run(codes, codeShape(), batch, images, task.pixels());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private float[] run(
      Operand<TFloat32> input, Shape shape, float[] batch, Operand<TFloat32> output, int width) {
    try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(batch));
        Result result = session.runner().feed(input, fed).fetch(output).run()) {
      float[] values = new float[task.batch() * width];
      ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
      return values;
    }
  }

  private Operand<TFloat32> encoder(Weights weights) {
    Operand<TFloat32> x = images;
    for (int i = 1; i <= task.filters().size(); i++) {
      String name = "encoder/conv" + i;
      x = tf.nn.conv2d(x, weights.kernel(name), HALVE, "SAME");
      x = tf.nn.relu(tf.nn.biasAdd(x, weights.bias(name)));
    }
    return tf.reshape(x, tf.constant(new int[] {task.batch(), task.smallSize()}));
  }

  private Operand<TFloat32> decoder(Operand<TFloat32> z, Weights weights) {
    int height = task.smallHeight();
    int width = task.smallWidth();
    Operand<TFloat32> x =
        tf.reshape(
            dense(z, weights, "decoder/dense1"),
            tf.constant(new int[] {task.batch(), height, width, task.lastFilters()}));
    int layers = task.filters().size();
    for (int i = 1; i <= layers; i++) {
      String name = "decoder/conv_transpose" + i;
      height *= 2;
      width *= 2;
      int[] shape = {task.batch(), height, width, task.filters().get(layers - i)};
      // A transposed convolution is the gradient of a convolution to its input; so does Keras.
      x = tf.nn.conv2dBackpropInput(tf.constant(shape), weights.kernel(name), x, HALVE, "SAME");
      x = tf.nn.relu(tf.nn.biasAdd(x, weights.bias(name)));
    }
    x = tf.nn.conv2d(x, weights.kernel("decoder/output"), KEEP, "SAME");
    return tf.nn.biasAdd(x, weights.bias("decoder/output"));
  }

  private Operand<TFloat32> dense(Operand<TFloat32> x, Weights weights, String name) {
    return tf.nn.biasAdd(tf.linalg.matMul(x, weights.kernel(name)), weights.bias(name));
  }

  /** Mean over the batch of Σ max(l, 0) − l·x + log(1 + e^{−|l|}) and β · KL. */
  private Operand<TFloat32> loss(Operand<TFloat32> logits, Operand<TFloat32> logVariance) {
    Operand<TFloat32> crossEntropy =
        tf.math.add(
            tf.math.sub(tf.nn.relu(logits), tf.math.mul(logits, images)),
            tf.math.log1p(tf.math.exp(tf.math.neg(tf.math.abs(logits)))));
    Operand<TFloat32> reconstruction =
        tf.reduceSum(crossEntropy, tf.constant(new int[] {0, 1, 2, 3}));
    // KL = −½ Σ (1 + log σ² − μ² − σ²)
    Operand<TFloat32> terms =
        tf.math.sub(
            tf.math.sub(tf.math.add(logVariance, tf.constant(1f)), tf.math.square(mean)),
            tf.math.exp(logVariance));
    Operand<TFloat32> divergence =
        tf.math.mul(
            tf.reduceSum(terms, tf.constant(new int[] {0, 1})),
            tf.constant((float) (-0.5 * task.beta())));
    return tf.math.mul(tf.math.add(reconstruction, divergence), tf.constant(1f / task.batch()));
  }

  /**
   * TensorFlow's fused Adam for each variable, as Keras has it. Not the optimiser of
   * tensorflow-framework 1.0.0, whose first step was a quarter too short, as if its powers of β
   * were one step ahead. All gradients come first: a variable must not change under a gradient that
   * still reads it.
   */
  private Op adam(Weights weights) {
    List<Variable<TFloat32>> variables = weights.all();
    Output<?>[] gradients =
        graph.addGradients(
            loss.asOutput(), variables.stream().map(Variable::asOutput).toArray(Output<?>[]::new));
    Ops after = tf.withControlDependencyOps(Arrays.stream(gradients).map(Output::op).toList());
    // The powers are in the step size that is fed.
    Operand<TFloat32> none = tf.constant(0f);
    Task.Adam adam = task.adam();
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      Variable<TFloat32> variable = variables.get(i);
      updates.add(
          after.train.applyAdam(
              variable,
              weights.zeros(variable.shape()),
              weights.zeros(variable.shape()),
              none,
              none,
              stepSize,
              tf.constant((float) adam.beta1()),
              tf.constant((float) adam.beta2()),
              tf.constant((float) adam.epsilon()),
              gradients[i].expect(TFloat32.class)));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Shape imageShape() {
    return Shape.of(task.batch(), task.height(), task.width(), task.channels());
  }

  private Shape codeShape() {
    return Shape.of(task.batch(), task.latent());
  }

  /** The network's variables, each made once; their layouts are Keras's, as the given ones are. */
  private final class Weights {
    private final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();

    Variable<TFloat32> kernel(String layer) {
      return variables.computeIfAbsent(layer + "/weights", this::create);
    }

    Variable<TFloat32> bias(String layer) {
      return variables.computeIfAbsent(layer + "/bias", this::create);
    }

    List<Variable<TFloat32>> all() {
      return List.copyOf(variables.values());
    }

    Variable<TFloat32> zeros(Shape shape) {
      return create(shape, new float[Math.toIntExact(shape.size())]);
    }

    private Variable<TFloat32> create(String name) {
      return create(Shape.of(inputs.parameter(name).dimensions()), inputs.initial(name));
    }

    private Variable<TFloat32> create(Shape shape, float[] initial) {
      Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
      initializers.add(tf.assign(variable, tf.constant(shape, DataBuffers.of(initial))));
      return variable;
    }
  }
}
