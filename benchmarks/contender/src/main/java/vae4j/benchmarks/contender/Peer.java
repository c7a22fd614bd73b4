package vae4j.benchmarks.contender;

import java.io.IOException;
import java.util.Map;

/** A library that does the task, ready to begin: its graph built, its weights the given ones. */
public interface Peer extends AutoCloseable {
  /** Opens a contender. */
  @FunctionalInterface
  interface Factory {
    /**
     * Opens it.
     *
     * @param inputs what all contenders get
     * @param variant which way of it, the words after the folder on its command line
     * @return the contender, the caller's to close
     * @throws UnavailableException if this machine cannot run it
     */
    Peer open(Inputs inputs, String... variant) throws UnavailableException;
  }

  /** The inputs as this contender takes them. */
  Inputs inputs();

  /**
   * The versions of what computes, by name.
   *
   * @throws IOException if the library's jar does not say
   */
  Map<String, String> versions() throws IOException;

  /**
   * Trains for all passes, the warm-up included, and says after each that it is over. {@link
   * PeerMain#train} is a loop for contenders that bring none of their own.
   *
   * @param stopwatch is called after each pass, with its mean loss
   */
  void train(Stopwatch stopwatch);

  /**
   * The posterior of images.
   *
   * @param images [batch, height, width, channels], in [0, 1]
   * @return μ, [batch, latent]
   */
  float[] encode(float[] images);

  /**
   * The expected images of codes.
   *
   * @param codes [batch, latent]
   * @return [batch, height, width, channels], in [0, 1]
   */
  float[] decode(float[] codes);

  @Override
  void close();
}
