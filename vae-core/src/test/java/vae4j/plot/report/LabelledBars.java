package vae4j.plot.report;

import java.util.List;
import java.util.stream.IntStream;
import vae4j.TestImages;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/** Images of bars whose classes have names, of which one is no HTML. */
record LabelledBars(TestImages bars) implements ImageDataset {
  @Override
  public String name() {
    return "bars <labelled>";
  }

  @Override
  public ImageShape shape() {
    return bars.shape();
  }

  @Override
  public int size() {
    return bars.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    bars.read(index, target, offset);
  }

  @Override
  public int label(int index) {
    return bars.label(index);
  }

  @Override
  public List<String> labelNames() {
    return IntStream.range(0, shape().width()).mapToObj(i -> "bar <" + i + ">").toList();
  }

  @Override
  public String sha256() {
    return bars.sha256();
  }
}
