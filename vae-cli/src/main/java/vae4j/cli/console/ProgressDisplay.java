package vae4j.cli.console;

/** The progress of long work. */
public interface ProgressDisplay extends AutoCloseable {
  /** Says nothing. */
  ProgressDisplay NONE =
      new ProgressDisplay() {
        @Override
        public void to(long done, String note) {}

        @Override
        public void close() {}
      };

  /**
   * The work has come this far.
   *
   * @param done units done
   * @param note a few words, such as the loss
   */
  void to(long done, String note);

  @Override
  void close();
}
