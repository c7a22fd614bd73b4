package vae4j.cuda.library;

/**
 * One way to compute a {@link Problem}, made for one GPU. It is not for several threads at once.
 *
 * <p>Tensors are given by their addresses in the GPU's memory, each a multiple of {@value
 * #ALIGNMENT}, channels last: input {@code [N, height, width, in]}, weights as {@link
 * #weightsLayout} says, output {@code [N, height, width, out]}. They keep these names in each
 * {@link Direction}, which says which of them is written; what is written overlaps nothing that is
 * read.
 */
public interface Candidate extends AutoCloseable {
  /** Every address is a multiple of this many bytes. */
  int ALIGNMENT = 16;

  /** Library, version and algorithm; the same in every process with the same library and GPU. */
  String name();

  /** Bytes of scratch memory that a run needs; 0 for none. */
  long workspaceBytes();

  /** The order in which weights are read or written. */
  WeightsLayout weightsLayout();

  /**
   * Puts the work on a stream, to be done in its order. The GPU's context must be the thread's
   * current one. Nothing here waits or allocates memory of the GPU, so that the stream may be
   * recording; but the first run may load a kernel, so there should be one before.
   *
   * @param stream address of a {@code CUstream}; 0 for the default stream
   * @param input address of the convolution's input
   * @param weights address of the weights
   * @param bias address of the bias; ignored if the epilogue has none
   * @param output address of the convolution's output
   * @param workspace address of {@link #workspaceBytes} bytes; ignored if that is 0
   * @throws LibraryException if the library refuses
   */
  void run(long stream, long input, long weights, long bias, long output, long workspace);

  /** Frees what the library keeps for it; what was put on streams must be done. */
  @Override
  void close();
}
