package vae4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a JSON object field by field; each field must be there and be of the asked kind, and with
 * {@link #rejectOthers} there must be no other.
 *
 * <p>Messages name the file, the field and both what was wanted and what was found: {@code
 * model.vae: vae4j.json: field latent: wanted a positive integer, was "x"}.
 */
public final class JsonFields {
  private final String where;
  private final String prefix;
  private final JsonObject object;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(String where, String prefix, JsonObject object) {
    this.where = where;
    this.prefix = prefix;
    this.object = object;
  }

  /**
   * Fields of an object.
   *
   * @param where the file and its part, such as {@code model.vae: vae4j.json}
   * @param object the object
   * @return its fields
   */
  public static JsonFields of(String where, JsonObject object) {
    return new JsonFields(where, "", object);
  }

  /**
   * Whether a field is there and not null; counts as asked for.
   *
   * @param name the field
   */
  public boolean has(String name) {
    asked.add(name);
    return object.has(name) && !object.get(name).isJsonNull();
  }

  /** The names of all fields. */
  public Set<String> names() {
    return Collections.unmodifiableSet(object.keySet());
  }

  /**
   * A text.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing or not a text
   */
  public String requireString(String name) throws MalformedModelException {
    return asString(prefix + name, require(name, "a text"));
  }

  /**
   * One of several texts.
   *
   * @param name the field
   * @param allowed the texts it may be
   * @return its value
   * @throws MalformedModelException if it is missing or none of them
   */
  public String requireOneOf(String name, List<String> allowed) throws MalformedModelException {
    String wanted = "one of " + String.join(", ", allowed);
    JsonElement value = require(name, wanted);
    for (String text : allowed) {
      if (value.equals(new JsonPrimitive(text))) {
        return text;
      }
    }
    throw wrong(prefix + name, wanted, value);
  }

  /**
   * True or false.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing or neither
   */
  public boolean requireBoolean(String name) throws MalformedModelException {
    JsonElement value = require(name, "true or false");
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrong(prefix + name, "true or false", value);
  }

  /**
   * A whole number.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing, no number, not whole or outside of an int
   */
  public int requireInt(String name) throws MalformedModelException {
    return requireInt(name, Integer.MIN_VALUE, "an integer");
  }

  /**
   * A whole number above zero.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing or anything else
   */
  public int requirePositiveInt(String name) throws MalformedModelException {
    return requireInt(name, 1, "a positive integer");
  }

  /**
   * A large whole number.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing, no number, not whole or outside of a long
   */
  public long requireLong(String name) throws MalformedModelException {
    String wanted = "an integer";
    JsonElement value = require(name, wanted);
    return asLong(prefix + name, value, Long.MIN_VALUE, Long.MAX_VALUE, wanted);
  }

  /**
   * A finite number.
   *
   * @param name the field
   * @return its value
   * @throws MalformedModelException if it is missing or not a finite number
   */
  public double requireDouble(String name) throws MalformedModelException {
    return asDouble(prefix + name, require(name, "a finite number"));
  }

  /**
   * An object in the object.
   *
   * @param name the field
   * @return its fields; messages name them as {@code name.field}
   * @throws MalformedModelException if it is missing or no object
   */
  public JsonFields requireObject(String name) throws MalformedModelException {
    return asObject(prefix + name, require(name, "an object"));
  }

  /**
   * An object of any fields in the object.
   *
   * @param name the field
   * @return a copy
   * @throws MalformedModelException if it is missing or no object
   */
  public JsonObject requireJson(String name) throws MalformedModelException {
    return requireObject(name).object.deepCopy();
  }

  /**
   * A list of objects.
   *
   * @param name the field
   * @return the fields of each; messages name them as {@code name[0].field}
   * @throws MalformedModelException if it is missing or no list of objects
   */
  public List<JsonFields> requireObjects(String name) throws MalformedModelException {
    return requireList(name, "a list of objects", this::asObject);
  }

  /**
   * A list of whole numbers.
   *
   * @param name the field
   * @return its values
   * @throws MalformedModelException if it is missing or no list of whole numbers
   */
  public List<Integer> requireInts(String name) throws MalformedModelException {
    return requireList(
        name,
        "a list of integers",
        (field, value) ->
            (int) asLong(field, value, Integer.MIN_VALUE, Integer.MAX_VALUE, "an integer"));
  }

  /**
   * A list of large whole numbers.
   *
   * @param name the field
   * @return its values
   * @throws MalformedModelException if it is missing or no list of whole numbers
   */
  public List<Long> requireLongs(String name) throws MalformedModelException {
    return requireList(
        name,
        "a list of integers",
        (field, value) -> asLong(field, value, Long.MIN_VALUE, Long.MAX_VALUE, "an integer"));
  }

  /**
   * A list of finite numbers.
   *
   * @param name the field
   * @return its values
   * @throws MalformedModelException if it is missing or no list of finite numbers
   */
  public List<Double> requireDoubles(String name) throws MalformedModelException {
    return requireList(name, "a list of numbers", this::asDouble);
  }

  /**
   * A list of texts.
   *
   * @param name the field
   * @return its values
   * @throws MalformedModelException if it is missing or no list of texts
   */
  public List<String> requireStrings(String name) throws MalformedModelException {
    return requireList(name, "a list of texts", this::asString);
  }

  /**
   * Refuses fields that nobody asked for: they would otherwise be lost in silence.
   *
   * @throws MalformedModelException if there is one
   */
  public void rejectOthers() throws MalformedModelException {
    for (String name : object.keySet()) {
      if (!asked.contains(name)) {
        throw new MalformedModelException(where, "field " + shown(prefix + name) + " is unknown");
      }
    }
  }

  /**
   * A field whose value is of the right kind but wrong, to be thrown by those who know.
   *
   * @param name the field
   * @param wanted what it should have been
   * @return the exception, naming the file, the field and its value
   */
  public MalformedModelException wrong(String name, String wanted) {
    JsonElement value = object.get(name);
    return value == null ? missing(prefix + name, wanted) : wrong(prefix + name, wanted, value);
  }

  private JsonElement require(String name, String wanted) throws MalformedModelException {
    asked.add(name);
    JsonElement value = object.get(name);
    if (value == null) {
      throw missing(prefix + name, wanted);
    }
    return value;
  }

  private int requireInt(String name, int least, String wanted) throws MalformedModelException {
    JsonElement value = require(name, wanted);
    return (int) asLong(prefix + name, value, least, Integer.MAX_VALUE, wanted);
  }

  private <T> List<T> requireList(String name, String wanted, ItemReader<T> reader)
      throws MalformedModelException {
    if (!(require(name, wanted) instanceof JsonArray array)) {
      throw wrong(name, wanted);
    }
    List<T> items = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      items.add(reader.read(prefix + name + "[" + i + "]", array.get(i)));
    }
    return List.copyOf(items);
  }

  private String asString(String field, JsonElement value) throws MalformedModelException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrong(field, "a text", value);
  }

  private double asDouble(String field, JsonElement value) throws MalformedModelException {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      double number = primitive.getAsDouble();
      if (Double.isFinite(number)) {
        return number;
      }
    }
    throw wrong(field, "a finite number", value);
  }

  private long asLong(String field, JsonElement value, long least, long most, String wanted)
      throws MalformedModelException {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        long number = new BigDecimal(primitive.getAsString()).longValueExact();
        if (number >= least && number <= most) {
          return number;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // Falls through: a fraction, an infinity or a number too large is not the wanted integer.
      }
    }
    throw wrong(field, wanted, value);
  }

  private JsonFields asObject(String field, JsonElement value) throws MalformedModelException {
    if (value instanceof JsonObject inner) {
      return new JsonFields(where, field + ".", inner);
    }
    throw wrong(field, "an object", value);
  }

  private MalformedModelException missing(String field, String wanted) {
    return new MalformedModelException(
        where, "field " + shown(field) + ": wanted " + wanted + ", is missing");
  }

  private MalformedModelException wrong(String field, String wanted, JsonElement value) {
    return MalformedModelException.wanted(where, "field " + shown(field), wanted, shown(value));
  }

  private static String shown(String field) {
    String quoted = MalformedModelException.quote(field);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String shown(JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return MalformedModelException.quote(primitive.getAsString());
    }
    if (value instanceof JsonObject) {
      return "an object";
    }
    if (value instanceof JsonArray array) {
      return "a list of " + array.size();
    }
    return shown(value.toString());
  }

  @FunctionalInterface
  private interface ItemReader<T> {
    T read(String field, JsonElement value) throws MalformedModelException;
  }
}
