package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.download.RemoteFile;
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
            "train", file("train-images-idx3-ubyte.gz", IMAGES), file("labels.gz", LABELS));
    IdxSet set =
        new IdxSet("tiny", "Tiny", List.of("tiny", "TINY"), List.of("cat", "dog"), part, part);
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

  private ImageDataset load(DataOptions options) throws IOException {
    return loader(options).load(set(), set().train());
  }

  private IdxSetLoader loader(DataOptions options) {
    return new IdxSetLoader(options, new Surroundings(environment, "Linux", folder), QUICK);
  }

  private IdxSet set() throws IOException {
    IdxSet.Part part =
        new IdxSet.Part("train", file("images.gz", IMAGES), file("labels.gz", LABELS));
    return new IdxSet("tiny", "Tiny", List.of("tiny"), List.of("cat", "dog"), part, part);
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
