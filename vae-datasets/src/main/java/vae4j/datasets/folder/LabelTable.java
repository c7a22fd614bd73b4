package vae4j.datasets.folder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table beside the images that gives each a label: a row an image, its file's name in the first
 * column.
 *
 * <p>{@code .csv} has commas or semicolons between the columns, {@code .tsv} tabs, and all else
 * spaces. The first row is a header unless its first cell names an image. A file is named by its
 * path in the folder or, where only one image is called so, by its last part alone, with or without
 * the ending. Of two columns the second is the label; of more, the one called {@code label} or
 * {@code class} or the one that is asked for. CelebA's {@code list_attr_celeba.txt}, which begins
 * with the number of rows and whose header does not name the files' column, is understood, and so
 * are tables whose first column has no name and only counts the rows.
 */
public final class LabelTable {
  private static final List<String> FOUND_BY_ITSELF =
      List.of("labels.csv", "labels.tsv", "list_attr_celeba.csv", "list_attr_celeba.txt");
  private static final List<String> LABEL_NAMES = List.of("label", "class");
  private static final int NAMED = 50;

  private final Path file;
  private final String column;
  private final Map<String, String> labels;
  private final int unknown;

  private LabelTable(Path file, String column, Map<String, String> labels, int unknown) {
    this.file = file;
    this.column = column;
    this.labels = labels;
    this.unknown = unknown;
  }

  /**
   * The table of a folder that nobody named: {@code labels.csv}, {@code labels.tsv}, or CelebA's
   * {@code list_attr_celeba}.
   *
   * @param folder the folder of the images
   * @return it, or nothing if there is none
   */
  public static Optional<Path> in(Path folder) {
    return FOUND_BY_ITSELF.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /**
   * Reads a table.
   *
   * @param file the table
   * @param column name of the column that holds the labels, or its number from 1 where there is no
   *     header; null for the only one
   * @param root the folder of the images: a table may name it before them
   * @param images the images that it may name
   * @return their labels
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no such table, has no such column, or gives an image two labels
   */
  public static LabelTable read(
      Path file, @Nullable String column, Path root, List<ImageFile> images) throws IOException {
    Names names = new Names(FileNames.last(root.toAbsolutePath().normalize()), images);
    try (DelimitedReader rows = open(file)) {
      return new Reading(file, rows, names).read(column);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": table of labels must be text in UTF-8, is not", e);
    }
  }

  /** Whether it names none of the images. */
  public boolean isEmpty() {
    return labels.isEmpty();
  }

  /**
   * The label of an image.
   *
   * @param image an image
   * @return its label; empty if the table has none for it
   */
  public String of(ImageFile image) {
    return labels.getOrDefault(image.name(), "");
  }

  /**
   * The result in one line.
   *
   * @param images how many images there are
   */
  public String note(int images) {
    StringBuilder note =
        new StringBuilder("labels are those of ").append(file.getFileName()).append(column);
    if (labels.size() < images) {
      note.append("; images without one: ").append(images - labels.size());
    }
    if (unknown > 0) {
      note.append("; rows of images that are not here: ").append(unknown);
    }
    return note.toString();
  }

  /**
   * Sorts labels, each once: by value where all are whole numbers, else by letters.
   *
   * @param labels labels in any order
   */
  public static List<String> sorted(Iterable<String> labels) {
    TreeSet<String> byLetters = new TreeSet<>();
    labels.forEach(byLetters::add);
    boolean numbers = byLetters.stream().allMatch(label -> label.matches("[+-]?\\d{1,15}"));
    return numbers
        ? byLetters.stream().sorted(Comparator.comparingLong(Long::parseLong)).toList()
        : List.copyOf(byLetters);
  }

  private static DelimitedReader open(Path file) throws IOException {
    String name = FileNames.last(file);
    char delimiter =
        switch (FileNames.ending(name)) {
          case "csv" -> firstLineHas(file, ',') || !firstLineHas(file, ';') ? ',' : ';';
          case "tsv" -> '\t';
          default -> ' ';
        };
    return new DelimitedReader(file, reader(file), delimiter);
  }

  private static Reader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
  }

  private static boolean firstLineHas(Path file, char wanted) throws IOException {
    try (Reader in = reader(file)) {
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c == wanted) {
          return true;
        }
      }
      return false;
    }
  }

  /** Finds an image by what a table calls it. */
  private static final class Names {
    private static final ImageFile SEVERAL = new ImageFile("", Path.of(""));

    private final Map<String, ImageFile> whole = new HashMap<>();
    private final Map<String, ImageFile> base = new HashMap<>();
    private final Map<String, ImageFile> stem = new HashMap<>();

    Names(String folder, List<ImageFile> images) {
      for (ImageFile image : images) {
        whole.put(folder + "/" + image.name(), image);
      }
      for (ImageFile image : images) {
        whole.put(image.name(), image);
        String last = image.base();
        base.merge(last, image, (a, b) -> SEVERAL);
        int dot = last.lastIndexOf('.');
        if (dot > 0) {
          stem.merge(last.substring(0, dot), image, (a, b) -> SEVERAL);
        }
      }
    }

    /** The image; {@code SEVERAL} if it could be more than one, null if none. */
    @Nullable ImageFile find(String called) {
      String name = called.strip().replace('\\', '/');
      if (name.startsWith("./")) {
        name = name.substring(2);
      }
      ImageFile found = whole.get(name);
      if (found == null) {
        found = base.get(name); // has nothing for a name with folders
      }
      return found == null ? stem.get(name) : found;
    }
  }

  /** One pass over the rows. */
  private static final class Reading {
    private final Path file;
    private final DelimitedReader rows;
    private final Names names;
    private final List<String> header = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private int columns;
    private int fileColumn;
    private int unknown;

    Reading(Path file, DelimitedReader rows, Names names) {
      this.file = file;
      this.rows = rows;
      this.names = names;
    }

    LabelTable read(@Nullable String wanted) throws IOException {
      List<String> row = rows.next();
      if (row != null && row.size() == 1 && row.get(0).matches("\\d+")) {
        row = rows.next(); // CelebA's begins with the number of its rows
      }
      if (row != null && names.find(row.get(0)) == null) {
        header.addAll(row);
        row = rows.next();
      }
      if (row == null) {
        throw new IOException(file + ": table of labels must have a row for each image, has none");
      }
      columns = header.isEmpty() ? row.size() : header.size();
      if (row.size() == columns + 1 && !header.isEmpty()) {
        header.add(0, "");
        columns++;
      } else if (columns > 2 && !header.isEmpty() && header.get(0).isBlank()) {
        fileColumn = 1;
      }
      if (columns == 1) {
        throw new IOException(
            file + ": table of labels must have a column of files and one of labels, has 1");
      }
      int labelColumn = labelColumn(wanted);
      for (; row != null; row = rows.next()) {
        add(row, labelColumn);
      }
      String name = columns == 2 ? "" : ", column " + columnName(labelColumn);
      return new LabelTable(file, name, labels, unknown);
    }

    private void add(List<String> row, int labelColumn) throws IOException {
      if (row.size() != columns) {
        throw new IOException(
            at() + "must have " + columns + " columns as the rows before it, has " + row.size());
      }
      ImageFile image = names.find(row.get(fileColumn));
      if (image == null) {
        unknown++;
        return;
      }
      if (image.equals(Names.SEVERAL)) {
        throw new IOException(
            at() + "must name one image, several are called " + row.get(fileColumn));
      }
      String label = row.get(labelColumn).strip();
      String before = labels.putIfAbsent(image.name(), label);
      if (before != null && !before.equals(label)) {
        throw new IOException(
            at()
                + "must not give "
                + image.name()
                + " a second label, "
                + label
                + " after "
                + before);
      }
    }

    private int labelColumn(@Nullable String wanted) throws IOException {
      if (wanted == null) {
        if (columns == fileColumn + 2) {
          return columns - 1;
        }
        for (String name : LABEL_NAMES) {
          int column = indexOf(name);
          if (column >= 0) {
            return column;
          }
        }
      } else {
        int column = header.indexOf(wanted);
        column = column < 0 ? indexOf(wanted) : column;
        if (column < 0 && wanted.matches("[1-9]\\d{0,5}")) {
          column = Integer.parseInt(wanted) - 1;
        }
        if (column >= 0 && column < columns && column != fileColumn) {
          return column;
        }
      }
      throw new NoColumnException(
          file
              + ": label column must be one of "
              + columnNames()
              + ", was "
              + (wanted == null ? "not named" : wanted));
    }

    private int indexOf(String name) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).strip().equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }

    private String columnName(int column) {
      return header.isEmpty() ? Integer.toString(column + 1) : header.get(column).strip();
    }

    private String columnNames() {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        if (i != fileColumn) {
          all.add(columnName(i));
        }
      }
      return String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
          + (all.size() > NAMED ? ", …" : "");
    }

    private String at() {
      return file + ": line " + rows.line() + " ";
    }
  }

  /** A table has several columns, and which one holds the labels was not said, or wrongly. */
  public static final class NoColumnException extends IOException {
    private static final long serialVersionUID = 1L;

    private NoColumnException(String message) {
      super(message);
    }
  }
}
