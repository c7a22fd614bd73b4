/**
 * The name of a data set, or a folder of images, comes in; {@link vae4j.data.ImageDataset}s go out.
 *
 * <p>{@link vae4j.datasets.Mnist}, {@link vae4j.datasets.FashionMnist} and their relatives are
 * found or downloaded, {@link vae4j.datasets.FashionMnistMini} comes with the library, {@link
 * vae4j.datasets.ImageFolder} reads own images, {@link vae4j.datasets.Sprites} draws its own,
 * {@link vae4j.datasets.Datasets} opens any of them by name. This package knows images and files,
 * and no model.
 */
@NullMarked
package vae4j.datasets;

import org.jspecify.annotations.NullMarked;
