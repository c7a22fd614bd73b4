package vae4j.io;

import java.io.IOException;

/** Takes the numbers of a file's tensors as they are read. */
@FunctionalInterface
public interface TensorTarget {
  /**
   * The next numbers. Tensors come one after another, each from its first number to its last.
   *
   * @param tensor whose they are
   * @param from index of the first in the tensor
   * @param values the numbers from 0 on; used again for the next ones
   * @param count how many
   * @throws IOException if they cannot be taken; reading ends with it
   */
  void accept(TensorShape tensor, long from, float[] values, int count) throws IOException;
}
