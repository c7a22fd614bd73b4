package vae4j.datasets.folder;

import java.io.Closeable;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of text, row by row.
 *
 * <p>With a delimiter as RFC 4180 lays down: a cell in quotation marks may hold delimiters, line
 * breaks and doubled quotation marks. Lines end in LF or CR LF; empty ones are passed over. With
 * spaces as the delimiter, cells are what stands between any number of spaces and tabs, and there
 * are no quotation marks.
 */
final class DelimitedReader implements Closeable {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Path file;
  private final PushbackReader in;
  private final char delimiter;
  private int line;
  private int nextLine = 1;

  DelimitedReader(Path file, Reader in, char delimiter) throws IOException {
    this.file = file;
    this.in = new PushbackReader(in);
    this.delimiter = delimiter;
    int first = this.in.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      this.in.unread(first);
    }
  }

  /** The cells of the next row, or null after the last. */
  @Nullable List<String> next() throws IOException {
    while (true) {
      line = nextLine;
      List<String> cells = row();
      if (cells == null || cells.size() > 1 || (cells.size() == 1 && !cells.get(0).isEmpty())) {
        return cells;
      }
    }
  }

  /** The line on which the last row began, from 1. */
  int line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private @Nullable List<String> row() throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean spaces = delimiter == ' ';
    while (c >= 0 && c != '\n') {
      if (c == '"' && cell.isEmpty() && !spaces) {
        quoted(cell);
      } else if (c == delimiter || (spaces && c == '\t')) {
        if (!spaces || !cell.isEmpty()) {
          cells.add(cell.toString());
          cell.setLength(0);
        }
      } else if (c != '\r') {
        cell.append((char) c);
      }
      c = in.read();
    }
    nextLine++;
    if (!spaces || !cell.isEmpty()) {
      cells.add(cell.toString());
    }
    return cells;
  }

  private void quoted(StringBuilder cell) throws IOException {
    for (int c = in.read(); ; c = in.read()) {
      if (c < 0) {
        throw new IOException(file + ": line " + line + " must end its quotation mark, does not");
      }
      if (c == '"') {
        int after = in.read();
        if (after != '"') {
          if (after >= 0) {
            in.unread(after);
          }
          return;
        }
      } else if (c == '\n') {
        nextLine++;
      }
      cell.append((char) c);
    }
  }
}
