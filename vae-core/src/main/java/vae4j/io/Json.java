package vae4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON text ↔ Gson's tree, by the letter of RFC 8259: Gson's own parser lets a repeated name win
 * over the first and numbers overflow to infinity, which two readers of one file could take
 * differently.
 */
final class Json {
  private Json() {}

  /** Parses a document whose outermost value is an object; names in it must be unique. */
  static JsonObject parseObject(String where, byte[] utf8) throws MalformedModelException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = read(where, reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedModelException(where, "there is text after the end of the JSON");
      }
      if (!(root instanceof JsonObject object)) {
        throw new MalformedModelException(where, "wanted a JSON object");
      }
      return object;
    } catch (MalformedModelException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(where, "not UTF-8", e);
    } catch (IOException | IllegalStateException e) {
      throw new MalformedModelException(where, "not valid JSON: " + firstLine(e), e);
    }
  }

  /** Pretty-printed, names in the order they were added, a line feed at the end. */
  static String print(JsonElement element) {
    StringWriter text = new StringWriter();
    JsonWriter writer = writer(text);
    writer.setIndent("  ");
    write(element, writer);
    return text.append('\n').toString();
  }

  /** On one line. */
  static String printCompact(JsonElement element) {
    StringWriter text = new StringWriter();
    write(element, writer(text));
    return text.toString();
  }

  private static JsonElement read(String where, JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> readObject(where, reader);
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          array.add(read(where, reader));
        }
        reader.endArray();
        yield array;
      }
      case NUMBER -> number(where, reader.nextString());
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> new JsonPrimitive(reader.nextString());
    };
  }

  private static JsonObject readObject(String where, JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw new MalformedModelException(
            where, "field " + MalformedModelException.quote(name) + " is there twice");
      }
      object.add(name, read(where, reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonPrimitive number(String where, String text) throws MalformedModelException {
    if (text.matches("-?[0-9]{1,19}") && !text.equals("-0")) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Long.SIZE
          ? new JsonPrimitive(whole.longValue())
          : new JsonPrimitive(whole);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new MalformedModelException(
          where, "number " + MalformedModelException.quote(text) + " is too large");
    }
    return new JsonPrimitive(value);
  }

  private static JsonWriter writer(StringWriter text) {
    JsonWriter writer = new JsonWriter(text);
    writer.setStrictness(Strictness.STRICT);
    writer.setHtmlSafe(false);
    return writer;
  }

  private static void write(JsonElement element, JsonWriter writer) {
    try {
      if (element instanceof JsonObject object) {
        writer.beginObject();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
          writer.name(entry.getKey());
          write(entry.getValue(), writer);
        }
        writer.endObject();
      } else if (element instanceof JsonArray array) {
        writer.beginArray();
        for (JsonElement item : array) {
          write(item, writer);
        }
        writer.endArray();
      } else if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
        writer.value(primitive.getAsNumber());
      } else if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
        writer.value(primitive.getAsBoolean());
      } else if (element instanceof JsonPrimitive primitive) {
        writer.value(primitive.getAsString());
      } else {
        writer.nullValue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be written", e);
    }
  }

  /** Gson's messages end in a second line with a link. */
  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
