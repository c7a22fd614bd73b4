package vae4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @TempDir private Path root;

  @Test
  void countsWhatIsLeftOutByKind() throws IOException {
    FolderFixture.colour(root.resolve("a.png"));
    for (String name : List.of("1.txt", "2.TXT", "3.json", ".hidden.png", "without", "x.odd")) {
      Files.writeString(root.resolve(name), "text");
    }
    FolderFixture.colour(root.resolve(".thumbnails/b.png"));

    FolderScan scan = FolderScan.of(root);

    assertThat(names(scan)).containsExactly("a.png");
    assertThat(scan.leftOut())
        .hasValue("7 files (2 .txt, 2 hidden, 1 .json, 1 .odd, 1 without ending)");
  }

  @Test
  void hasNothingToTellWhereAllAreImages() throws IOException {
    FolderFixture.colour(root.resolve("a.png"));

    assertThat(FolderScan.of(root).leftOut()).isEmpty();
  }

  @Test
  void findsImagesByContentWhereTheEndingSaysNothing() throws IOException {
    for (String name : List.of("plain", "a.jpg_original", "b.0001", "c.IMG", "d.jpe", "e.jfif")) {
      FolderFixture.colour(root.resolve(name));
    }

    assertThat(names(FolderScan.of(root)))
        .containsExactly("a.jpg_original", "b.0001", "c.IMG", "d.jpe", "e.jfif", "plain");
  }

  @Test
  void doesNotFollowALinkToAFolderThatItIsIn() throws IOException {
    FolderFixture.colour(root.resolve("sub/a.png"));
    Files.createSymbolicLink(root.resolve("sub/loop"), root);
    Files.createSymbolicLink(root.resolve("sub/self"), Path.of("."));

    FolderScan scan = FolderScan.of(root);

    assertThat(names(scan)).containsExactly("sub/a.png");
    assertThat(scan.leftOut()).hasValue("2 files (2 links to a folder that it is in)");
  }

  @Test
  void followsOtherLinks(@TempDir Path elsewhere) throws IOException {
    FolderFixture.colour(elsewhere.resolve("a.png"));
    Files.createSymbolicLink(root.resolve("cats"), elsewhere);
    Files.createSymbolicLink(root.resolve("one.png"), elsewhere.resolve("a.png"));

    assertThat(names(FolderScan.of(root))).containsExactly("cats/a.png", "one.png");
    assertThat(names(FolderScan.of(root.resolve("cats")))).containsExactly("a.png");
  }

  @Test
  void leavesOutLinksToNothing() throws IOException {
    FolderFixture.colour(root.resolve("a.png"));
    Files.createSymbolicLink(root.resolve("gone.png"), root.resolve("nowhere.png"));
    Files.createSymbolicLink(root.resolve("itself.png"), root.resolve("itself.png"));

    FolderScan scan = FolderScan.of(root);

    assertThat(names(scan)).containsExactly("a.png");
    assertThat(scan.leftOut()).hasValue("2 files (2 links to nothing)");
  }

  @Test
  void knowsAFolderWithoutAPartOfIt() throws IOException {
    FolderFixture.colour(root.resolve("a.png"));
    FolderFixture.colour(root.resolve("test/b.png"));

    assertThat(names(FolderScan.of(root).without(root.resolve("test")))).containsExactly("a.png");
    assertThatThrownBy(() -> FolderScan.of(root).without(root))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(root + ": folder must hold images outside of " + root);
  }

  private static List<String> names(FolderScan scan) {
    return scan.images().stream().map(ImageFile::name).toList();
  }
}
