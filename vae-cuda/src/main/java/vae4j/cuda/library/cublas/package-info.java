/**
 * Matrix products by cuBLASLt: a problem that is one comes in, candidates go out. It knows nothing
 * of convolutions with windows.
 */
@NullMarked
package vae4j.cuda.library.cublas;

import org.jspecify.annotations.NullMarked;
