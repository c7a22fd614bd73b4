package vae4j.datasets;

import vae4j.data.ImageDataset;

/**
 * A set to train on and a set to test on, which share no picture.
 *
 * @param train pictures to train on
 * @param test pictures of the same shape and classes to test on
 */
public record Split(ImageDataset train, ImageDataset test) {}
