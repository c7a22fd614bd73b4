package vae4j.benchmarks.pytorch;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.conv_transpose2d;
import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.sigmoid;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BCEWithLogitsLossOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.kSum;
import vae4j.benchmarks.contender.Peer;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Stopwatch;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.PeerMain;

/**
 * The network in eager PyTorch, in its own layout or, as variant {@code channels-last}, in that of
 * the others.
 *
 * <p>PyTorch's padding of 1 puts a row and a column before, where the others' {@code same} puts
 * them after. On images and kernels turned by half a turn that is the same network, number by
 * number, so this contender's are turned before the clock starts.
 */
// A scope frees what is made in its block, though nothing in the block names it.
@SuppressWarnings("try")
public final class PyTorchPeer implements Peer {
  private static final long[] BY_2 = {2, 2};
  private static final long[] BY_1 = {1, 1};

  private final Inputs inputs;
  private final Task task;
  private final boolean channelsLast;
  private final FloatPointer images;
  private final FloatPointer codes;
  private final Map<String, Tensor> weights = new HashMap<>();
  private final Adam optimizer;
  private final DoublePointer epsilonOfAdam;
  private long steps;

  private PyTorchPeer(Inputs inputs, boolean channelsLast) {
    this.inputs = inputs.turned();
    this.task = inputs.task();
    this.channelsLast = channelsLast;
    torch.set_num_threads(task.threads());
    torch.set_num_interop_threads(task.threads());
    images = new FloatPointer((long) task.batch() * task.pixels());
    codes = new FloatPointer((long) task.batch() * task.latent());
    TensorVector parameters = new TensorVector();
    for (Task.Parameter parameter : task.parameters()) {
      Tensor tensor = inPyTorchsLayout(parameter).set_requires_grad(true);
      weights.put(parameter.name(), tensor);
      parameters.push_back(tensor);
    }
    Task.Adam adam = task.adam();
    // What the β are set to depends on how C++ lays out a tuple; PyTorch's own are Keras's.
    if (adam.beta1() != 0.9 || adam.beta2() != 0.999) {
      throw new IllegalArgumentException("β of Adam must be 0.9 and 0.999, were " + adam);
    }
    AdamOptions options = new AdamOptions(adam.learningRate());
    optimizer = new Adam(parameters, options);
    epsilonOfAdam = new AdamOptions(optimizer.param_groups().get(0).options()).eps();
  }

  /**
   * Runs it in this process.
   *
   * @param args the folder of the inputs; then {@code channels-last} if wanted
   */
  public static void main(String[] args) {
    PeerMain.main(
        args,
        (inputs, variant) -> {
          NativeLibraries.load();
          return new PyTorchPeer(
              inputs, variant.length > 0 && variant[0].equals("channels-last"));
        });
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Map<String, String> versions() throws IOException {
    return Map.of("org.bytedeco:pytorch", Loader.getVersion("org.bytedeco", "pytorch"));
  }

  @Override
  public void train(Stopwatch stopwatch) {
    PeerMain.train(inputs, stopwatch, this::step);
  }

  private double step(float[] batch, float[] noise) {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = images(batch);
      Tensor features = encoder(x);
      Tensor mean = dense(features, "encoder/mean");
      Tensor logVariance = dense(features, "encoder/log_variance");
      // z = μ + e^{½ log σ²} · ε
      Tensor deviation = logVariance.mul(new Scalar(0.5f)).exp();
      Tensor epsilon = from_blob(codes.put(noise), task.batch(), task.latent());
      Tensor z = mean.add(deviation.mul(epsilon));
      BCEWithLogitsLossOptions sum = new BCEWithLogitsLossOptions();
      sum.reduction().put(new kSum());
      Tensor reconstruction = binary_cross_entropy_with_logits(decoder(z), x, sum);
      // KL = −½ Σ (1 + log σ² − μ² − σ²)
      Tensor divergence =
          logVariance
              .add(new Scalar(1f))
              .sub(mean.mul(mean))
              .sub(logVariance.exp())
              .sum()
              .mul(new Scalar(-0.5 * task.beta()));
      Tensor loss = reconstruction.add(divergence).div(new Scalar((float) task.batch()));
      // PyTorch's form of Adam has another place for ε, the others' by this; it costs nothing.
      epsilonOfAdam.put(task.adam().epsilonOfCorrected(++steps));
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  @Override
  public float[] encode(float[] batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return onHeap(dense(encoder(images(batch)), "encoder/mean"), task.latent());
    }
  }

  @Override
  public float[] decode(float[] batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor z = from_blob(codes.put(batch), task.batch(), task.latent());
      // Rows, columns, channels, as all contenders give them.
      return onHeap(sigmoid(decoder(z)).permute(0, 2, 3, 1), task.pixels());
    }
  }

  @Override
  public void close() {
    optimizer.close();
    weights.values().forEach(Tensor::close);
    images.close();
    codes.close();
  }

  private Tensor images(float[] batch) {
    Tensor last =
        from_blob(images.put(batch), task.batch(), task.height(), task.width(), task.channels());
    return inLayout(last.permute(0, 3, 1, 2));
  }

  private Tensor encoder(Tensor images) {
    Tensor x = images;
    for (int i = 1; i <= task.filters().size(); i++) {
      String name = "encoder/conv" + i;
      x = relu(conv2d(x, kernel(name), bias(name), BY_2, BY_1, BY_1, 1));
    }
    return x.flatten(1, -1);
  }

  private Tensor decoder(Tensor z) {
    Tensor x =
        inLayout(
            dense(z, "decoder/dense1")
                .view(task.batch(), task.lastFilters(), task.smallHeight(), task.smallWidth()));
    for (int i = 1; i <= task.filters().size(); i++) {
      String name = "decoder/conv_transpose" + i;
      x = relu(conv_transpose2d(x, kernel(name), bias(name), BY_2, BY_1, BY_1, 1, BY_1));
    }
    String name = "decoder/output";
    return conv2d(x, kernel(name), bias(name), BY_1, BY_1, BY_1, 1);
  }

  private Tensor dense(Tensor x, String name) {
    return linear(x, kernel(name), bias(name));
  }

  private Tensor kernel(String layer) {
    return Objects.requireNonNull(weights.get(layer + "/weights"));
  }

  private TensorOptional bias(String layer) {
    return new TensorOptional(weights.get(layer + "/bias"));
  }

  private Tensor inLayout(Tensor tensor) {
    return tensor.contiguous(channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
  }

  private float[] onHeap(Tensor tensor, int width) {
    float[] values = new float[task.batch() * width];
    tensor.contiguous().data_ptr_float().get(values);
    return values;
  }

  /** Channels before rows and columns, those turned; dense kernels [out, in]. */
  private Tensor inPyTorchsLayout(Task.Parameter parameter) {
    try (PointerScope scope = new PointerScope()) {
      FloatPointer values = new FloatPointer(inputs.initial(parameter.name()));
      long[] shape = parameter.dimensions();
      Tensor given = from_blob(values, shape);
      long height = task.smallHeight();
      long width = task.smallWidth();
      long filters = task.lastFilters();
      Tensor theirs;
      if (shape.length == 4) {
        theirs = inLayout(given.permute(3, 2, 0, 1).flip(2, 3));
      } else if (parameter.name().equals("decoder/dense1/weights")) {
        theirs =
            given
                .reshape(task.latent(), height, width, filters)
                .flip(1, 2)
                .permute(3, 1, 2, 0)
                .reshape(task.smallSize(), task.latent());
      } else if (parameter.name().equals("decoder/dense1/bias")) {
        theirs = given.reshape(height, width, filters).flip(0, 1).permute(2, 0, 1).flatten();
      } else if (shape.length == 2) {
        theirs =
            given
                .reshape(height, width, filters, task.latent())
                .flip(0, 1)
                .permute(3, 2, 0, 1)
                .reshape(task.latent(), task.smallSize());
      } else {
        theirs = given;
      }
      return theirs.clone().retainReference();
    }
  }
}
