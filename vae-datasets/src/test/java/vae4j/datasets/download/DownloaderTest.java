package vae4j.datasets.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.idx.IdxFixtures;

@Timeout(30)
class DownloaderTest {
  private static final String TEXT = "the content of a published file, ".repeat(1000);
  private static final byte[] CONTENT = TEXT.getBytes(UTF_8);
  private static final DownloadSettings QUICK =
      new DownloadSettings(Duration.ofSeconds(5), Duration.ofMillis(400), 3, Duration.ofMillis(1));

  /** Would wait an hour before a second try. */
  private static final DownloadSettings NEVER_ENDING =
      new DownloadSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), 3, Duration.ofHours(1));

  @TempDir Path folder;
  private HttpServer server;
  private ExecutorService threads;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void getsAFileAndTellsItsListener() throws IOException {
    URI mirror = serve("/a", DownloaderTest::whole);
    Heard heard = new Heard();

    Path path = new Downloader(QUICK, heard).fetch(file(mirror), folder.resolve("new/cache"));

    assertThat(path).isEqualTo(folder.resolve("new/cache/data.gz")).hasContent(TEXT);
    assertThat(heard.events)
        .containsExactly(
            "started data.gz " + mirror,
            "progressed data.gz %1$d/%1$d".formatted(CONTENT.length),
            "finished data.gz " + path);
    assertOnly("data.gz", path.getParent());
  }

  @Test
  void whatItKeepsIsReadByWhoeverReadsOtherNewFiles() throws IOException {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this system has no POSIX permissions");
    Path other = Files.createFile(folder.resolve("other"));

    Path path = quick().fetch(file(serve("/a", DownloaderTest::whole)), folder);

    assertThat(Files.getPosixFilePermissions(path)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void doesNotAskForAFileThatIsThere() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI mirror = serve("/a", counting(asked, DownloaderTest::whole));
    Downloader downloader = new Downloader(NEVER_ENDING, DownloadListener.SILENT);

    downloader.fetch(file(mirror), folder);
    downloader.fetch(file(mirror), folder);

    assertThat(asked).hasValue(1);
  }

  @Test
  void replacesAFileThatIsThereButDamaged() throws IOException {
    Files.writeString(folder.resolve("data.gz"), "rubbish");

    Path path = quick().fetch(file(serve("/a", DownloaderTest::whole)), folder);

    assertThat(path).hasContent(TEXT);
  }

  @Test
  void goesToTheSecondMirrorWhereTheFirstLacksTheFile() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI first = serve("/a", counting(asked, exchange -> status(exchange, 404)));
    URI second = serve("/b", DownloaderTest::whole);
    Heard heard = new Heard();

    Path path = new Downloader(QUICK, heard).fetch(file(first, second), folder);

    assertThat(path).hasContent(TEXT);
    assertThat(asked).hasValue(1);
    assertThat(heard.events).contains("failed data.gz " + first + " HTTP status 404");
  }

  @Test
  void followsRedirects() throws IOException {
    serve("/there", DownloaderTest::whole);
    URI mirror =
        serve(
            "/a",
            exchange -> {
              exchange.getResponseHeaders().add("Location", "/there");
              status(exchange, 302);
            });

    assertThat(quick().fetch(file(mirror), folder)).hasContent(TEXT);
  }

  @Test
  void asksAgainAfterAPauseWhereAServerIsBusy() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI mirror =
        serve(
            "/a",
            exchange -> {
              if (asked.incrementAndGet() < 3) {
                status(exchange, 503);
              } else {
                whole(exchange);
              }
            });
    DownloadSettings patient =
        new DownloadSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(5), 3, Duration.ofMillis(100));
    long start = System.nanoTime();

    Path path = new Downloader(patient, DownloadListener.SILENT).fetch(file(mirror), folder);

    assertThat(path).hasContent(TEXT);
    assertThat(asked).hasValue(3);
    // 100 ms, then 200 ms.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void givesUpAfterSoManyRounds() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI mirror = serve("/a", counting(asked, exchange -> status(exchange, 500)));

    assertThatThrownBy(() -> quick().fetch(file(mirror), folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessage("data.gz cannot be downloaded: " + mirror + " (IOException: HTTP status 500)");
    assertThat(asked).hasValue(3);
    assertOnly(null, folder);
  }

  @Test
  void refusesABodyThatEndsTooEarlyAndTriesAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI mirror =
        serve(
            "/a",
            exchange -> {
              if (asked.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
              } else {
                whole(exchange);
              }
            });

    assertThat(quick().fetch(file(mirror), folder)).hasContent(TEXT);
    assertThat(asked).hasValue(2);
  }

  @Test
  void doesNotKeepAFileWithAWrongChecksum() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    URI mirror =
        serve("/a", counting(asked, exchange -> send(exchange, "other content".getBytes(UTF_8))));

    assertThatThrownBy(() -> quick().fetch(file(mirror), folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessage(
            "data.gz cannot be downloaded: %s (data.gz: SHA-256 of the uncompressed content must"
                + " be %s, was %s)",
            mirror, Sha256.ofText(TEXT), Sha256.ofText("other content"));
    assertThat(asked).hasValue(1);
    assertOnly(null, folder);
  }

  @Test
  void goesToTheSecondMirrorWhereTheFirstHasAnotherFile() throws IOException {
    URI first = serve("/a", exchange -> send(exchange, "other content".getBytes(UTF_8)));
    URI second = serve("/b", DownloaderTest::whole);

    assertThat(quick().fetch(file(first, second), folder)).hasContent(TEXT);
  }

  @Test
  void refusesAMirrorThatSendsWithoutEnd() throws IOException {
    URI mirror =
        serve(
            "/a",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] block = new byte[1 << 16];
              while (true) {
                exchange.getResponseBody().write(block);
              }
            });

    assertThatThrownBy(() -> quick().fetch(file(mirror), folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageContaining("sends more than the " + CONTENT.length + " bytes");
    assertOnly(null, folder);
  }

  @Test
  void givesUpOnAServerThatStallsBeforeItAnswers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    URI first = serve("/a", exchange -> await(end));
    URI second = serve("/b", DownloaderTest::whole);
    Heard heard = new Heard();

    Path path = new Downloader(QUICK, heard).fetch(file(first, second), folder);
    end.countDown();

    assertThat(path).hasContent(TEXT);
    assertThat(heard.events)
        .contains(
            "failed data.gz "
                + first
                + " HttpTimeoutException: nothing arrived for 0.4 s after 0 bytes");
  }

  @Test
  void givesUpOnAServerThatStallsInTheMiddle() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    URI first =
        serve(
            "/a",
            exchange -> {
              exchange.sendResponseHeaders(200, CONTENT.length);
              exchange.getResponseBody().write(CONTENT, 0, 1000);
              exchange.getResponseBody().flush();
              await(end);
            });
    URI second = serve("/b", DownloaderTest::whole);
    Heard heard = new Heard();

    Path path = new Downloader(QUICK, heard).fetch(file(first, second), folder);
    end.countDown();

    assertThat(path).hasContent(TEXT);
    assertThat(heard.events)
        .contains(
            "progressed data.gz 1000/" + CONTENT.length,
            "failed data.gz "
                + first
                + " HttpTimeoutException: nothing arrived for 0.4 s after 1000 bytes");
    assertOnly("data.gz", folder);
  }

  @Test
  void isPatientWithASlowServerThatGoesOnSending() throws Exception {
    URI mirror =
        serve(
            "/a",
            exchange -> {
              exchange.sendResponseHeaders(200, CONTENT.length);
              OutputStream out = exchange.getResponseBody();
              for (int part = 0; part < 10; part++) {
                pause(100);
                out.write(CONTENT, part * CONTENT.length / 10, CONTENT.length / 10);
                out.flush();
              }
              exchange.close();
            });

    // A second in all, with a time-out of 0.4 s.
    assertThat(quick().fetch(file(mirror), folder)).hasContent(TEXT);
  }

  @Test
  void asksAHostWithoutAConnectionOnceAndSaysSo() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/a");
    }
    Heard heard = new Heard();
    Downloader downloader = new Downloader(NEVER_ENDING, heard);

    assertThatThrownBy(() -> downloader.fetch(file(nobody), folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageStartingWith("data.gz cannot be downloaded: 127.0.0.1 (ConnectException");
    assertThatThrownBy(() -> downloader.fetch(file(nobody), folder))
        .isInstanceOf(DownloadFailedException.class);
    assertThat(heard.events).hasSize(2);
    assertThat(heard.events.get(0)).startsWith("started data.gz");
    assertThat(heard.events.get(1)).startsWith("failed data.gz");
  }

  @Test
  void doesNotAskHostsWhoseNamesCannotBeResolvedAndSaysSoOnce() {
    URI first = URI.create("http://no-such-host.invalid/a");
    URI second = URI.create("https://nor-this-one.invalid/a");
    Heard heard = new Heard();

    assertThatThrownBy(() -> new Downloader(NEVER_ENDING, heard).fetch(file(first, second), folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageMatching(
            "data.gz cannot be downloaded: no-such-host.invalid \\(name .*\\),"
                + " nor-this-one.invalid \\(name .*\\)");
    assertThat(heard.events).isEmpty();
  }

  @Test
  void goesToTheSecondMirrorWhereTheNameOfTheFirstCannotBeResolved() throws IOException {
    URI first = URI.create("http://no-such-host.invalid/a");
    URI second = serve("/b", DownloaderTest::whole);
    Heard heard = new Heard();

    Path path = new Downloader(NEVER_ENDING, heard).fetch(file(first, second), folder);

    assertThat(path).hasContent(TEXT);
    assertThat(heard.events.get(0)).isEqualTo("started data.gz " + second);
  }

  @Test
  void checksTheSumOfTheFileItselfWhereOnlyThatIsPublished() throws IOException {
    byte[] packed = IdxFixtures.gzip(CONTENT);
    URI mirror = serve("/a", exchange -> send(exchange, packed));
    Path sample = Files.write(folder.resolve("sample"), packed);
    String sum = Sha256.ofFile(sample, packed.length);
    RemoteFile file =
        new RemoteFile("data.gz", List.of(mirror), packed.length, sum, RemoteFile.Summed.FILE);
    RemoteFile wrong =
        new RemoteFile(
            "other.gz",
            List.of(mirror),
            packed.length,
            Sha256.ofText(TEXT),
            RemoteFile.Summed.FILE);

    assertThat(quick().fetch(file, folder)).hasBinaryContent(packed);
    assertThatThrownBy(() -> quick().fetch(wrong, folder))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageContaining(
            "SHA-256 of the file must be " + Sha256.ofText(TEXT) + ", was " + sum);
  }

  @Test
  void twoThreadsAtOnceDownloadOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    URI mirror =
        serve(
            "/a",
            counting(
                asked,
                exchange -> {
                  pause(200);
                  whole(exchange);
                }));
    Callable<Path> fetch = () -> quick().fetch(file(mirror), folder);

    Future<Path> first = threads.submit(fetch);
    Future<Path> second = threads.submit(fetch);

    assertThat(first.get()).isEqualTo(second.get()).hasContent(TEXT);
    assertThat(asked).hasValue(1);
  }

  @Test
  void waitsForAnotherProcessAndTakesWhatItGot() throws Exception {
    URI mirror = serve("/a", exchange -> status(exchange, 404));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowDownload.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      // The other process says when it holds the lock.
      assertThat(other.getInputStream().read()).isEqualTo('L');

      Path path = quick().fetch(file(mirror), folder);

      assertThat(path).hasContent(TEXT);
      assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
    } finally {
      other.destroy();
    }
  }

  /** Another process: takes the lock, says so, and some time later puts the file in place. */
  static final class SlowDownload {
    private SlowDownload() {}

    @SuppressWarnings("try") // The lock is held, and not used otherwise.
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      try (CacheLock lock = CacheLock.on(folder)) {
        System.out.print("L");
        System.out.flush();
        Thread.sleep(300);
        Files.writeString(folder.resolve("data.gz"), TEXT);
      }
    }
  }

  @Test
  void removesWhatAKilledDownloadLeftBehind() throws IOException {
    Files.writeString(folder.resolve(".data.gz.123.part"), "half");

    quick().fetch(file(serve("/a", DownloaderTest::whole)), folder);

    assertOnly("data.gz", folder);
  }

  @Test
  void saysThatTheCacheCannotBeMade() throws IOException {
    Path notAFolder = Files.createFile(folder.resolve("file"));
    URI mirror = serve("/a", DownloaderTest::whole);

    assertThatThrownBy(() -> quick().fetch(file(mirror), notAFolder.resolve("cache")))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageStartingWith(
            "data.gz cannot be kept: cache folder "
                + notAFolder.resolve("cache")
                + " must be writable, but: ");
  }

  @Test
  void saysThatTheCacheIsReadOnly() throws IOException {
    Path readOnly = Files.createDirectory(folder.resolve("cache"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(readOnly), "permissions do not bind this user");
    URI mirror = serve("/a", DownloaderTest::whole);

    assertThatThrownBy(() -> quick().fetch(file(mirror), readOnly))
        .isInstanceOf(DownloadFailedException.class)
        .hasMessageContaining("cache folder " + readOnly + " must be writable");
  }

  @Test
  void endsWhenInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    URI mirror =
        serve(
            "/a",
            exchange -> {
              asked.countDown();
              await(end);
            });
    List<Object> seen = new ArrayList<>();
    Thread download =
        new Thread(
            () -> {
              try {
                seen.add(quick().fetch(file(mirror), folder));
              } catch (IOException e) {
                seen.add(e);
                seen.add(Thread.currentThread().isInterrupted());
              }
            });
    download.start();
    asked.await();
    download.interrupt();
    download.join();
    end.countDown();

    assertThat(seen.get(0)).isInstanceOf(InterruptedIOException.class);
    assertThat(seen.get(1)).isEqualTo(true);
    assertOnly(null, folder);
  }

  private static Downloader quick() {
    return new Downloader(QUICK, DownloadListener.SILENT);
  }

  private static RemoteFile file(URI... mirrors) {
    return new RemoteFile("data.gz", List.of(mirrors), CONTENT.length, Sha256.ofText(TEXT));
  }

  private URI serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static HttpHandler counting(AtomicInteger count, HttpHandler handler) {
    return exchange -> {
      count.incrementAndGet();
      handler.handle(exchange);
    };
  }

  private static void whole(HttpExchange exchange) throws IOException {
    send(exchange, CONTENT);
  }

  private static void send(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is left in the folder but the lock, and the file if one is named. */
  private static void assertOnly(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.map(file -> file.getFileName().toString()).filter(n -> !n.equals(".lock")).toList();
      assertThat(names).isEqualTo(name == null ? List.of() : List.of(name));
    }
  }

  private static final class Heard implements DownloadListener {
    private final List<String> events = new ArrayList<>();

    @Override
    public void started(String file, URI from) {
      events.add("started " + file + " " + from);
    }

    @Override
    public void progressed(String file, long bytes, long total) {
      events.add("progressed " + file + " " + bytes + "/" + total);
    }

    @Override
    public void failed(String file, URI from, String reason) {
      events.add("failed " + file + " " + from + " " + reason);
    }

    @Override
    public void finished(String file, Path path) {
      events.add("finished " + file + " " + path);
    }
  }
}
