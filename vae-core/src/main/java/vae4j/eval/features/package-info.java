/**
 * Images come in; what a classifier sees in them, and how far two sets of images are from each
 * other in its eyes, goes out.
 *
 * <p>The features are those of {@link vae4j.eval.features.FeatureNetwork}, small classifiers of our
 * own, so a distance is compared only with others of the same network: its name belongs to every
 * score, {@code FID[vae4j-fashion-1]}. They are on no scale with published scores, which are made
 * with the Inception network. This package knows no model: whoever made the images, they are judged
 * alike.
 */
@NullMarked
package vae4j.eval.features;

import org.jspecify.annotations.NullMarked;
