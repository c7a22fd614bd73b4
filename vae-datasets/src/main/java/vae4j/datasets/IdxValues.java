package vae4j.datasets;

import java.util.List;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.IdxType;
import vae4j.datasets.idx.MalformedIdxException;

/**
 * Finds out what the values of files have to be divided by to be pixels in [0, 1]. Numbers from 0
 * to 255 are divided by 255. Floats in [0, 1] are taken as they are, and so are integers where
 * there are none but 0 and 1, as in binarised sets. Everything else is refused.
 */
final class IdxValues {
  private static final float WHITE = 255f;

  private IdxValues() {}

  /**
   * One divisor for files that belong together.
   *
   * @param notices hears where it is not what one would expect of the files' type
   */
  static float divisor(List<IdxFile> files, List<String> notices) throws MalformedIdxException {
    boolean unit = true;
    for (IdxFile file : files) {
      unit &= isUnit(file);
    }
    IdxFile first = files.get(0);
    if (unit) {
      if (first.type().isInteger()) {
        notices.add(first.source() + ": values are 0 and 1 alone, and taken as they are");
      }
      return 1f;
    }
    for (IdxFile file : files) {
      requireBytes(file);
    }
    if (!first.type().isInteger()) {
      notices.add(first.source() + ": floats are whole numbers up to 255, and divided by 255");
    }
    return WHITE;
  }

  /** Whether no value is above 1; looks no further than to the first that is. */
  private static boolean isUnit(IdxFile file) throws MalformedIdxException {
    for (long i = 0; i < values(file); i++) {
      double value = file.value(i);
      if (!(value >= 0 && value <= Float.MAX_VALUE)) {
        throw outside(file, i);
      }
      if (value > 1) {
        return false;
      }
    }
    return true;
  }

  private static void requireBytes(IdxFile file) throws MalformedIdxException {
    if (file.type() == IdxType.UNSIGNED_BYTE) {
      return;
    }
    for (long i = 0; i < values(file); i++) {
      double value = file.value(i);
      if (!(value >= 0 && value <= WHITE) || value != (int) value) {
        throw outside(file, i);
      }
    }
  }

  private static MalformedIdxException outside(IdxFile file, long at) {
    double value = file.value(at);
    return new MalformedIdxException(
        file.source(),
        "values of image " + at / (values(file) / file.count()),
        file.type().isInteger() ? "from 0 to 255" : "in [0, 1], or whole numbers from 0 to 255",
        file.type().isInteger() ? String.valueOf((long) value) : String.valueOf(value));
  }

  private static long values(IdxFile file) {
    return (long) file.count() * file.height() * file.width() * file.channels();
  }
}
