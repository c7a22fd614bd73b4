/** The CUDA driver's calls: a GPU, its memory, streams, kernels and recorded graphs. */
@NullMarked
package vae4j.cuda.driver;

import org.jspecify.annotations.NullMarked;
