package vae4j.cli.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vae4j.Provenance;

/** Numbers as JSON, for run folders and {@code --json}. */
public final class Documents {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();
  private static final Gson COMPACT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Documents() {}

  /** Over several lines, with a line feed at the end. */
  public static String print(JsonElement document) {
    return PRETTY.toJson(document) + "\n";
  }

  /** On one line, with a line feed at the end. */
  public static String line(JsonElement document) {
    return COMPACT.toJson(document) + "\n";
  }

  /** The values of a document by their names, those of inner objects as {@code outer.inner}. */
  public static Map<String, String> flat(JsonObject document) {
    Map<String, String> values = new LinkedHashMap<>();
    document.entrySet().forEach(field -> addFlat(values, field.getKey(), field.getValue()));
    return values;
  }

  private static void addFlat(Map<String, String> values, String name, JsonElement value) {
    if (value.isJsonObject()) {
      value
          .getAsJsonObject()
          .entrySet()
          .forEach(field -> addFlat(values, name + "." + field.getKey(), field.getValue()));
    } else {
      values.put(name, value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
  }

  /** The origin of a model; null if it was never trained. */
  public static JsonElement of(@Nullable Provenance provenance) {
    if (provenance == null) {
      return JsonNull.INSTANCE;
    }
    return provenance.toJson();
  }
}
