package vae4j.cuda.library.device;

/**
 * The tensors of a pass. They are named as in the convolution underneath, whichever of them is
 * written.
 *
 * @param input of the convolution
 * @param weights address of float32 numbers in a layer's own order; their gradient's, if that is
 *     written
 * @param bias address of float32 numbers, 0 for none
 * @param output of the convolution
 */
public record Operands(Tensor input, long weights, long bias, Tensor output) {}
