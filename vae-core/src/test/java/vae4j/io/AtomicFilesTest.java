package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    Path file = folder.resolve("a.json");

    AtomicFiles.writeString(file, "first");
    AtomicFiles.writeString(file, "größer");

    assertThat(file).hasContent("größer");
    assertOnlyFileIs(file);
  }

  @Test
  void afterAFailureTheOldFileIsUntouchedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a.json");
    AtomicFiles.writeString(file, "good");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .withMessage("cannot write " + file + ": No space left on device");

    assertThat(file).hasContent("good");
    assertOnlyFileIs(file);
  }

  @Test
  void afterAWrongArgumentTheOldFileIsUntouchedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a.json");
    AtomicFiles.writeString(file, "good");

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(file).hasContent("good");
    assertOnlyFileIs(file);
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no /dev/full");
    Path file = folder.resolve("a.json");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      try (var disk = Files.newOutputStream(full)) {
                        disk.write(1);
                      }
                    }))
        .withMessage("cannot write " + file + ": No space left on device");
    assertThat(file).doesNotExist();
  }

  @Test
  void aReadOnlyFolderIsNamed() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this system has no POSIX permissions");
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeTrue(!Files.isWritable(locked), "this user may write everywhere");
    Path file = locked.resolve("a.json");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(file, "x"))
        .withMessage("cannot write " + file + ": permission denied");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = folder.resolve("none/a.json");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(file, "x"))
        .withMessage("cannot write " + file + ": folder " + file.getParent() + " does not exist");
  }

  @Test
  void aFolderIsNotReplaced() throws IOException {
    Path file = Files.createDirectory(folder.resolve("a.json"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(file, "x"))
        .withMessage("cannot write " + file + ": it is a folder");
    assertOnlyFileIs(file);
  }

  @Test
  void anInterruptedThreadStillWrites() throws IOException {
    Path file = folder.resolve("a.json");
    Thread.currentThread().interrupt();
    try {
      AtomicFiles.writeString(file, "saved");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(file).hasContent("saved");
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    Path file = folder.resolve("a.json");
    AtomicFiles.writeString(file, "old");
    Path link = folder.resolve("link.json");
    Files.createSymbolicLink(link, file);

    AtomicFiles.writeString(link, "new");

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(file).isRegularFile().hasContent("new");
  }

  private void assertOnlyFileIs(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
