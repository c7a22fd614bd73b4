package vae4j.benchmarks;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import vae4j.benchmarks.contender.Report;
import vae4j.benchmarks.contender.Task;

/** All results as JSON. */
final class Document {
  private static final int FORMAT_VERSION = 1;

  private Document() {}

  /**
   * One scenario's document.
   *
   * @param scenario what was compared
   * @param task what all did
   * @param tolerance within which their results had to agree, as a share of the median
   * @param where machine, JDK, commit
   * @param standings the entrants
   */
  static String json(
      Scenario scenario, Task task, double tolerance, Environment where, List<Ranking> standings) {
    JsonObject json = new JsonObject();
    json.addProperty("formatVersion", FORMAT_VERSION);
    json.addProperty("scenario", scenario.name());
    json.add("surroundings", tree(where));
    json.add("jvmFlags", tree(PeerProcess.jvmFlags(System.getenv())));
    json.add("environment", tree(PeerProcess.environment(task.threads())));
    json.addProperty("tolerance", tolerance);
    json.add("task", tree(task));
    JsonArray contenders = new JsonArray();
    standings.forEach(standing -> contenders.add(contender(standing, standings)));
    json.add("contenders", contenders);
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeSpecialFloatingPointValues()
        .create()
        .toJson(json);
  }

  private static JsonObject contender(Ranking standing, List<Ranking> all) {
    JsonObject json = new JsonObject();
    json.addProperty("name", standing.entrant().name());
    json.addProperty("what", standing.entrant().what());
    if (standing.unavailable() != null) {
      json.addProperty("unavailable", standing.unavailable());
    }
    if (standing.failure() != null) {
      json.addProperty("failure", standing.failure());
    }
    if (standing.isMeasured()) {
      json.add("imagesPerSecond", tree(standing.spread(Report::imagesPerSecond)));
      json.add("startSeconds", tree(standing.spread(Report::startSeconds)));
      JsonObject ratios = new JsonObject();
      all.stream()
          .filter(other -> other != standing && other.isMeasured())
          .forEach(other -> ratios.add(other.entrant().name(), tree(standing.ratioTo(other))));
      json.add("timesAsFastAs", ratios);
      json.add("rounds", tree(standing.rounds()));
    }
    return json;
  }

  private static JsonElement tree(Object value) {
    return new GsonBuilder().serializeSpecialFloatingPointValues().create().toJsonTree(value);
  }
}
