/**
 * The backend on oneDNN's primitives: from a layer and a batch size to primitives that are made
 * once, kept, and run on ND4J's memory without copies.
 *
 * <p>{@link vae4j.onednn.OneDnnBackendProvider} makes it known; its kernels are made of operations
 * ({@code Primitive}: a primitive and what it reads and writes) and stand in files of their own,
 * one for each kind of layer.
 */
@NullMarked
package vae4j.onednn;

import org.jspecify.annotations.NullMarked;
