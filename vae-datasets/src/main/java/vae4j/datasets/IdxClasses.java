package vae4j.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.MalformedIdxException;

/** Makes classes of the numbers in files of labels. */
final class IdxClasses {
  /** Whatever has more different numbers is no class. */
  private static final int MOST_CLASSES = 10_000;

  private IdxClasses() {}

  /** The class of each image, as an index into the classes' names. */
  static final class Labels {
    private final int[] indices;
    private final List<String> names;

    private Labels(int[] indices, List<String> names) {
      this.indices = indices;
      this.names = List.copyOf(names);
    }

    int of(int index) {
      return indices[index];
    }

    List<String> names() {
      return names;
    }
  }

  /** Takes labels of which each was found to be one of the classes that are named. */
  static Labels named(IdxFile labels, List<String> names, int first) throws MalformedIdxException {
    int[] indices = numbers(labels);
    for (int i = 0; i < indices.length; i++) {
      indices[i] -= first;
    }
    return new Labels(indices, names);
  }

  /** The different numbers that stand in files, in ascending order, as names of classes. */
  static List<String> namesOf(List<IdxFile> files) throws MalformedIdxException {
    TreeSet<Integer> different = new TreeSet<>();
    for (IdxFile file : files) {
      int[] numbers = numbers(file);
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] < 0) {
          throw new MalformedIdxException(
              file.source(), "label " + i, "at least 0", String.valueOf(numbers[i]));
        }
        different.add(numbers[i]);
        if (different.size() > MOST_CLASSES) {
          throw new MalformedIdxException(
              file.source(),
              "number of classes",
              "at most " + MOST_CLASSES,
              "more among the first " + (i + 1) + " labels");
        }
      }
    }
    return different.stream().map(String::valueOf).toList();
  }

  /** Takes labels whose numbers are the names of the classes, in ascending order. */
  static Labels numbered(IdxFile labels, List<String> names) throws MalformedIdxException {
    List<Integer> classes = new ArrayList<>(names.stream().map(Integer::valueOf).toList());
    int[] numbers = numbers(labels);
    return new Labels(
        Arrays.stream(numbers).map(number -> Collections.binarySearch(classes, number)).toArray(),
        names);
  }

  private static int[] numbers(IdxFile labels) throws MalformedIdxException {
    int[] numbers = new int[labels.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels.label(i);
    }
    return numbers;
  }
}
