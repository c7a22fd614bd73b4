package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;

import org.jspecify.annotations.Nullable;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.WeightsLayout;

/** A convolution by one of cuDNN's execution plans. */
final class CudnnCandidate implements Candidate {
  private final String name;
  private final String action;
  private final Target target;
  private final Engine engine;
  private final Descriptor plan;
  private final long workspaceBytes;
  private final WeightsLayout layout;
  private final boolean bias;
  private @Nullable Addresses addresses;

  /** The addresses of one run, as cuDNN takes them. */
  private record Addresses(
      long input, long weights, long bias, long output, long workspace, Descriptor pack) {
    boolean are(long x, long w, long b, long y, long scratch) {
      return input == x && weights == w && bias == b && output == y && workspace == scratch;
    }
  }

  /**
   * Makes a plan ready to run.
   *
   * @param name for people and files
   * @param target the GPU it was made for
   * @param engine what it was made from, closed with this
   * @param plan finished, closed with this
   * @param workspaceBytes scratch memory
   * @param layout of the weights
   * @param bias whether it takes one
   */
  CudnnCandidate(
      String name,
      Target target,
      Engine engine,
      Descriptor plan,
      long workspaceBytes,
      WeightsLayout layout,
      boolean bias) {
    this.name = name;
    this.action = "running " + name;
    this.target = target;
    this.engine = engine;
    this.plan = plan;
    this.workspaceBytes = workspaceBytes;
    this.layout = layout;
    this.bias = bias;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes;
  }

  @Override
  public WeightsLayout weightsLayout() {
    return layout;
  }

  @Override
  public void run(
      long stream, long input, long weights, long biasAddress, long output, long workspace) {
    if (!(target instanceof Target.Present gpu)) {
      throw new LibraryException(name + " cannot run: it was made without a GPU");
    }
    Addresses now =
        at(input, weights, bias ? biasAddress : 0, output, workspaceBytes == 0 ? 0 : workspace);
    gpu.execute(stream, plan, now.pack, action);
  }

  private Addresses at(long x, long w, long b, long y, long scratch) {
    Addresses now = addresses;
    if (now == null || !now.are(x, w, b, y, scratch)) {
      if (now != null) {
        now.pack.close();
        addresses = null;
      }
      now = new Addresses(x, w, b, y, scratch, pack(x, w, b, y, scratch));
      addresses = now;
    }
    return now;
  }

  private Descriptor pack(long x, long w, long b, long y, long scratch) {
    Descriptor pack = new Descriptor(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR, "addresses");
    if (bias) {
      pack.setLongs(
              CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS,
              Tensors.INPUT,
              Tensors.WEIGHTS,
              Tensors.OUTPUT,
              Tensors.BIAS)
          .setAddresses(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, x, w, y, b);
    } else {
      pack.setLongs(
              CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, Tensors.INPUT, Tensors.WEIGHTS, Tensors.OUTPUT)
          .setAddresses(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, x, w, y);
    }
    return pack.setAddresses(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, scratch).finish();
  }

  @Override
  public void close() {
    if (addresses != null) {
      addresses.pack.close();
      addresses = null;
    }
    plan.close();
    engine.close();
  }
}
