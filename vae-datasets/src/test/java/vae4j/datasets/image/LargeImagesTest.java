package vae4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageShape;

/** Images that do not fit into memory whole. */
class LargeImagesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png", "rgba.png", "palette.png", "bilevel.png", "grey16.png", "grey-alpha.png",
        "rgb.bmp", "grey.bmp", "palette.gif", "rgb.jpg", "grey.jpg", "cmyk.jpg",
        "rgb.tif", "rgb-lzw.tif", "rgb.webp", "rgba.webp", "smooth.webp", "orientation6.png"
      })
  void areTheSameInStripsOfARow(String name) throws IOException, URISyntaxException {
    Path file = Path.of(LargeImagesTest.class.getResource(name).toURI());

    for (ImageShape shape :
        List.of(new ImageShape(3, 4, 3), new ImageShape(2, 2, 1), new ImageShape(20, 30, 3))) {
      assertThat(ImageDecoder.decode(file, shape, new DecodeMemory(100, 1)))
          .isEqualTo(ImageDecoder.decode(file, shape));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photo.png",
        "photo.jpg",
        "photo.gif",
        "photo.bmp",
        "photo.tif",
        "scan.png",
        "text.png"
      })
  void areDecodedInAHeapOf64Mebibytes(String name) throws Exception {
    // A photograph of 4000×3000 is 36 MB of pixels, and was 180 MB while it was resized. The scan
    // has 11000×11000 pixels, and the text 50 MB in a chunk that no pixel needs.
    assertThat(decodedInASmallHeap(name)).containsExactly("decoded " + name);
  }

  @Test
  void areRefusedWhereOneRowDoesNotFit() throws Exception {
    assertThat(decodedInASmallHeap("row.png"))
        .singleElement()
        .asString()
        .matches(
            ".*row\\.png: image of 100000000×1 pixels must fit into half of the heap to be"
                + " decoded, 32 MiB, needs \\d+");
  }

  @Test
  void areRefusedBeforeAnythingIsAllocated() throws IOException {
    Path file = folder.resolve("scan.png");
    SmallHeap.write(file);

    // The result alone, 16 million pixels in colour, is 48 MB.
    assertThatThrownBy(
            () ->
                ImageDecoder.decode(
                    file, new ImageShape(4000, 4000, 3), new DecodeMemory(40, 1 << 20)))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageContaining("must fit into half of the heap to be decoded, 40 MiB, needs ");
  }

  private List<String> decodedInASmallHeap(String name) throws Exception {
    Path file = folder.resolve(name);
    SmallHeap.write(file);
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-Dstdout.encoding=UTF-8", SmallHeap.class.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(output);
  }
}
