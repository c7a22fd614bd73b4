package vae4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitFoldersTest {
  @TempDir private Path root;

  @Test
  void takesTrainAndTest() throws IOException {
    images("train/cat/a.png", "test/cat/a.png");

    assertThat(SplitFolders.of(FolderScan.of(root)))
        .hasValue(new SplitFolders(root.resolve("train"), root.resolve("test"), List.of()));
  }

  @Test
  void takesTestBeforeValidationAndNamesTheRest() throws IOException {
    images("Train/a.png", "val/a.png", "TEST/a.png", "extra/a.png", "loose.png");

    assertThat(SplitFolders.of(FolderScan.of(root)))
        .hasValue(
            new SplitFolders(
                root.resolve("Train"),
                root.resolve("TEST"),
                List.of("images beside them", "extra", "val")));
  }

  @Test
  void takesValidationWhereThereIsNoTest() throws IOException {
    images("training/a.png", "validation/a.png");

    assertThat(SplitFolders.of(FolderScan.of(root)))
        .hasValue(
            new SplitFolders(root.resolve("training"), root.resolve("validation"), List.of()));
  }

  @Test
  void takesTrainAlone() throws IOException {
    images("train/cat/a.png");

    assertThat(SplitFolders.of(FolderScan.of(root)))
        .hasValue(new SplitFolders(root.resolve("train"), null, List.of()));
  }

  @Test
  void leavesAClassThatIsCalledTrain() throws IOException {
    images("bus/a.png", "car/a.png", "train/a.png");

    assertThat(SplitFolders.of(FolderScan.of(root))).isEmpty();
  }

  @Test
  void needsAFolderToTrainOn() throws IOException {
    images("test/a.png", "val/a.png");

    assertThat(SplitFolders.of(FolderScan.of(root))).isEmpty();
  }

  private void images(String... names) {
    for (String name : names) {
      FolderFixture.colour(root.resolve(name));
    }
  }
}
