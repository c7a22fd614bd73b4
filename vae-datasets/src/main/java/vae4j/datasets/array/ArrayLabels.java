package vae4j.datasets.array;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import vae4j.data.ImageDataset;

/**
 * Classes of the rows of an array.
 *
 * @param of the class of each row, or {@link ImageDataset#NO_LABEL}
 * @param names the classes
 */
record ArrayLabels(int[] of, List<String> names) {
  /** More different numbers than this are no classes. */
  static final int MOST = 1000;

  static final ArrayLabels NONE = new ArrayLabels(new int[0], List.of());

  /** The different numbers of some label arrays, each a class; negative ones are none. */
  static SortedSet<Long> classes(List<NpyArray> arrays) {
    SortedSet<Long> classes = new TreeSet<>();
    for (NpyArray array : arrays) {
      for (long row = 0; row < array.rows() && classes.size() <= MOST; row++) {
        long label = array.readWhole(row)[0];
        if (label >= 0) {
          classes.add(label);
        }
      }
    }
    return classes;
  }

  /** The labels of one array in the classes of all. */
  static ArrayLabels of(NpyArray array, SortedSet<Long> classes) {
    long[] sorted = classes.stream().mapToLong(Long::longValue).toArray();
    int[] labels = new int[Math.toIntExact(array.rows())];
    for (int row = 0; row < labels.length; row++) {
      int found = Arrays.binarySearch(sorted, array.readWhole(row)[0]);
      labels[row] = found < 0 ? ImageDataset.NO_LABEL : found;
    }
    return new ArrayLabels(labels, classes.stream().map(String::valueOf).toList());
  }

  /** The labels of some of the rows. */
  int[] of(int[] rows) {
    return of.length == 0 ? of : Arrays.stream(rows).map(row -> of[row]).toArray();
  }
}
