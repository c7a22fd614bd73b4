package vae4j.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;

class LabelledLatentsTest {
  private static final ImageShape SHAPE = new ImageShape(8, 6, 1);

  @Test
  void areTheModelsMeansInTheOrderOfTheSet() {
    TestImages images = new TestImages(SHAPE, 7);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(2).build(), 1, backend);
        Batch all = images.first(7);
        DiagonalGaussian posterior = vae.encode(all.images())) {
      LabelledLatents codes = LabelledLatents.of(vae, images, 3);

      assertThat(codes.labels()).containsExactly(0, 1, 2, 3, 4, 5, 0);
      assertThat(codes.classes()).isEqualTo(6);
      float[][] means = posterior.mean().toFloatMatrix();
      for (int i = 0; i < 7; i++) {
        assertThat(codes.vectors()[i]).containsExactly(means[i], within(1e-6f));
      }
      assertThat(LatentMeans.means(vae, images, 2).of(4)[0])
          .containsExactly(means[4], within(1e-6f));
    }
  }

  @Test
  void imagesWithoutLabelsAreRefused() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(VaeConfig.conv(SHAPE).filters(4).latent(2).build(), 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LabelledLatents.of(vae, new Unlabelled(new TestImages(SHAPE, 5)), 3))
          .withMessage("every image of bars must have a label, number 2 has none");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LatentMeans.means(vae, new TestImages(SHAPE, 5), 0))
          .withMessage("batch size must be positive, was 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LatentMeans.means(vae, new TestImages(new ImageShape(4, 4, 1), 5), 1))
          .withMessage("images of bars must be 8×6×1 as the model's, were 4×4×1");
    }
  }

  @Test
  void refuseWhatIsNoMatrixOfNumbersWithLabels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledLatents(new float[0][], new int[0]))
        .withMessage("latent vectors must be [N][Z] with N and Z at least 1, were none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledLatents(new float[][] {{1}, {1, 2}}, new int[2]))
        .withMessage("latent vector 1 must have 1 latents, had 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledLatents(new float[][] {{1, Float.NaN}}, new int[1]))
        .withMessage("latent vector 0 must be finite, latent 1 was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledLatents(new float[][] {{1}}, new int[2]))
        .withMessage("labels must be as many as latent vectors, were 2 for 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledLatents(new float[][] {{1}}, new int[] {-1}))
        .withMessage("label of latent vector 0 must be at least 0, was -1");
  }

  /** Bars of which the third has no label. */
  private record Unlabelled(TestImages bars) implements ImageDataset {
    @Override
    public String name() {
      return bars.name();
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
      return index == 2 ? NO_LABEL : bars.label(index);
    }

    @Override
    public List<String> labelNames() {
      return bars.labelNames();
    }

    @Override
    public String sha256() {
      return bars.sha256();
    }
  }
}
