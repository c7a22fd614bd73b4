package vae4j.backend.host;

import java.util.Arrays;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.UpsamplingKernel;
import vae4j.data.ImageShape;

/** Nearest-neighbour upsampling in plain Java. */
public final class HostUpsampling implements UpsamplingKernel {
  private final ImageShape input;
  private final int factor;
  private final int batch;
  private final ParallelLoop workers;
  private final double[][] small;
  private final double[][] large;

  /**
   * For one size of batch.
   *
   * @param input shape of one image before
   * @param factor of height and width
   * @param batch images N
   * @param workers share the images
   */
  public HostUpsampling(ImageShape input, int factor, int batch, ParallelLoop workers) {
    this.input = input;
    this.factor = factor;
    this.batch = batch;
    this.workers = workers;
    this.small = new double[workers.threads()][input.size()];
    this.large = new double[workers.threads()][input.size() * factor * factor];
  }

  @Override
  public void forward(Storage source, Storage output) {
    HostStorage x = HostStorage.of(source);
    HostStorage y = HostStorage.of(output);
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] before = small[worker];
          double[] after = large[worker];
          for (int n = from; n < to; n++) {
            x.readDoubles((long) n * before.length, before, before.length);
            visit((one, many) -> System.arraycopy(before, one, after, many, input.channels()));
            y.writeDoubles((long) n * after.length, after, after.length);
          }
        });
  }

  @Override
  public void backward(Storage outputGradient, Storage inputGradient) {
    HostStorage dy = HostStorage.of(outputGradient);
    HostStorage dx = HostStorage.of(inputGradient);
    workers.share(
        batch,
        (from, to, worker) -> {
          double[] before = small[worker];
          double[] after = large[worker];
          for (int n = from; n < to; n++) {
            dy.readDoubles((long) n * after.length, after, after.length);
            Arrays.fill(before, 0);
            visit(
                (one, many) -> {
                  for (int c = 0; c < input.channels(); c++) {
                    before[one + c] += after[many + c];
                  }
                });
            dx.writeDoubles((long) n * before.length, before, before.length);
          }
        });
  }

  private interface Pair {
    /** First numbers of a position before and of one after. */
    void visit(int one, int many);
  }

  private void visit(Pair pair) {
    int width = input.width() * factor;
    for (int i = 0; i < input.height() * factor; i++) {
      for (int j = 0; j < width; j++) {
        int one = (i / factor * input.width() + j / factor) * input.channels();
        pair.visit(one, (i * width + j) * input.channels());
      }
    }
  }

  @Override
  public void close() {
    // Holds no native memory.
  }
}
