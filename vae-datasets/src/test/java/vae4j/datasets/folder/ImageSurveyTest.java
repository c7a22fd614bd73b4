package vae4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.data.ImageShape;
import vae4j.datasets.image.BrokenImageException;

class ImageSurveyTest {
  @TempDir private Path root;

  @Test
  void choosesTheSizeOfMostAndColourIfAnyIsInColour() throws IOException {
    image("a.png", 8, 8, BufferedImage.TYPE_BYTE_GRAY);
    image("b.png", 16, 20, BufferedImage.TYPE_INT_RGB);
    image("c.png", 16, 20, BufferedImage.TYPE_INT_ARGB);

    assertThat(survey(0, 0, 0))
        .isEqualTo(
            new ImageSurvey(
                new ImageShape(16, 20, 3),
                "images are taken as 16×20×3: 2 are 16×20, the size is that of most, and they go"
                    + " from 8×8 to 16×20, 2 in colour and 1 grey, 1 with transparency, on white"));
  }

  @Test
  void saysThatAllAreAlike() throws IOException {
    image("a.png", 8, 9, BufferedImage.TYPE_BYTE_GRAY);
    image("b.png", 8, 9, BufferedImage.TYPE_BYTE_GRAY);

    assertThat(survey(0, 0, 0))
        .isEqualTo(
            new ImageSurvey(
                new ImageShape(8, 9, 1), "images are taken as 8×9×1: all are 8×9, all grey"));
  }

  @Test
  void takesTheFirstSizeWhereNoTwoAreAlike() throws IOException {
    image("a.png", 9, 9, BufferedImage.TYPE_INT_RGB);
    image("b.png", 7, 5, BufferedImage.TYPE_INT_RGB);

    assertThat(survey(0, 0, 0))
        .isEqualTo(
            new ImageSurvey(
                new ImageShape(9, 9, 3),
                "images are taken as 9×9×3: they are from 7×5 to 9×9 and no two alike, the size is"
                    + " that of a.png, all in colour"));
  }

  @Test
  void givesTheShapeThatIsAskedFor() throws IOException {
    image("a.png", 9, 9, BufferedImage.TYPE_INT_RGB);
    image("b.png", 7, 5, BufferedImage.TYPE_INT_RGB);

    assertThat(survey(4, 6, 1))
        .isEqualTo(
            new ImageSurvey(
                new ImageShape(4, 6, 1),
                "images are taken as 4×6×1: they are from 7×5 to 9×9, all in colour"));
  }

  @Test
  void looksAtAThousandThatAreSpreadOverTheFolder() throws IOException {
    Path grey = image("grey.png", 2, 2, BufferedImage.TYPE_BYTE_GRAY);
    Path colour = image("colour.png", 2, 2, BufferedImage.TYPE_INT_RGB);
    ImageFile[] many = new ImageFile[3000];
    for (int i = 0; i < many.length; i++) {
      many[i] = new ImageFile("" + i, i == 2997 ? colour : grey);
    }

    assertThat(ImageSurvey.of(List.of(many), 0, 0, 0))
        .isEqualTo(
            new ImageSurvey(
                new ImageShape(2, 2, 3),
                "images are taken as 2×2×3: of 1,000 that were looked at, all are 2×2, 1 in colour"
                    + " and 999 grey"));
  }

  @Test
  void namesTheFirstThatIsBroken() throws IOException {
    image("a.png", 2, 2, BufferedImage.TYPE_BYTE_GRAY);
    Path broken = Files.writeString(root.resolve("b.png"), "no image");
    Files.writeString(root.resolve("c.png"), "no image");

    assertThatThrownBy(() -> survey(0, 0, 0))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageStartingWith(broken + ": ");
  }

  private ImageSurvey survey(int height, int width, int channels) throws IOException {
    return ImageSurvey.of(FolderScan.of(root).images(), height, width, channels);
  }

  private Path image(String name, int height, int width, int type) {
    return FolderFixture.image(root.resolve(name), height, width, type);
  }
}
