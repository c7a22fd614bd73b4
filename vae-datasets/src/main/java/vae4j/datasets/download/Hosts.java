package vae4j.datasets.download;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts cannot be reached. Each is found out once for all files of a downloader: without a
 * network every further try would only take its time.
 */
final class Hosts {
  private final Duration patience;
  private final Map<String, CompletableFuture<Boolean>> names = new ConcurrentHashMap<>();
  private final Map<String, String> unreachable = new ConcurrentHashMap<>();

  /** Waits at most {@code patience} for a name to be resolved. */
  Hosts(Duration patience) {
    this.patience = patience;
  }

  /** Begins to resolve the names of all hosts at once, so that they are not waited for in turn. */
  void resolve(List<URI> mirrors) {
    for (URI mirror : mirrors) {
      String host = mirror.getHost();
      if (host != null && isDirect(mirror)) {
        names.computeIfAbsent(host, Hosts::startResolving);
      }
    }
  }

  /** Why a mirror's host cannot be reached, or null as long as nothing speaks against it. */
  @Nullable String obstacle(URI mirror) throws InterruptedIOException {
    String host = mirror.getHost();
    if (host == null) {
      return null;
    }
    CompletableFuture<Boolean> name = names.get(host);
    if (name != null && !unreachable.containsKey(host)) {
      try {
        if (!name.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          unreachable.put(host, "name cannot be resolved");
        }
      } catch (TimeoutException e) {
        unreachable.put(host, "name was not resolved in " + patience.toMillis() / 1000.0 + " s");
      } catch (ExecutionException e) {
        throw new IllegalStateException("resolving " + host + " failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while resolving " + host);
      }
    }
    return unreachable.get(host);
  }

  /** Remembers that no connection to a mirror's host could be made. */
  void cannotConnect(URI mirror, String reason) {
    if (mirror.getHost() != null) {
      unreachable.put(mirror.getHost(), reason);
    }
  }

  /** Whether a mirror's host is known to be out of reach. */
  boolean isUnreachable(URI mirror) {
    return mirror.getHost() != null && unreachable.containsKey(mirror.getHost());
  }

  private static CompletableFuture<Boolean> startResolving(String host) {
    CompletableFuture<Boolean> known = new CompletableFuture<>();
    // A look-up cannot be interrupted: on a thread of its own it keeps nobody from leaving.
    Thread thread =
        new Thread(
            () -> {
              try {
                InetAddress.getByName(host);
                known.complete(true);
              } catch (UnknownHostException e) {
                known.complete(false);
              } catch (RuntimeException | Error e) {
                known.completeExceptionally(e);
              }
            },
            "vae4j-resolve-" + host);
    thread.setDaemon(true);
    thread.start();
    return known;
  }

  /** Behind a proxy, names are the proxy's to resolve. */
  private static boolean isDirect(URI mirror) {
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null
        || selector.select(mirror).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
  }
}
