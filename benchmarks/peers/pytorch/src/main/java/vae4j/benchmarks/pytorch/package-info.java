/** The same network in eager PyTorch. */
@NullMarked
package vae4j.benchmarks.pytorch;

import org.jspecify.annotations.NullMarked;
