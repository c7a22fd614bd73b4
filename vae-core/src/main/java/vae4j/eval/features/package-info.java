/**
 * Images come in; their features, and distances between the features of two sets of images, go out.
 *
 * <p>The features are those of {@link vae4j.eval.features.FeatureNetwork}, two small classifiers of
 * this library, so a distance compares only with others of the same network: its name is part of
 * every metric, {@code FID[vae4j-fashion-1]}. They do not compare with published values, which use
 * the Inception network. Apart from {@link vae4j.eval.features.FeatureReport} nothing here knows a
 * model.
 */
@NullMarked
package vae4j.eval.features;

import org.jspecify.annotations.NullMarked;
