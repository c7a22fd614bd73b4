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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.download.ChecksumException;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.IdxFixtures;
import vae4j.datasets.idx.MalformedIdxException;

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
    // A wrong file shows where the search got to.
    byte[] wrong = IdxFixtures.images(1, 1, 1);
    Path cached = write(folder.resolve("xdg/vae4j/tiny/images.gz"), wrong);
    assertFound(options().withOffline(true), cached);

    environment.put("VAE_DATA_DIR", folder.resolve("variable").toString());
    Path bare = write(folder.resolve("variable/images.gz"), wrong);
    assertFound(options(), bare);
    Path named = write(folder.resolve("variable/tiny/images"), wrong);
    assertFound(options(), named);

    Path asked = write(folder.resolve("asked/images"), wrong);
    assertFound(options().withDirectory(folder.resolve("asked")), asked);
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
        .isInstanceOf(MalformedIdxException.class)
        .hasMessageStartingWith(cached + ": header must be 4 bytes long");
    assertThat(load(options()).label(0)).isEqualTo(1);
  }

  @Test
  void refusesAFileOfTheUsersWithAWrongChecksumAndLeavesItAlone() throws IOException {
    byte[] other = IdxFixtures.images(3, 4, 5);
    Path images = write(folder.resolve("data/tiny/images.gz"), other);

    assertThatThrownBy(() -> load(options().withDirectory(folder.resolve("data"))))
        .isInstanceOf(ChecksumException.class)
        .hasMessage(
            "%s: SHA-256 of the uncompressed content must be %s, was %s",
            images, sum(IMAGES), sum(other));
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
            "tiny must not be downloaded (offline) and is not here: no images.gz in %s, %s, %s, %s,"
                + " %s; put its four files there, name their folder with --data-dir or"
                + " VAE_DATA_DIR, or allow downloads",
            folder.resolve("tiny"),
            folder,
            folder.resolve("variable/tiny"),
            folder.resolve("variable"),
            folder.resolve("xdg/vae4j/tiny"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void saysWhyItCannotBeDownloadedAndWhatToDo() {
    assertThatThrownBy(() -> load(options()))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessage(
            "tiny is not here and images.gz cannot be downloaded: %s (HTTP status 404); looked in"
                + " %s; put its four files there, or name their folder with --data-dir or"
                + " VAE_DATA_DIR",
            address("images.gz"), folder.resolve("xdg/vae4j/tiny"));
  }

  private ImageDataset load(DataOptions options) throws IOException {
    IdxSet.Part part =
        new IdxSet.Part("train", file("images.gz", IMAGES), file("labels.gz", LABELS));
    IdxSet set = new IdxSet("tiny", List.of("cat", "dog"), part, part);
    return new IdxSetLoader(options, new Surroundings(environment, "Linux", folder), QUICK)
        .load(set, part);
  }

  private void assertFound(DataOptions options, Path path) {
    assertThatThrownBy(() -> load(options))
        .isInstanceOf(ChecksumException.class)
        .hasMessageStartingWith(path + ": ");
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
