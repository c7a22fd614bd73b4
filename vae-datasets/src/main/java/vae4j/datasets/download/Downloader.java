package vae4j.datasets.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings published files into a folder of the cache.
 *
 * <p>A file is written beside its place under another name, its checksum is verified, and only then
 * is it moved into place in one step: what is in place is whole. All mirrors are tried in turn,
 * then all again after a pause that doubles; one that lacks the file or has a wrong one is not
 * asked again, nor is a host that cannot be reached, for this file and all further ones. Two
 * downloads to the same folder at once, by threads or processes, wait for one another, and the
 * second one finds the file in place.
 */
public final class Downloader {
  private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
  private static final String PART = ".part";
  private static final Duration POLL = Duration.ofMillis(50);

  /** Compressed content is hardly longer than uncompressed: room for gzip's header and blocks. */
  private static final long SLACK = 1 << 16;

  private final DownloadSettings settings;
  private final DownloadListener listener;
  private final HttpClient client;
  private final Hosts hosts;

  /**
   * Makes a downloader; nothing is connected yet.
   *
   * @param settings how patient it is
   * @param listener is called as it goes on
   */
  public Downloader(DownloadSettings settings, DownloadListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.hosts = new Hosts(settings.connectTimeout());
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(Redirect.NORMAL)
            .build();
  }

  /**
   * Gets a file, unless it is there already with the right checksum.
   *
   * @param file what to get
   * @param folder where to keep it; made if it does not exist
   * @return the file's path, {@code folder/name}
   * @throws DownloadFailedException if no mirror gave the right file, or the folder cannot be
   *     written
   * @throws InterruptedIOException if the thread was interrupted
   * @throws IOException if the file in place cannot be read
   */
  @SuppressWarnings("try") // The lock is held, and not used otherwise.
  public Path fetch(RemoteFile file, Path folder) throws IOException {
    Path target = folder.resolve(file.name());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannotKeep(file, folder, e);
    }
    try (CacheLock lock = lock(file, folder)) {
      if (Files.exists(target) && isRight(target, file)) {
        return target;
      }
      removeLeftOvers(folder, file);
      return download(file, folder, target);
    }
  }

  private Path download(RemoteFile file, Path folder, Path target) throws IOException {
    List<URI> mirrors = new ArrayList<>(file.mirrors());
    Map<URI, String> reasons = new LinkedHashMap<>();
    hosts.resolve(mirrors);
    for (int round = 0; round < settings.rounds() && !mirrors.isEmpty(); round++) {
      if (round > 0) {
        pause(settings.backOff().multipliedBy(1L << (round - 1)));
      }
      for (URI mirror : List.copyOf(mirrors)) {
        String obstacle = hosts.obstacle(mirror);
        if (obstacle != null) {
          mirrors.remove(mirror);
          reasons.put(mirror, obstacle);
          continue;
        }
        Path part = createPart(file, folder);
        try {
          listener.started(file.name(), mirror);
          receive(mirror, file, part);
          verify(file, part);
          moveIntoPlace(part, target);
          listener.finished(file.name(), target);
          return target;
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          if (e instanceof ChecksumException || e instanceof RefusedException) {
            mirrors.remove(mirror);
          }
          String reason = describe(e);
          if (cannotConnect(e)) {
            mirrors.remove(mirror);
            hosts.cannotConnect(mirror, reason);
          }
          reasons.put(mirror, reason);
          LOG.debug("{} from {}: {}", file.name(), mirror, reason, e);
          listener.failed(file.name(), mirror, reason);
        } finally {
          deleteQuietly(part);
        }
      }
    }
    throw new DownloadFailedException(
        file.name()
            + " cannot be downloaded: "
            + reasons.entrySet().stream()
                .map(entry -> nameOf(entry.getKey()) + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", ")));
  }

  /** The host alone where the host is what stands in the way. */
  private String nameOf(URI mirror) {
    return hosts.isUnreachable(mirror) ? mirror.getHost() : mirror.toString();
  }

  /**
   * Writes what a mirror sends to a file. The request has no time-out of its own: on newer
   * platforms that one covers the whole body, and a slow line is no error as long as bytes arrive.
   */
  private void receive(URI mirror, RemoteFile file, Path part) throws IOException {
    AtomicLong total = new AtomicLong(-1);
    BodyHandler<Path> toPart =
        response -> {
          if (response.statusCode() != 200) {
            return BodySubscribers.replacing(part);
          }
          total.set(response.headers().firstValueAsLong("Content-Length").orElse(-1));
          return BodySubscribers.ofFile(part, StandardOpenOption.WRITE);
        };
    HttpRequest request = HttpRequest.newBuilder(mirror).header("User-Agent", "vae4j").build();
    CompletableFuture<HttpResponse<Path>> response = client.sendAsync(request, toPart);
    HttpResponse<Path> done = await(response, file, part, total);
    if (done.statusCode() != 200) {
      throw isPermanent(done.statusCode())
          ? new RefusedException("HTTP status " + done.statusCode())
          : new IOException("HTTP status " + done.statusCode());
    }
    listener.progressed(file.name(), Files.size(part), total.get());
  }

  private HttpResponse<Path> await(
      CompletableFuture<HttpResponse<Path>> response, RemoteFile file, Path part, AtomicLong total)
      throws IOException {
    long bytes = 0;
    long lastArrival = System.nanoTime();
    try {
      while (true) {
        try {
          return response.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
          long now = System.nanoTime();
          long size = Files.size(part);
          if (size > file.bytes() + SLACK) {
            throw new RefusedException(
                "sends more than the " + file.bytes() + " bytes of the published file");
          }
          if (size > bytes) {
            bytes = size;
            lastArrival = now;
            if (bytes != total.get()) { // The end is told once, when the answer is complete.
              listener.progressed(file.name(), bytes, total.get());
            }
          } else if (now - lastArrival > settings.readTimeout().toNanos()) {
            throw new HttpTimeoutException(
                "nothing arrived for "
                    + seconds(settings.readTimeout())
                    + " after "
                    + bytes
                    + " bytes");
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while downloading " + file.name());
    } finally {
      // Ends the exchange where we gave up on it; does nothing to one that is done.
      response.cancel(true);
    }
  }

  private static void verify(RemoteFile file, Path part) throws IOException {
    String found = file.sumOf(part);
    if (!found.equals(file.sha256())) {
      throw new ChecksumException(file.name(), file.summed().words(), file.sha256(), found);
    }
  }

  private static boolean isRight(Path path, RemoteFile file) {
    try {
      return file.sumOf(path).equals(file.sha256());
    } catch (IOException damaged) {
      LOG.debug("{} is damaged", path, damaged);
      return false;
    }
  }

  private static void moveIntoPlace(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      LOG.debug("{} cannot be moved in one step", part, e);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static CacheLock lock(RemoteFile file, Path folder) throws IOException {
    try {
      return CacheLock.on(folder);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw cannotKeep(file, folder, e);
    }
  }

  private static Path createPart(RemoteFile file, Path folder) throws IOException {
    try {
      // Not createTempFile, whose files only their owner reads: others may share the cache.
      return Files.createFile(folder.resolve("." + file.name() + "." + UUID.randomUUID() + PART));
    } catch (IOException e) {
      throw cannotKeep(file, folder, e);
    }
  }

  /**
   * Files left by a process that was killed; while we hold the lock no other process writes here.
   */
  private static void removeLeftOvers(Path folder, RemoteFile file) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(folder, "." + file.name() + ".*" + PART)) {
      for (Path part : parts) {
        deleteQuietly(part);
      }
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted now; the next download will", path, e);
    }
  }

  private static void pause(Duration duration) throws InterruptedIOException {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted between two tries of a download");
    }
  }

  private static DownloadFailedException cannotKeep(RemoteFile file, Path folder, IOException e) {
    return new DownloadFailedException(
        file.name()
            + " cannot be kept: cache folder "
            + folder
            + " must be writable, but: "
            + describe(e),
        e);
  }

  /** 4xx says that asking again will not help, except for "time-out" and "too many requests". */
  private static boolean isPermanent(int status) {
    return status / 100 == 4 && status != 408 && status != 429;
  }

  /** Whether no exchange took place at all, which another try a second later would not change. */
  private static boolean cannotConnect(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof NoRouteToHostException
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException
          || cause instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  private static String describe(IOException e) {
    String name = e.getClass().getSimpleName();
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e.getMessage() == null) {
      Throwable cause = e.getCause();
      return cause == null ? name : name + ": " + cause.getClass().getSimpleName();
    }
    return e instanceof ChecksumException || e instanceof RefusedException
        ? e.getMessage()
        : name + ": " + e.getMessage();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }

  /** A mirror gave an answer that will not change. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
