package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private static final String WHERE = "model.vae: vae4j.json";

  @Test
  void fieldsOfEveryKindAreRead() throws MalformedModelException {
    JsonFields fields =
        fields(
            """
            {"text": "ä", "yes": true, "int": -3, "long": 9007199254740993, "double": 0.5,
             "object": {"inner": 1}, "objects": [{"a": 1}, {"a": 2}], "ints": [1, 2],
             "longs": [3], "doubles": [1, 2.5], "texts": ["x"], "kind": "relu"}
            """);

    assertThat(fields.requireString("text")).isEqualTo("ä");
    assertThat(fields.requireBoolean("yes")).isTrue();
    assertThat(fields.requireInt("int")).isEqualTo(-3);
    assertThat(fields.requireLong("long")).isEqualTo(9007199254740993L);
    assertThat(fields.requireDouble("double")).isEqualTo(0.5);
    assertThat(fields.requireObject("object").requirePositiveInt("inner")).isEqualTo(1);
    assertThat(fields.requireObjects("objects").get(1).requireInt("a")).isEqualTo(2);
    assertThat(fields.requireInts("ints")).containsExactly(1, 2);
    assertThat(fields.requireLongs("longs")).containsExactly(3L);
    assertThat(fields.requireDoubles("doubles")).containsExactly(1.0, 2.5);
    assertThat(fields.requireStrings("texts")).containsExactly("x");
    assertThat(fields.requireOneOf("kind", List.of("relu", "tanh"))).isEqualTo("relu");
    fields.rejectOthers();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"x\" | \"x\"",
        "0 | 0",
        "-1 | -1",
        "1.5 | 1.5",
        "2147483648 | 2147483648",
        "1e300 | 1.0E300",
        "null | null",
        "true | true",
        "[1] | a list of 1",
        "{} | an object"
      })
  void aValueThatIsNoPositiveIntegerIsShown(String json, String shown) {
    assertRefused(
        () -> fields("{\"latent\": " + json + "}").requirePositiveInt("latent"),
        WHERE + ": field latent: wanted a positive integer, was " + shown);
  }

  @Test
  void aMissingFieldIsNamed() {
    assertRefused(
        () -> fields("{}").requireDouble("beta"),
        WHERE + ": field beta: wanted a finite number, is missing");
  }

  @Test
  void otherKindsAreRefused() {
    assertRefused(
        () -> fields("{\"a\": 1}").requireString("a"), WHERE + ": field a: wanted a text, was 1");
    assertRefused(
        () -> fields("{\"a\": \"true\"}").requireBoolean("a"),
        WHERE + ": field a: wanted true or false, was \"true\"");
    assertRefused(
        () -> fields("{\"a\": \"1\"}").requireDouble("a"),
        WHERE + ": field a: wanted a finite number, was \"1\"");
    assertRefused(
        () -> fields("{\"a\": [1]}").requireObject("a"),
        WHERE + ": field a: wanted an object, was a list of 1");
    assertRefused(
        () -> fields("{\"a\": 1}").requireInts("a"),
        WHERE + ": field a: wanted a list of integers, was 1");
    assertRefused(
        () -> fields("{\"a\": \"gelu\"}").requireOneOf("a", List.of("relu", "tanh")),
        WHERE + ": field a: wanted one of relu, tanh, was \"gelu\"");
  }

  @Test
  void aFieldDeepInsideIsNamedByItsWholePath() {
    String json = "{\"config\": {\"layers\": [{\"filters\": [32, \"x\"]}]}}";

    assertRefused(
        () ->
            fields(json)
                .requireObject("config")
                .requireObjects("layers")
                .get(0)
                .requireInts("filters"),
        WHERE + ": field config.layers[0].filters[1]: wanted an integer, was \"x\"");
    assertRefused(
        () -> fields(json).requireObject("config").requireStrings("layers"),
        WHERE + ": field config.layers[0]: wanted a text, was an object");
    assertRefused(
        () -> fields(json).requireObject("config").requireInt("layers"),
        WHERE + ": field config.layers: wanted an integer, was a list of 1");
    assertRefused(
        () -> fields(json).requireObject("config").requireObjects("none"),
        WHERE + ": field config.none: wanted a list of objects, is missing");
    assertRefused(
        () -> fields("{\"c\": {\"layers\": 1}}").requireObject("c").requireInts("layers"),
        WHERE + ": field c.layers: wanted a list of integers, was 1");
  }

  @Test
  void aFieldNobodyAskedForIsNamed() throws MalformedModelException {
    JsonFields fields = fields("{\"a\": 1, \"b\": null, \"colour\": 2}");
    assertThat(fields.requireInt("a")).isEqualTo(1);
    assertThat(fields.has("b")).isFalse();

    assertRefused(fields::rejectOthers, WHERE + ": field colour is unknown");
  }

  @Test
  void aCallerCanRefuseAValueByItself() throws MalformedModelException {
    JsonFields fields = fields("{\"beta\": -1}");

    assertThat(fields.wrong("beta", "a number of at least 0"))
        .hasMessage(WHERE + ": field beta: wanted a number of at least 0, was -1");
  }

  @Test
  void textFromTheFileStaysOnOneLineAndShort() {
    assertRefused(
        () -> fields("{\"a\": \"x\\ny" + "z".repeat(200) + "\"}").requireInt("a"),
        WHERE + ": field a: wanted an integer, was \"x\\u000ay" + "z".repeat(77) + "…\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\": 1,}", "{\"a\": 'x'}", "{\"a\": Infinity}", "{} // end", "nul"})
  void textThatIsNoJsonIsRefused(String json) {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> fields(json))
        .withMessageMatching(
            "model\\.vae: vae4j\\.json: (not valid JSON: .*|there is text after.*)");
  }

  @Test
  void aNumberBeyondDoubleIsRefused() {
    assertRefused(() -> fields("{\"a\": 1e999}"), WHERE + ": number \"1e999\" is too large");
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> fields("{\"a\": " + "[".repeat(100_000)))
        .withMessageStartingWith(WHERE + ": not valid JSON: Nesting limit 255 reached");
  }

  private static JsonFields fields(String json) throws MalformedModelException {
    return JsonFields.of(WHERE, Json.parseObject(WHERE, json.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(reading)
        .withMessage(message);
  }
}
