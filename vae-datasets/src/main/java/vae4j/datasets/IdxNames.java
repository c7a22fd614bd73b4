package vae4j.datasets;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the name of an IDX file, such as {@code emnist-letters-train-images-idx3-ubyte.gz}.
 *
 * @param set what the name begins with, such as {@code emnist-letters}; may be empty
 * @param test whether it is of the part to test on
 * @param images whether it holds images rather than labels
 */
record IdxNames(String set, boolean test, boolean images) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<set>.*?)[-_.]?(?:(?<part>train|training|t10k|test|test10k|testing)[-_.])?"
              + "(?<kind>images|patterns|labels)[-_.]idx\\d(?:[-_.][a-z0-9]+)?(?:\\.gz)?",
          Pattern.CASE_INSENSITIVE);

  /** The parts of a file name, if it is one of an IDX file. */
  static Optional<IdxNames> of(Path file) {
    Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String part = matcher.group("part");
    return Optional.of(
        new IdxNames(
            matcher.group("set"),
            part != null && !part.regionMatches(true, 0, "train", 0, 5),
            !matcher.group("kind").equalsIgnoreCase("labels")));
  }
}
