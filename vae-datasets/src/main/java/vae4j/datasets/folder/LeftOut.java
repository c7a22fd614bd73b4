package vae4j.datasets.folder;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what a folder holds beside images, by kind. */
final class LeftOut {
  private static final int NAMED = 5;

  private final Map<String, Integer> kinds = new TreeMap<>();

  void add(String kind) {
    kinds.merge(kind, 1, Integer::sum);
  }

  int total() {
    return kinds.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Such as {@code 12 files (10 .txt, 2 hidden)}, the most frequent kinds first. */
  Optional<String> text() {
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts =
        kinds.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(kind -> kind.getValue() + " " + named(kind.getKey(), kind.getValue()))
            .toList();
    String named = String.join(", ", parts.subList(0, Math.min(NAMED, parts.size())));
    String more = parts.size() > NAMED ? ", …" : "";
    return Optional.of(total() + (total() == 1 ? " file (" : " files (") + named + more + ")");
  }

  private static String named(String kind, int count) {
    return count == 1 ? kind : kind.replaceFirst("^(link|special file)", "$1s");
  }
}
