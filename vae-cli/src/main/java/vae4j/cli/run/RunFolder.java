package vae4j.cli.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vae4j.Vae;
import vae4j.cli.console.Documents;
import vae4j.cli.console.Failure;
import vae4j.io.AtomicFiles;

/**
 * The folder of one training: {@code config.json}, {@code metrics.jsonl}, {@code summary.json},
 * {@code model.vae}, {@code plots/}. Each file is written whole or not at all. As long as the
 * training goes on no other one writes there.
 *
 * <p>An earlier run that is to be replaced stays aside until this one has saved a model; a run that
 * fails before brings it back.
 */
public final class RunFolder implements AutoCloseable {
  private static final String ASIDE = ".previous";
  private static final List<String> FILES =
      List.of("config.json", "metrics.jsonl", "summary.json", "model.vae", "plots");

  /** All that a training leaves that was killed before it saved a model. */
  private static final Set<String> BEGUN = Set.of("config.json", "metrics.jsonl", RunLock.NAME);

  private final Path path;
  private final boolean created;
  private final RunLock lock;
  private final StringBuilder metrics = new StringBuilder();
  private @Nullable Path aside;
  private boolean hasModel;

  private RunFolder(Path path, boolean created, RunLock lock) {
    this.path = path;
    this.created = created;
    this.lock = lock;
  }

  /**
   * Refuses a folder that holds anything, unless it may be replaced. What a run has left that never
   * came to a model is nothing.
   */
  public static void requireFree(Path path, boolean force) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw Failure.unwritable(new IOException("--out " + path + " must be a folder, is a file"));
    }
    try (Stream<Path> files = Files.list(path)) {
      if (!force && files.findAny().isPresent() && !hasNoModel(path)) {
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
  public static RunFolder open(Path path, boolean force, JsonObject config) {
    requireFree(path, force);
    RunFolder folder = locked(path);
    try {
      folder.setAside();
      folder.write("config.json", Documents.print(config));
    } catch (IOException e) {
      folder.close();
      throw unwritable(path, e);
    } catch (Failure e) {
      folder.close();
      throw e;
    }
    return folder;
  }

  private static RunFolder locked(Path path) {
    boolean created = !Files.exists(path);
    try {
      Files.createDirectories(path);
      return new RunFolder(path, created, RunLock.on(path));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  public Path path() {
    return path;
  }

  /** Whether a model of this run has been saved. */
  public boolean hasModel() {
    return hasModel;
  }

  public Path model() {
    return path.resolve("model.vae");
  }

  /** The folder of images, made if need be. */
  public Path plots() {
    try {
      return Files.createDirectories(path.resolve("plots"));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** Adds a line to {@code metrics.jsonl}. */
  public void addMetrics(JsonObject line) {
    metrics.append(Documents.line(line));
    write("metrics.jsonl", metrics.toString());
  }

  public void writeSummary(JsonObject summary) {
    write("summary.json", Documents.print(summary));
  }

  /** Saves the model as it is now. */
  public void save(Vae vae) {
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
      lock.close();
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
      lock.close();
      if (created) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** Whether all there is was left by a run that was killed before its first model. */
  private static boolean hasNoModel(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return Files.exists(path.resolve("config.json"))
          && files
              .map(file -> String.valueOf(file.getFileName()))
              .allMatch(name -> BEGUN.contains(name) || name.startsWith(AtomicFiles.TEMPORARY))
          && isConfig(path.resolve("config.json"));
    }
  }

  /** Tells our own from another program's file of that name. */
  private static boolean isConfig(Path file) throws IOException {
    try {
      return JsonParser.parseString(Files.readString(file)) instanceof JsonObject config
          && config.keySet().containsAll(List.of("version", "model", "training", "backend"));
    } catch (JsonParseException | CharacterCodingException e) {
      return false;
    }
  }

  private void setAside() throws IOException {
    if (hasNoModel(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path left : files.toList()) {
          if (!left.endsWith(RunLock.NAME)) {
            Files.delete(left);
          }
        }
      }
    }
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

  private static Failure unwritable(Path path, IOException e) {
    return Failure.unwritable(new IOException("cannot write " + path + ": " + reason(e), e));
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
