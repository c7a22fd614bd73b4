package vae4j;

import vae4j.backend.AvailableMemory;

/**
 * Something needs more memory than there is. It is found out before anything is allocated: native
 * memory that the system refuses would end the process.
 */
public final class InsufficientMemoryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient MemoryNeed need;
  private final transient AvailableMemory available;

  /**
   * A refusal.
   *
   * @param what needs the memory, such as {@code training}
   * @param need how much of it
   * @param available how much there is
   * @param advice what would fit, for people; empty for none
   */
  public InsufficientMemoryException(
      String what, MemoryNeed need, AvailableMemory available, String advice) {
    super(what + " " + need.shortage(available) + (advice.isEmpty() ? "" : "; " + advice));
    this.need = need;
    this.available = available;
  }

  /** The memory that is needed. */
  public MemoryNeed need() {
    return need;
  }

  /** The memory that was available. */
  public AvailableMemory available() {
    return available;
  }
}
