/**
 * Data and a model come in, a trained model goes out.
 *
 * <p>{@link vae4j.train.Trainer} is the loop, on one screen; {@link vae4j.train.TrainerConfig} its
 * settings, {@link vae4j.train.Optimizer} the step, {@link vae4j.train.TrainingHistory} what
 * happened.
 */
@NullMarked
package vae4j.train;

import org.jspecify.annotations.NullMarked;
