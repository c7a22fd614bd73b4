/**
 * Images and a model come in, a trained model goes out.
 *
 * <p>{@link vae4j.train.Trainer} is the loop, {@link vae4j.train.TrainerConfig} its settings,
 * {@link vae4j.train.Optimizer} the step, {@link vae4j.train.TrainingHistory} the losses of each
 * epoch. {@link vae4j.train.Presets} are models with their training, and {@link
 * vae4j.train.TrainSettings} settings by name.
 */
@NullMarked
package vae4j.train;

import org.jspecify.annotations.NullMarked;
