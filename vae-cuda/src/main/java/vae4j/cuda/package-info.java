/**
 * The GPU backend: every op on kernels of its own, and layers with weights on libraries of NVIDIA's
 * where they are faster ({@link vae4j.cuda.library.device}), for NVIDIA GPUs from Ampere on.
 *
 * <p>All memory of a model lies on the device, and all work runs in order on one stream of it. The
 * kernels are in {@code src/main/cuda}; {@link vae4j.cuda.driver} calls the driver.
 */
@NullMarked
package vae4j.cuda;

import org.jspecify.annotations.NullMarked;
