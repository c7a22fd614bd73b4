package vae4j.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vae4j.cli.console.Console;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;

/** What a command gave. */
record CliRun(int code, String out, String err) {
  static CliRun of(Object... words) {
    return of(false, new Interruption(), words);
  }

  static CliRun of(boolean interactive, Interruption interruption, Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = List.of(words).stream().map(Object::toString).toArray(String[]::new);
    int code =
        Main.run(
            args,
            new Console(StandardStream.to(out), StandardStream.to(err), interactive, interruption));
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Trains a tiny model on a few sprites, without plots. */
  static CliRun tinyTraining(Path folder, Object... more) {
    List<Object> words = tinyWords(folder, more);
    words.add("--no-plots");
    return of(words.toArray());
  }

  static List<Object> tinyWords(Path folder, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train", "--dataset", "sprites"));
    words.addAll(List.of("--filters", "4,4", "--latent", 2, "--batch", 16, "--limit", 40));
    words.addAll(List.of("--epochs", 1, "--seed", 7, "--out", folder));
    words.addAll(List.of(more));
    return words;
  }

  /** The lines on standard error that are no notices of the choice of backend. */
  List<String> errors() {
    return err.lines().filter(line -> !line.startsWith("backend ")).toList();
  }

  /** Standard output, which must be one JSON document. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
