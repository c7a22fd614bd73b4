package vae4j.cuda.library.device;

import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.ElementType;

/**
 * Numbers in a GPU's memory.
 *
 * @param address of the first
 * @param type of each
 */
public record Tensor(long address, ElementType type) {
  /** Whether a candidate takes it as it is. */
  boolean is(ElementType wanted) {
    return type == wanted && aligned(address);
  }

  static boolean aligned(long address) {
    return address % Candidate.ALIGNMENT == 0;
  }
}
