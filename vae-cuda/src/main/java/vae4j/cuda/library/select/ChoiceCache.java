package vae4j.cuda.library.select;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import vae4j.cuda.library.Problem;
import vae4j.io.AtomicFiles;
import vae4j.io.JsonFields;

/**
 * Choices of earlier runs in a JSON file: format 1, then by environment and by problem the choice's
 * name and times. It only saves time: what cannot be read or written is passed over with one line
 * in the log.
 *
 * <p>Several processes may use one file. Each writes it whole, with what it finds there and its own
 * choices, so that it is never half-written; of two that write at once the last one wins.
 */
public final class ChoiceCache {
  private static final int FORMAT = 1;

  private record Shared(Path file, Environment environment) {}

  private static final Map<Shared, ChoiceCache> SHARED = new ConcurrentHashMap<>();

  private final Path file;
  private final String environment;
  private final Consumer<String> log;
  // Those of this environment; of others, what the file says of them is kept as it is.
  private final Map<String, Choice> choices = new LinkedHashMap<>();

  private ChoiceCache(Path file, Environment environment, Consumer<String> log) {
    this.file = file;
    this.environment = environment.key();
    this.log = log;
  }

  /**
   * Reads the file, if there is one.
   *
   * @param file a path of the default file system; its folder is made when it is written
   * @param environment only choices made in it count
   * @param log takes a line where something is passed over
   * @return the cache
   */
  public static ChoiceCache open(Path file, Environment environment, Consumer<String> log) {
    ChoiceCache cache = new ChoiceCache(file, environment, log);
    cache.choices.putAll(cache.parse(cache.read()));
    return cache;
  }

  /**
   * As {@link #open}, the same cache each time: so a choice is made once in a process even where
   * the file cannot be written.
   *
   * @param file a path of the default file system; its folder is made when it is written
   * @param environment only choices made in it count
   * @param log takes a line where something is passed over
   * @return the cache
   */
  public static ChoiceCache shared(Path file, Environment environment, Consumer<String> log) {
    Path absolute = file.toAbsolutePath();
    return SHARED.computeIfAbsent(
        new Shared(absolute, environment), key -> open(absolute, environment, log));
  }

  /**
   * An earlier choice.
   *
   * @param problem what is computed
   * @return the choice, without those refused; empty if there is none
   */
  public synchronized Optional<Choice> find(Problem problem) {
    return Optional.ofNullable(choices.get(problem.key()));
  }

  /**
   * Keeps a choice, until {@link #save} in memory only.
   *
   * @param problem what is computed
   * @param choice by what
   */
  public synchronized void put(Problem problem, Choice choice) {
    choices.put(problem.key(), choice);
  }

  /** Writes the file, with what others have written into it since it was read. */
  public synchronized void save() {
    JsonObject all = read();
    Map<String, Choice> mine = parse(all);
    mine.putAll(choices);
    JsonObject written = new JsonObject();
    mine.forEach((problem, choice) -> written.add(problem, json(choice)));
    all.add(environment, written);
    JsonObject root = new JsonObject();
    root.addProperty("format", FORMAT);
    root.add("environments", all);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      AtomicFiles.writeString(file, root + "\n");
    } catch (IOException e) {
      log.accept("choices of kernels are not kept: " + e.getMessage());
    }
  }

  /** The file's environments; none if it is missing or damaged. */
  private JsonObject read() {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      JsonElement root = JsonParser.parseString(text);
      if (!(root instanceof JsonObject object)) {
        throw new IOException("it is not a JSON object");
      }
      JsonFields fields = JsonFields.of(file.toString(), object);
      int format = fields.requireInt("format");
      if (format != FORMAT) {
        throw new IOException("format must be " + FORMAT + ", was " + format);
      }
      return fields.requireJson("environments");
    } catch (NoSuchFileException e) {
      return new JsonObject();
    } catch (IOException | JsonParseException e) {
      passOver(e);
      return new JsonObject();
    }
  }

  /** Those of this environment; none if one of them is damaged. */
  private Map<String, Choice> parse(JsonObject all) {
    Map<String, Choice> parsed = new LinkedHashMap<>();
    try {
      if (all.has(environment)) {
        JsonFields mine = JsonFields.of(file.toString(), all).requireObject(environment);
        for (String problem : mine.names()) {
          parsed.put(problem, choice(mine.requireObject(problem)));
        }
      }
      return parsed;
    } catch (IOException e) {
      passOver(e);
      return new LinkedHashMap<>();
    }
  }

  private void passOver(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    log.accept("choices of kernels in " + file + " are passed over: " + reason);
  }

  private static Choice choice(JsonFields fields) throws IOException {
    return new Choice(
        fields.requireString("choice"),
        fields.requireDouble("microseconds"),
        fields.requireDouble("own_microseconds"),
        List.of());
  }

  private static JsonObject json(Choice choice) {
    JsonObject json = new JsonObject();
    json.addProperty("choice", choice.name());
    json.addProperty("microseconds", choice.microseconds());
    json.addProperty("own_microseconds", choice.referenceMicroseconds());
    return json;
  }
}
