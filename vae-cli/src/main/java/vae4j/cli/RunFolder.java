package vae4j.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vae4j.Vae;
import vae4j.io.AtomicFiles;

/**
 * The folder of one training: {@code config.json}, {@code metrics.jsonl}, {@code summary.json},
 * {@code model.vae}, {@code plots/}. Each file is written whole or not at all.
 *
 * <p>An earlier run that is to be replaced stays aside until this one has saved a model; a run that
 * fails before brings it back.
 */
final class RunFolder implements AutoCloseable {
  private static final String ASIDE = ".previous";
  private static final List<String> FILES =
      List.of("config.json", "metrics.jsonl", "summary.json", "model.vae", "plots");

  private final Path path;
  private final boolean created;
  private final StringBuilder metrics = new StringBuilder();
  private @Nullable Path aside;
  private boolean hasModel;

  private RunFolder(Path path, boolean created) {
    this.path = path;
    this.created = created;
  }

  /** Refuses a folder that holds anything, unless it may be replaced. */
  static void requireFree(Path path, boolean force) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw Failure.unwritable(new IOException("--out " + path + " must be a folder, is a file"));
    }
    try (Stream<Path> files = Files.list(path)) {
      if (!force && files.findAny().isPresent()) {
        throw Failure.unwritable(
            new IOException(
                "run folder must be new, "
                    + path
                    + " is there already; choose another --out or overwrite it with --force"));
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** Makes the folder and writes its {@code config.json}, so that it is known to be writable. */
  static RunFolder open(Path path, boolean force, JsonObject config) {
    requireFree(path, force);
    boolean created = !Files.exists(path);
    RunFolder folder = new RunFolder(path, created);
    try {
      Files.createDirectories(path);
      folder.setAside();
    } catch (IOException e) {
      throw Failure.unwritable(new IOException("cannot write " + path + ": " + reason(e), e));
    }
    try {
      folder.write("config.json", Documents.print(config));
    } catch (Failure e) {
      folder.close();
      throw e;
    }
    return folder;
  }

  Path path() {
    return path;
  }

  /** Whether a model of this run has been saved. */
  boolean hasModel() {
    return hasModel;
  }

  Path model() {
    return path.resolve("model.vae");
  }

  /** The folder of pictures, made if need be. */
  Path plots() {
    try {
      return Files.createDirectories(path.resolve("plots"));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** Adds a line to {@code metrics.jsonl}. */
  void addMetrics(JsonObject line) {
    metrics.append(Documents.line(line));
    write("metrics.jsonl", metrics.toString());
  }

  void writeSummary(JsonObject summary) {
    write("summary.json", Documents.print(summary));
  }

  /** Saves the model as it is now. */
  void save(Vae vae) {
    try {
      vae.save(model());
      hasModel = true;
      if (aside != null) {
        delete(aside);
        aside = null;
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    } catch (IllegalArgumentException e) {
      // A weight is NaN or infinite: the last step was too long.
      throw Failure.diverged("in the weights: " + Failure.oneLine(e), e);
    }
  }

  /** Without a model nothing of this run stays. */
  @Override
  public void close() {
    if (hasModel) {
      return;
    }
    try {
      for (String name : FILES) {
        delete(path.resolve(name));
      }
      if (aside != null) {
        move(FILES, aside, path);
        delete(aside);
      }
      if (created) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private void setAside() throws IOException {
    Path place = path.resolve(ASIDE);
    if (Files.exists(place)) {
      // A run that was killed before its first model: what it replaced is still the last good one.
      for (String name : FILES) {
        delete(path.resolve(name));
      }
      aside = place;
    } else if (FILES.stream().anyMatch(name -> Files.exists(path.resolve(name)))) {
      Files.createDirectory(place);
      aside = place;
      move(FILES, path, place);
    }
  }

  private static void move(List<String> names, Path from, Path to) throws IOException {
    for (String name : names) {
      if (Files.exists(from.resolve(name))) {
        Files.move(from.resolve(name), to.resolve(name));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path one : inside.toList()) {
          delete(one);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private void write(String name, String text) {
    try {
      AtomicFiles.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "the folder above takes no new ones";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : null;
    return reason == null ? Failure.oneLine(e) : reason;
  }
}
