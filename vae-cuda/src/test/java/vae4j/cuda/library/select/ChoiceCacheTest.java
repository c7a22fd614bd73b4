package vae4j.cuda.library.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;

class ChoiceCacheTest {
  private static final Environment HERE =
      new Environment("NVIDIA H100", "9.0", "13.0", List.of("cuDNN 9.19.0", "cuBLASLt 13.1.0"));
  private static final Choice CHOICE =
      new Choice(
          "cuDNN 9.19.0 engine 38 KRSC", 12.5, 30.1, List.of(new Refusal("other", "slower")));
  private static final Choice KEPT =
      new Choice("cuDNN 9.19.0 engine 38 KRSC", 12.5, 30.1, List.of());

  @TempDir private Path folder;
  private final List<String> log = new ArrayList<>();

  private static Problem problem(int rows, MathType math) {
    return Problem.of(new Geometry.Product(rows, 20, 30), Direction.FORWARD, math);
  }

  private ChoiceCache open(Path file, Environment environment) {
    return ChoiceCache.open(file, environment, log::add);
  }

  private Path file() {
    return folder.resolve("deeper/choices.json");
  }

  @Test
  void aChoiceIsFoundInALaterRun() {
    ChoiceCache first = open(file(), HERE);
    first.put(problem(1, MathType.TF32), CHOICE);
    first.save();

    assertThat(open(file(), HERE).find(problem(1, MathType.TF32))).contains(KEPT);
    assertThat(log).isEmpty();
  }

  @Test
  void anotherProblemMathOrEnvironmentIsAnotherChoice() {
    ChoiceCache first = open(file(), HERE);
    first.put(problem(1, MathType.TF32), CHOICE);
    first.save();

    assertThat(first.find(problem(2, MathType.TF32))).isEmpty();
    assertThat(first.find(problem(1, MathType.FLOAT32))).isEmpty();
    for (Environment other :
        List.of(
            new Environment("NVIDIA A100", "9.0", "13.0", HERE.libraries()),
            new Environment("NVIDIA H100", "10.0", "13.0", HERE.libraries()),
            new Environment("NVIDIA H100", "9.0", "13.1", HERE.libraries()),
            new Environment("NVIDIA H100", "9.0", "13.0", List.of()))) {
      assertThat(open(file(), other).find(problem(1, MathType.TF32))).isEmpty();
    }
  }

  @Test
  void whatOthersHaveWrittenMeanwhileStays() {
    Environment there = new Environment("NVIDIA A100", "8.0", "13.0", List.of());
    ChoiceCache one = open(file(), HERE);
    ChoiceCache two = open(file(), HERE);
    ChoiceCache three = open(file(), there);
    one.put(problem(1, MathType.TF32), CHOICE);
    two.put(problem(2, MathType.TF32), CHOICE);
    three.put(problem(3, MathType.TF32), CHOICE);
    one.save();
    two.save();
    three.save();

    ChoiceCache later = open(file(), HERE);
    assertThat(later.find(problem(1, MathType.TF32))).contains(KEPT);
    assertThat(later.find(problem(2, MathType.TF32))).contains(KEPT);
    assertThat(later.find(problem(3, MathType.TF32))).isEmpty();
    assertThat(open(file(), there).find(problem(3, MathType.TF32))).contains(KEPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not JSON {",
        "[1, 2]",
        "{\"format\": 2, \"environments\": {}}",
        "{\"format\": 1}",
        "{\"format\": 1, \"environments\": {",
        "{\"format\": 1, \"environments\": []}",
        "{\"format\": 1, \"environments\": {\"KEY\": 3}}",
        "{\"format\": 1, \"environments\": {\"KEY\": {\"a\": {\"choice\": 1}}}}",
        "{\"format\": 1, \"environments\": {\"KEY\": {\"a\": {\"choice\": \"x\"}}}}",
        "{\"format\": 1, \"environments\": {\"KEY\": {\"a\": {\"choice\": \"x\","
            + " \"microseconds\": \"fast\", \"own_microseconds\": 1}}}}",
        "{\"format\": 1, \"environments\": {\"KEY\": {\"a\": {\"choice\": \"x\","
            + " \"microseconds\": NaN, \"own_microseconds\": 1}}}}"
      })
  void aDamagedFileIsPassedOverWithOneLineAndReplaced(String text) throws IOException {
    Files.createDirectories(folder.resolve("deeper"));
    Files.writeString(file(), text.replace("KEY", HERE.key()));

    ChoiceCache cache = open(file(), HERE);

    assertThat(cache.find(problem(1, MathType.TF32))).isEmpty();
    assertThat(log).hasSize(1);
    assertThat(log.get(0))
        .startsWith("choices of kernels in " + file() + " are passed over: ")
        .hasLineCount(1);

    cache.put(problem(1, MathType.TF32), CHOICE);
    cache.save();
    log.clear();
    assertThat(open(file(), HERE).find(problem(1, MathType.TF32))).contains(KEPT);
    assertThat(log).isEmpty();
  }

  @Test
  void bytesThatAreNoTextArePassedOver() throws IOException {
    Files.createDirectories(folder.resolve("deeper"));
    Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThat(open(file(), HERE).find(problem(1, MathType.TF32))).isEmpty();
    assertThat(log).hasSize(1);
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFailure() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "").resolve("choices.json");
    ChoiceCache cache = open(blocked, HERE);
    log.clear();
    cache.put(problem(1, MathType.TF32), CHOICE);
    cache.save();

    assertThat(cache.find(problem(1, MathType.TF32))).contains(CHOICE);
    assertThat(log).last().asString().startsWith("choices of kernels are not kept: ");
  }

  @Test
  void runsThatWriteAtOnceLeaveAWholeFile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> runs = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      int rows = run + 1;
      runs.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 10; i++) {
                  ChoiceCache cache = ChoiceCache.open(file(), HERE, line -> {});
                  cache.put(problem(rows, MathType.TF32), CHOICE);
                  cache.save();
                  assertThat(JsonParser.parseString(Files.readString(file())).isJsonObject())
                      .isTrue();
                }
                return null;
              }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
    threads.shutdown();

    ChoiceCache cache = open(file(), HERE);
    assertThat(log).isEmpty();
    assertThat(
            Stream.of(1, 2, 3, 4)
                .filter(rows -> cache.find(problem(rows, MathType.TF32)).isPresent()))
        .isNotEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("deeper"))) {
      assertThat(files).containsExactly(file());
    }
  }
}
