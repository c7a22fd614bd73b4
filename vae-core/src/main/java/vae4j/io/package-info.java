/**
 * Named tensors and documents ↔ one checked file.
 *
 * <p>A {@link vae4j.io.ModelArchive} goes out as one zip and comes back, every field looked at, or
 * a {@link vae4j.io.MalformedModelException} says in one line what is wrong with the file. Tensors
 * lie in the public {@linkplain vae4j.io.Safetensors safetensors} format, documents in JSON;
 * nothing is mapped by reflection and nothing is serialised by Java. Every file is written beside
 * its place and {@linkplain vae4j.io.AtomicFiles moved in}. This package knows no model, no backend
 * and no ND4J.
 */
@NullMarked
package vae4j.io;

import org.jspecify.annotations.NullMarked;
