/**
 * Images come in, batches go out.
 *
 * <p>An {@link vae4j.data.ImageDataset} hands out single images as numbers in [0, 1]; {@link
 * vae4j.data.Batches} shuffles them and puts them together to {@link vae4j.data.Batch}es while the
 * one before is being trained on. This package knows no model, no backend and no file format.
 */
@NullMarked
package vae4j.data;

import org.jspecify.annotations.NullMarked;
