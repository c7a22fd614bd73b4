/**
 * Convolutions by cuDNN's graph interface: a problem comes in, execution plans go out. Plans can be
 * made for a GPU that is not there, from a description of it.
 */
@NullMarked
package vae4j.cuda.library.cudnn;

import org.jspecify.annotations.NullMarked;
