package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.IdxSet.SetFile;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.download.RemoteFile.Summed;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.IdxFixtures;

class IdxSetLoaderTest {
  private static final byte[] IMAGES = IdxFixtures.images(3, 4, 6);
  private static final byte[] LABELS = IdxFixtures.labels(1, 0, 1);
  private static final DownloadSettings QUICK =
      new DownloadSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, Duration.ZERO);

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void startServerAndHideTheRealCache() throws IOException {
    environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] content = served.get(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(
              content == null ? 404 : 200, content == null ? -1 : content.length);
          if (content != null) {
            exchange.getResponseBody().write(content);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void readsASetFromTheFolderOfItsNameAndPadsIt() throws IOException {
    write(folder.resolve("data/tiny/images.gz"), IdxFixtures.gzip(IMAGES));
    write(folder.resolve("data/tiny/labels.gz"), IdxFixtures.gzip(LABELS));

    ImageDataset set = load(options().withDirectory(folder.resolve("data")));

    assertThat(set.name()).isEqualTo("tiny/train");
    assertThat(set.size()).isEqualTo(3);
    assertThat(set.shape()).isEqualTo(new ImageShape(8, 10, 1));
    assertThat(set.labelNames()).containsExactly("cat", "dog");
    assertThat(set.label(0)).isEqualTo(1);
    assertThat(set.sha256()).isEqualTo(sum(IMAGES));
    float[] target = new float[3 * 80];
    java.util.Arrays.fill(target, 9f);
    set.read(1, target, 80);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 10; x++) {
        boolean inside = y >= 2 && y < 6 && x >= 2 && x < 8;
        float expected = inside ? (24 + 6 * (y - 2) + x - 2) / 255f : 0f;
        assertThat(target[80 + 10 * y + x]).as("row %d, column %d", y, x).isEqualTo(expected);
      }
    }
    assertThat(target[79]).isEqualTo(9f);
    assertThat(target[160]).isEqualTo(9f);
    assertThat(asked).hasValue(0);
  }

  @Test
  void leavesTheSizeAsItIsOnRequest() throws IOException {
    write(folder.resolve("data/images.gz"), IMAGES);
    write(folder.resolve("data/labels"), LABELS);

    ImageDataset set = load(options().withDirectory(folder.resolve("data")).withPadded(false));

    assertThat(set.shape()).isEqualTo(new ImageShape(4, 6, 1));
    float[] target = new float[24];
    set.read(2, target, 0);
    assertThat(target[0]).isEqualTo(48 / 255f);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> set.read(3, target, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> set.label(-1));
  }

  @Test
  void looksInTheDirectoryThenInTheVariableThenInTheCache() throws IOException {
    environment.put("VAE_DATA_DIR", folder.resolve("variable").toString());
    List<Path> places =
        List.of(
            write(folder.resolve("asked/tiny/images.gz"), IMAGES),
            write(folder.resolve("asked/images"), IMAGES),
            write(folder.resolve("variable/tiny/images"), IMAGES),
            write(folder.resolve("variable/images.gz"), IMAGES),
            write(folder.resolve("xdg/vae4j/tiny/images.gz"), IMAGES));
    write(folder.resolve("xdg/vae4j/tiny/labels.gz"), LABELS);
    DataOptions options = options().withDirectory(folder.resolve("asked")).withOffline(true);
    // What is damaged is told in the order of the search, and the first whole file is taken.
    List<String> reasons = new ArrayList<>();
    for (int damaged = 0; damaged < places.size(); damaged++) {
      IdxSetLoader loader = loader(options);
      assertThat(loader.load(set(), set().train()).size()).isEqualTo(3);
      assertThat(loader.notices()).isEqualTo(took(places.get(damaged), reasons));
      Files.write(places.get(damaged), IdxFixtures.gzip(IMAGES.clone()), StandardOpenOption.APPEND);
      reasons.add(
          places.get(damaged)
              + ": content after the header must be 72 bytes, as its header"
              + " says, was longer");
    }

    assertThatThrownBy(() -> load(options))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessageContaining(
            "is not here: "
                + String.join("; ", reasons)
                + "; looked in "
                + folder.resolve("asked"));
  }

  private static List<String> took(Path path, List<String> reasons) {
    return reasons.stream()
        .map(reason -> "took " + path + ", as another file is damaged: " + reason)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny/train-images-idx3-ubyte.gz",
        "tiny/train-images-idx3-ubyte",
        "tiny/train-images.idx3-ubyte",
        "tiny/train-images.idx3-ubyte.gz",
        "TINY/raw/train-images-idx3-ubyte",
        "tiny/gzip/train-images-idx3-ubyte.gz",
        "raw/train-images-idx3-ubyte",
        "train-images.idx3-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte",
        "tiny/train-images.idx3-ubyte/train-images-idx3-ubyte"
      })
  void findsTheLayoutsOfTorchvisionAndKaggle(String path) throws IOException {
    write(folder.resolve("data").resolve(path), IMAGES);
    write(folder.resolve("data/labels"), LABELS);

    IdxSet.Part part =
        new IdxSet.Part(
            "train",
            SetFile.of(file("train-images-idx3-ubyte.gz", IMAGES), 3, 4, 6),
            SetFile.of(file("labels.gz", LABELS), 3));
    IdxSet set = set(part);
    DataOptions options = options().withDirectory(folder.resolve("data")).withOffline(true);

    assertThat(loader(options).load(set, part).size()).isEqualTo(3);
  }

  @Test
  void downloadsToTheCacheAndFindsItThereTheNextTime() throws IOException {
    served.put("images.gz", IdxFixtures.gzip(IMAGES));
    served.put("labels.gz", IdxFixtures.gzip(LABELS));

    assertThat(load(options()).size()).isEqualTo(3);
    assertThat(asked).hasValue(2);
    assertThat(folder.resolve("xdg/vae4j/tiny/images.gz")).exists();

    assertThat(load(options().withOffline(true)).size()).isEqualTo(3);
    assertThat(asked).hasValue(2);
  }

  @Test
  void downloadsAnewWhatIsDamagedInTheCache() throws IOException {
    served.put("images.gz", IdxFixtures.gzip(IMAGES));
    served.put("labels.gz", IdxFixtures.gzip(LABELS));
    Path cached = write(folder.resolve("xdg/vae4j/tiny/images.gz"), new byte[] {1, 2, 3});
    write(folder.resolve("xdg/vae4j/tiny/labels.gz"), IdxFixtures.labels(0, 0, 0));

    assertThatThrownBy(() -> load(options().withOffline(true)))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessageContaining("is not here: " + cached + ": header must be 4 bytes long");
    assertThat(load(options()).label(0)).isEqualTo(1);
  }

  @Test
  void passesOverAFileOfTheUsersWithAWrongChecksumAndLeavesItAlone() throws IOException {
    byte[] other = IdxFixtures.images(3, 4, 5);
    Path images = write(folder.resolve("data/tiny/images.gz"), other);
    DataOptions options = options().withDirectory(folder.resolve("data"));
    String reason =
        "%s: SHA-256 of the uncompressed content must be %s, was %s"
            .formatted(images, sum(IMAGES), sum(other));

    assertThatThrownBy(() -> load(options.withOffline(true)))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessageContaining("is not here: " + reason + "; looked in " + folder.resolve("data"));

    served.put("images.gz", IdxFixtures.gzip(IMAGES));
    served.put("labels.gz", IdxFixtures.gzip(LABELS));
    IdxSetLoader loader = loader(options);
    assertThat(loader.load(set(), set().train()).size()).isEqualTo(3);
    assertThat(loader.notices())
        .isEqualTo(took(folder.resolve("xdg/vae4j/tiny/images.gz"), List.of(reason)));
    assertThat(images).hasBinaryContent(other);
  }

  @Test
  void refusesADirectoryThatIsMissing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> load(options().withDirectory(missing)))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage(missing + ": data directory must be a folder that exists");
  }

  @Test
  void saysWhereItLookedWhenOffline() {
    environment.put("VAE_DATA_DIR", folder.resolve("variable").toString());
    environment.put("VAE4J_OFFLINE", "1");

    assertThatThrownBy(() -> load(options().withDirectory(folder)))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessage(
            "tiny must not be downloaded (offline) and is not here: no images.gz in %s, %s (no such"
                + " folder), %s (no such folder); put its four files there, name their folder with"
                + " --data-dir or VAE_DATA_DIR, or allow downloads",
            folder, folder.resolve("variable"), folder.resolve("xdg/vae4j/tiny"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void saysWhyItCannotBeDownloadedAndWhatToDo() {
    assertThatThrownBy(() -> load(options()))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessage(
            "tiny is not here and images.gz cannot be downloaded: %s (HTTP status 404); no images.gz"
                + " in %s; put its four files there, or name their folder with --data-dir or"
                + " VAE_DATA_DIR",
            address("images.gz"), folder.resolve("xdg/vae4j/tiny"));
  }

  @Test
  void takesAnUnpackedFileUnverifiedWhereOnlyTheSumOfThePackedOneIsPublished() throws IOException {
    IdxSet set = packedSet();
    Path raw = write(folder.resolve("data/tiny/images"), IMAGES);
    write(folder.resolve("data/tiny/labels.gz"), IdxFixtures.gzip(LABELS));
    DataOptions options = options().withDirectory(folder.resolve("data")).withOffline(true);

    IdxSetLoader unverified = loader(options);
    assertThat(unverified.load(set, set.train()).name()).isEqualTo("tiny/train (unverified)");
    assertThat(unverified.notices())
        .containsExactly(
            "Tiny: "
                + raw
                + " cannot be verified, as the published checksum is that of images.gz as it is"
                + " published; its sizes are right");

    write(folder.resolve("data/images.gz"), IdxFixtures.gzip(IMAGES));
    IdxSetLoader verified = loader(options);
    assertThat(verified.load(set, set.train()).name()).isEqualTo("tiny/train");
    assertThat(verified.notices()).isEmpty();
  }

  @Test
  void refusesAnUnpackedFileOfOtherSizesWhereOnlyTheSumOfThePackedOneIsPublished()
      throws IOException {
    IdxSet set = packedSet();
    Path raw = write(folder.resolve("data/tiny/images"), IdxFixtures.images(4, 4, 6));
    DataOptions options = options().withDirectory(folder.resolve("data")).withOffline(true);

    assertThatThrownBy(() -> loader(options).load(set, set.train()))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessageContaining(raw + ": sizes must be [3, 4, 6], was [4, 4, 6]");
  }

  @Test
  void readsTheFilesOfASetFromTheArchiveThatItIsPublishedIn() throws IOException {
    IdxSet set = archivedSet("tiny.zip", 1, true);
    served.put("tiny.zip", archive());

    ImageDataset downloaded = loader(options()).load(set, set.train());

    // One archive for images and labels, kept whole.
    assertThat(asked).hasValue(1);
    assertThat(folder.resolve("xdg/vae4j/tiny/tiny.zip")).hasBinaryContent(archive());
    assertThat(downloaded.name()).isEqualTo("tiny/train");
    assertThat(downloaded.label(0)).isZero();
    assertThat(downloaded.label(1)).isEqualTo(1);
    // Published with rows and columns exchanged: 4×6 becomes 6×4, in a frame.
    assertThat(downloaded.shape()).isEqualTo(new ImageShape(10, 8, 1));
    float[] target = new float[80];
    downloaded.read(1, target, 0);
    assertThat(target[8 * 2 + 2]).isEqualTo(24 / 255f);
    assertThat(target[8 * 2 + 3]).isEqualTo(30 / 255f);
    assertThat(target[8 * 3 + 2]).isEqualTo(25 / 255f);

    ImageDataset again = loader(options().withOffline(true)).load(set, set.train());
    assertThat(again.sha256()).isEqualTo(downloaded.sha256());
  }

  @Test
  void findsTheArchiveInAFolderOfTheUsersBeforeUnpackedFiles() throws IOException {
    IdxSet set = archivedSet("tiny.zip", 1, false);
    Path loose = write(folder.resolve("data/tiny/images"), IMAGES);
    write(folder.resolve("data/tiny/labels"), IdxFixtures.labels(1, 2, 1));
    DataOptions options = options().withDirectory(folder.resolve("data")).withOffline(true);
    IdxSetLoader unverified = loader(options);
    assertThat(unverified.load(set, set.train()).name()).isEqualTo("tiny/train (unverified)");
    assertThat(unverified.notices().get(0)).startsWith("Tiny: " + loose + " cannot be verified");

    Path damaged = write(folder.resolve("data/tiny.zip"), new byte[archive().length]);
    IdxSetLoader told = loader(options);
    assertThat(told.load(set, set.train()).name()).isEqualTo("tiny/train (unverified)");
    assertThat(told.notices().get(0))
        .contains("another file is damaged: " + damaged + ": SHA-256 of the file must be ");

    write(folder.resolve("data/TINY/raw/tiny.zip"), archive());
    assertThat(loader(options).load(set, set.train()).name()).isEqualTo("tiny/train");
  }

  private IdxSet packedSet() throws IOException {
    return set(
        new IdxSet.Part(
            "train",
            SetFile.of(packed("images.gz", IdxFixtures.gzip(IMAGES)), 3, 4, 6),
            SetFile.of(packed("labels.gz", IdxFixtures.gzip(LABELS)), 3)));
  }

  private IdxSet archivedSet(String name, int firstLabel, boolean transposed) throws IOException {
    RemoteFile zip = packed(name, archive());
    IdxSet.Part part =
        new IdxSet.Part(
            "train",
            new SetFile("images", List.of(3, 4, 6), zip, "gzip/images"),
            new SetFile("labels", List.of(3), zip, "gzip/labels"));
    List<String> folders = List.of("tiny", "TINY");
    List<String> names = List.of("cat", "dog");
    return new IdxSet("tiny", "Tiny", folders, names, firstLabel, transposed, part, part);
  }

  /** As EMNIST's: packed files in a zip; labels begin at 1. */
  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("images", "labels")) {
        ZipEntry entry = new ZipEntry("gzip/" + name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(IdxFixtures.gzip(name.equals("images") ? IMAGES : IdxFixtures.labels(1, 2, 1)));
      }
    }
    return bytes.toByteArray();
  }

  private RemoteFile packed(String name, byte[] content) throws IOException {
    Path sample = Files.write(Files.createTempFile(folder, "sample", ""), content);
    String sum = Sha256.ofFile(sample, content.length);
    return new RemoteFile(name, List.of(address(name)), content.length, sum, Summed.FILE);
  }

  private ImageDataset load(DataOptions options) throws IOException {
    return loader(options).load(set(), set().train());
  }

  private IdxSetLoader loader(DataOptions options) {
    return new IdxSetLoader(options, new DownloadPlaces(environment, "Linux", folder), QUICK);
  }

  private IdxSet set() throws IOException {
    return set(
        new IdxSet.Part(
            "train",
            SetFile.of(file("images.gz", IMAGES), 3, 4, 6),
            SetFile.of(file("labels.gz", LABELS), 3)));
  }

  private static IdxSet set(IdxSet.Part part) {
    List<String> folders = List.of("tiny", "TINY");
    return new IdxSet("tiny", "Tiny", folders, List.of("cat", "dog"), 0, false, part, part);
  }

  private RemoteFile file(String name, byte[] content) throws IOException {
    return new RemoteFile(name, List.of(address(name)), content.length, sum(content));
  }

  private URI address(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  private static DataOptions options() {
    return DataOptions.defaults();
  }

  private static String sum(byte[] idx) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(idx), "fixture").sha256();
  }

  private static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
