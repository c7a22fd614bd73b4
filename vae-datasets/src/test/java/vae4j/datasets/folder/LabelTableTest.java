package vae4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTableTest {
  private static final List<ImageFile> IMAGES =
      List.of(image("a/1.png"), image("a/2.png"), image("b/1.png"), image("b/3, odd.png"));

  @TempDir private Path folder;

  @Test
  void readsTwoColumnsWithQuotedCellsByteOrderMarkAndWindowsLines() throws IOException {
    LabelTable table =
        read(
            "labels.csv",
            "\ufefffile,label\r\na/1.png,\"red, dark\"\r\n\"b/3, odd.png\",\"a \"\"b\"\"\"\r\n\r\n"
                + "2.png,blue",
            null);

    assertThat(IMAGES.stream().map(table::of)).containsExactly("red, dark", "blue", "", "a \"b\"");
    assertThat(table.note(4)).isEqualTo("labels are those of labels.csv; images without one: 1");
  }

  @Test
  void readsARowOfAnImageWithoutAHeader() throws IOException {
    LabelTable table = read("labels.tsv", "a/1.png\tx\n./b/1.png\ty\n", null);

    assertThat(IMAGES.stream().map(table::of)).containsExactly("x", "", "y", "");
  }

  @Test
  void readsSemicolonsAndNamesWithoutEnding() throws IOException {
    LabelTable table = read("breeds.csv", "id;breed\n2;pug\nnowhere;cat\n", null);

    assertThat(IMAGES.stream().map(table::of)).containsExactly("", "pug", "", "");
    assertThat(table.note(4))
        .isEqualTo(
            "labels are those of breeds.csv; images without one: 3; rows of images that are not"
                + " here: 1");
  }

  @Test
  void findsImagesByTheNameOfTheirFolderToo() throws IOException {
    LabelTable table = read("labels.csv", "set/a/1.png,x\nset/b/1.png,y\n", null);

    assertThat(IMAGES.stream().map(table::of)).containsExactly("x", "", "y", "");
  }

  @Test
  void readsCelebAsListOfAttributes() throws IOException {
    String list = "2\n5_o_Clock_Shadow Smiling \n2.png  -1  1\n3, 1 1\n".replace("3,", "a/1.png");

    LabelTable table = read("list_attr_celeba.txt", list, "Smiling");
    LabelTable first = read("list_attr_celeba.txt", list, "5_O_CLOCK_SHADOW");
    LabelTable asCsv =
        read("list.csv", "image_id,Young,Smiling\na/1.png,1,-1\n2.png,-1,1\n", "Smiling");

    assertThat(IMAGES.stream().map(table::of)).containsExactly("1", "1", "", "");
    assertThat(IMAGES.stream().map(first::of)).containsExactly("1", "-1", "", "");
    assertThat(IMAGES.stream().map(asCsv::of)).containsExactly("-1", "1", "", "");
    assertThat(table.note(2)).isEqualTo("labels are those of list_attr_celeba.txt, column Smiling");
  }

  @Test
  void passesOverAFirstColumnThatCountsTheRows() throws IOException {
    LabelTable table = read("frame.csv", ",file,label\n0,2.png,x\n1,a/1.png,y\n", null);

    assertThat(IMAGES.stream().map(table::of)).containsExactly("y", "x", "", "");
  }

  @Test
  void takesTheColumnCalledLabelOfSeveral() throws IOException {
    LabelTable table = read("t.csv", "file,age,Label\n2.png,7,x\n", null);

    assertThat(table.of(IMAGES.get(1))).isEqualTo("x");
  }

  @Test
  void saysWhichColumnsThereAre() {
    assertThatThrownBy(() -> read("t.csv", "file,age,mood\n2.png,7,x\n", null))
        .hasMessage(
            folder.resolve("t.csv") + ": label column must be one of age, mood, was not named");
    assertThatThrownBy(() -> read("t.csv", "file,age,mood\n2.png,7,x\n", "weight"))
        .hasMessage(
            folder.resolve("t.csv") + ": label column must be one of age, mood, was weight");
    assertThatThrownBy(() -> read("t.csv", "2.png,7,x\n", "9"))
        .hasMessage(folder.resolve("t.csv") + ": label column must be one of 2, 3, was 9");
  }

  @Test
  void refusesWhatIsNotOneLabelAnImage() {
    assertBroken(
        "f,l\n2.png\n2.png,x\n", "line 2 must have 2 columns as the rows before it, has 1");
    assertBroken("2.png\n", "table of labels must have a column of files and one of labels, has 1");
    assertBroken(
        "f,l\n2.png,x\n\na/1.png\n", "line 4 must have 2 columns as the rows before it, has 1");
    assertBroken(
        "f,l\n2.png,x\n2.png,x\na/2.png,y\n",
        "line 4 must not give a/2.png a second label, y after x");
    assertBroken("f,l\n1.png,x\n", "line 2 must name one image, several are called 1.png");
    assertBroken("f,l\n2.png,\"x\n", "line 2 must end its quotation mark, does not");
    assertBroken("", "table of labels must have a row for each image, has none");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path file = folder.resolve("t.csv");
    Files.write(file, "2.png,é\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> LabelTable.read(file, null, Path.of("set"), IMAGES))
        .hasMessage(file + ": table of labels must be text in UTF-8, is not");
  }

  @Test
  void sortsNumbersByValueAndWordsByLetters() {
    assertThat(LabelTable.sorted(List.of("10", "9", "-1", "9"))).containsExactly("-1", "9", "10");
    assertThat(LabelTable.sorted(List.of("b", "10", "9"))).containsExactly("10", "9", "b");
  }

  @Test
  void looksForTablesByName() throws IOException {
    assertThat(LabelTable.in(folder)).isEmpty();
    Files.writeString(folder.resolve("list_attr_celeba.txt"), "");
    assertThat(LabelTable.in(folder)).hasValue(folder.resolve("list_attr_celeba.txt"));
    Files.writeString(folder.resolve("labels.csv"), "");
    assertThat(LabelTable.in(folder)).hasValue(folder.resolve("labels.csv"));
  }

  private void assertBroken(String content, String message) {
    assertThatThrownBy(() -> read("t.csv", content, null))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("t.csv") + ": " + message);
  }

  private LabelTable read(String name, String content, @Nullable String column) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    return LabelTable.read(file, column, Path.of("set"), IMAGES);
  }

  private static ImageFile image(String name) {
    return new ImageFile(name, Path.of(name));
  }
}
