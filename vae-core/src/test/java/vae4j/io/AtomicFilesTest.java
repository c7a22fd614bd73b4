package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    Path full = SpecialFiles.device(folder.resolve("full"), 1, 7);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(full, "x"))
        .withMessage("cannot write " + full + ": No space left on device");
    assertThat(SpecialFiles.kind(full)).isEqualTo("character special file");
    assertOnlyFileIs(full);
  }

  @Test
  void aDeviceIsWrittenToAndStays() throws IOException {
    Path sink = SpecialFiles.device(folder.resolve("sink"), 1, 3);

    AtomicFiles.write(sink, out -> out.write(new byte[200_000]));

    assertThat(SpecialFiles.kind(sink)).isEqualTo("character special file");
    assertOnlyFileIs(sink);
  }

  @Test
  @Timeout(60)
  void theReaderOfANamedPipeGetsTheContentAndThePipeStays() throws Exception {
    Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("pipe"));
    byte[] content = new byte[300_001]; // More than a pipe holds.
    new Random(1).nextBytes(content);

    for (Path way : List.of(pipe, link)) {
      CompletableFuture<byte[]> reader = SpecialFiles.readInBackground(pipe);
      AtomicFiles.write(way, out -> out.write(content));

      assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(content);
      assertThat(SpecialFiles.kind(pipe)).isEqualTo("fifo");
      assertThat(link).isSymbolicLink();
    }
  }

  @Test
  void aSocketStaysAndIsNamed() throws IOException {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "this system has no sockets in folders");
    }

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(socket, "x"))
        .withMessageStartingWith("cannot write " + socket + ": ");
    assertOnlyFileIs(socket);
  }

  @Test
  void whatOthersWroteToADescriptorStays() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "this system shows no descriptors");
    Path file = Files.writeString(folder.resolve("log"), "before\n");
    try (FileOutputStream open = new FileOutputStream(file.toFile(), true)) {
      Path descriptor = SpecialFiles.descriptor(file);
      Path link = Files.createSymbolicLink(folder.resolve("link"), descriptor);

      AtomicFiles.writeString(descriptor, "first\n");
      AtomicFiles.writeString(link, "second\n");
      open.write("after\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(file).hasContent("before\nfirst\nsecond\nafter\n");
  }

  @Test
  void onlyTheFirstDescriptorIsStandardOutput() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "this system shows no descriptors");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc/self/fd/1"));

    assertThat(AtomicFiles.isStandardOutput(link)).isTrue();
    assertThat(AtomicFiles.isStandardOutput(Path.of("/proc/self/fd/2"))).isFalse();
    assertThat(AtomicFiles.isStandardOutput(folder.resolve("1"))).isFalse();
  }

  @Test
  void aReadOnlyFolderIsNamed() throws IOException {
    assumePosix();
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

  @Test
  void theTargetOfADanglingOrRelativeLinkIsMadeAndTheLinksStay() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path last = Files.createSymbolicLink(other.resolve("last"), Path.of("../file"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("other/last"));

    AtomicFiles.requireWritable(first);
    AtomicFiles.writeString(first, "made");
    assertThat(folder.resolve("file")).isRegularFile().hasContent("made");
    AtomicFiles.writeString(first, "replaced");

    assertThat(folder.resolve("file")).isRegularFile().hasContent("replaced");
    assertThat(last).isSymbolicLink();
    assertThat(first).isSymbolicLink();
    try (Stream<Path> files = Files.list(other)) {
      assertThat(files).containsExactly(last);
    }
  }

  @Test
  void linksInACircleAreNamed() throws IOException {
    Path a = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(a, "x"))
        .withMessage("cannot write " + a + ": its links lead to one another");
  }

  @Test
  void permissionsOfAReplacedFileStay() throws IOException {
    assumePosix();
    Path file = Files.writeString(folder.resolve("a.json"), "old");

    for (String mode : List.of("rw-------", "rwxrw-r--", "rw-rw-rw-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      AtomicFiles.writeString(file, mode);

      assertThat(file).hasContent(mode);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(mode);
    }
  }

  @Test
  void ownerAndGroupOfAReplacedFileStay() throws IOException {
    assumePosix();
    Path file = Files.writeString(folder.resolve("a.json"), "old");
    assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root gives files away");
    Files.setAttribute(file, "unix:uid", 4321);
    Files.setAttribute(file, "unix:gid", 8765);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a.json"));

    AtomicFiles.writeString(link, "new");

    assertThat(file).hasContent("new");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4321);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(8765);
  }

  @Test
  void aReplacedFileIsReadByNobodyElseWhileItIsWritten() throws IOException {
    assumePosix();
    Path file = Files.writeString(folder.resolve("a.json"), "old");

    AtomicFiles.write(
        file,
        out -> {
          try (Stream<Path> files = Files.list(folder)) {
            Path temporary = files.filter(each -> !each.equals(file)).findFirst().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
                .isEqualTo("rw-------");
          }
        });
  }

  @Test
  void aReadOnlyFileIsNotReplaced() throws IOException {
    assumePosix();
    Path file = Files.writeString(folder.resolve("a.json"), "kept");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeTrue(!Files.isWritable(file), "this user may write everywhere");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.writeString(file, "x"))
        .withMessage("cannot write " + file + ": permission denied");
    assertThat(file).hasContent("kept");
  }

  @Test
  @Timeout(60)
  void aFileThatIsMountedInAContainerIsWrittenInPlace() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "a longer text than the new one");
    Path inside = Files.writeString(folder.resolve("inside"), "");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    // A file that another is mounted on cannot be renamed over: "device or resource busy".
    int code =
        SpecialFiles.run(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$1\" \"$2\" || exit 99; exec \"$3\" -cp \"$4\" \"$5\" \"$2\"",
            "sh",
            outside.toString(),
            inside.toString(),
            java,
            System.getProperty("java.class.path"),
            Writer.class.getName());
    assumeTrue(code == 0 || code == 7, "this user may mount nothing");

    assertThat(code).isZero();
    assertThat(outside).hasContent("new");
    assertThat(inside).isEmptyFile();
  }

  /** Writes a file in a process of its own. */
  static final class Writer {
    private Writer() {}

    /** Exits with 7 if the file, the only word, cannot be written. */
    public static void main(String[] words) {
      try {
        AtomicFiles.writeString(Path.of(words[0]), "new");
      } catch (IOException e) {
        System.exit(7);
      }
    }
  }

  @Test
  @Timeout(60)
  void aProcessThatIsEndedWhileItWritesLeavesTheOldFileAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), "good");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java, "-cp", classes, StalledWriter.class.getName(), file.toString())
            .start();
    try {
      // Its only line is written by the content.
      assertThat(process.getInputStream().read()).isEqualTo('w');
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).hasSize(2);
      }

      process.destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assumeTrue(ProcessHandle.current().supportsNormalTermination(), "this system only kills");
    assertThat(file).hasContent("good");
    assertOnlyFileIs(file);
  }

  /** Never comes to an end, in a process of its own. */
  static final class StalledWriter {
    private StalledWriter() {}

    /** Starts to write a file, the only word. */
    public static void main(String[] words) throws IOException {
      AtomicFiles.write(
          Path.of(words[0]),
          out -> {
            out.write(new byte[100_000]);
            System.out.println("writing");
            System.out.flush();
            LockSupport.park();
          });
    }
  }

  @Test
  void aNameAsLongAsNamesCanBeIsWritten() throws IOException {
    Path file = folder.resolve("x".repeat(250) + ".json");

    AtomicFiles.writeString(file, "x");

    assertThat(file).hasContent("x");
    assertOnlyFileIs(file);
  }

  @Test
  void whatCannotBeWrittenIsKnownBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "kept");

    AtomicFiles.requireWritable(file);
    AtomicFiles.requireWritable(folder.resolve("new"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.requireWritable(folder))
        .withMessage("cannot write " + folder + ": it is a folder");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> AtomicFiles.requireWritable(folder.resolve("none/a")))
        .withMessageEndingWith("folder " + folder.resolve("none") + " does not exist");
    assertThat(file).hasContent("kept");
    assertOnlyFileIs(file);
  }

  private void assumePosix() {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this system has no POSIX permissions");
  }

  private void assertOnlyFileIs(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
