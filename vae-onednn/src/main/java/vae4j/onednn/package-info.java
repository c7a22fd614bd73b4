/**
 * The backend on oneDNN: a layer and a batch size come in, primitives go out that are made once,
 * kept, and run on ND4J's memory without copies.
 *
 * <p>{@link vae4j.onednn.OneDnnBackendProvider} makes it known. Each kind of layer has a file of
 * its own, which runs {@code Primitive}s.
 */
@NullMarked
package vae4j.onednn;

import org.jspecify.annotations.NullMarked;
