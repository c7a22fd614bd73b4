package vae4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the file that a JVM writes when native code ends it ({@code -XX:ErrorFile}, else {@code
 * hs_err_pidN.log}).
 */
final class CrashReport {
  private static final Pattern PROBLEM =
      Pattern.compile(
          "#\\s+(SIG\\w+|Internal Error|EXCEPTION_\\w+|There is insufficient memory).*");
  private static final Pattern JAVA_FRAME =
      Pattern.compile("(?:j|J \\d+(?: \\w\\d)?)\\s+([\\w.$]+\\.[\\w$<>]+)\\(.*");
  private static final Pattern JDK = Pattern.compile("(?:java|javax|jdk|sun|com\\.sun)\\..*");
  // A line of /proc/self/maps: addresses, rights, offset, device, inode, file.
  private static final Pattern LIBRARY =
      Pattern.compile(
          "\\p{XDigit}+-\\p{XDigit}+ \\S+ \\S+ \\S+ \\d+\\s+(/\\S+/([^/\\s]+)\\.so\\S*)");
  // Bundled by many and found in every system; two copies do no harm.
  private static final Set<String> HARMLESS =
      Set.of("libgcc_s", "libstdc++", "libquadmath", "libgfortran");
  private static final int NAMED_AT_MOST = 3;

  private CrashReport() {}

  /**
   * The cause of the process's end: the signal, where, on whose behalf, and which libraries are
   * there twice, from two places.
   *
   * @param lines of the file
   * @return one line
   */
  static String summary(List<String> lines) {
    StringBuilder summary = new StringBuilder("the JVM was ended by native code: ");
    summary.append(problem(lines));
    int frame = lines.indexOf("# Problematic frame:");
    if (frame >= 0 && frame + 1 < lines.size()) {
      summary.append(" in ").append(lines.get(frame + 1).replaceAll("[#\\s]+", " ").strip());
    }
    for (String line : lines) {
      Matcher java = JAVA_FRAME.matcher(line);
      if (java.matches() && !JDK.matcher(java.group(1)).matches()) {
        summary.append(", called by ").append(java.group(1));
        break;
      }
    }
    List<String> twice = loadedTwice(lines);
    if (!twice.isEmpty()) {
      summary.append("; two versions of one library are loaded: ");
      summary.append(String.join("; ", twice));
    }
    return summary.toString();
  }

  private static String problem(List<String> lines) {
    for (String line : lines) {
      Matcher problem = PROBLEM.matcher(line);
      if (problem.matches()) {
        return problem.group(1);
      }
    }
    return "no reason given";
  }

  private static List<String> loadedTwice(List<String> lines) {
    Map<String, Set<String>> places = new TreeMap<>();
    for (String line : lines) {
      Matcher library = LIBRARY.matcher(line);
      if (library.matches() && !HARMLESS.contains(library.group(2))) {
        String file = library.group(1);
        places.computeIfAbsent(library.group(2), name -> new TreeSet<>()).add(file);
      }
    }
    List<String> twice = new ArrayList<>();
    places.forEach(
        (name, files) -> {
          if (files.stream().map(file -> Path.of(file).getParent()).distinct().count() > 1
              && twice.size() < NAMED_AT_MOST) {
            twice.add(String.join(" and ", files));
          }
        });
    return twice;
  }
}
