package vae4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.datasets.content.Sha256;

class FileNamesTest {
  @TempDir private Path temp;

  /** In the locale POSIX the four names of two bytes and an ending read alike. */
  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "C.UTF-8"})
  @EnabledOnOs(OS.LINUX)
  void areTheSameInEveryLocale(String locale) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("set"));
    FolderFixture.colour(folder.resolve("a.png"));
    // A shell makes the names, as this process may be in a locale that has not all of them.
    run(
        "C",
        List.of(
            "sh",
            "-c",
            "cd '"
                + folder
                + "'; for n in 'Gr\\303\\266\\303\\237e' '\\303\\244' '\\303\\274' 'x\\351'"
                + " 'x\\350' 'q?'; do cp a.png \"$(printf \"$n\").png\"; done; mkdir \"$(printf"
                + " 'gr\\303\\274n')\"; cp a.png \"$(printf 'gr\\303\\274n')\"/b.png"));

    List<String> output =
        run(
            locale,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NamesInALocale.class.getName(),
                folder.toString()));

    long length = Files.size(folder.resolve("a.png"));
    List<String> list =
        Stream.of("Größe", "a", "grün/b", "q?", "x%E8", "x%E9", "ä", "ü")
            .map(name -> name + ".png\t" + length + "\n")
            .toList();
    assertThat(output)
        .containsExactly(
            "Gr\\u00f6\\u00dfe.png",
            "a.png",
            "gr\\u00fcn/b.png",
            "q?.png",
            "x%E8.png",
            "x%E9.png",
            "\\u00e4.png",
            "\\u00fc.png",
            "classes gr\\u00fcn",
            "all can be read",
            "SHA-256 " + Sha256.ofText(String.join("", list)));
  }

  @Test
  void endAtTheLastDot() {
    assertThat(FileNames.ending("a.B.PNG")).isEqualTo("png");
    assertThat(FileNames.ending("png")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a/b c.png, b c.png", "a/50%.png, 50%.png", "a/b?.png, b?.png"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void areThemselvesWhereTheyAreAscii(String path, String name) {
    assertThat(FileNames.last(Path.of(path))).isEqualTo(name);
  }

  private List<String> run(String locale, List<String> command) throws Exception {
    Path output = temp.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("LC_ALL", locale);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(output);
  }
}
