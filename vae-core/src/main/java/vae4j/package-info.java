/**
 * The model: {@link vae4j.VaeConfig} is its architecture, {@link vae4j.Vae} its weights with load
 * and save, {@link vae4j.Session} runs it for inference and {@link vae4j.TrainingSession} for
 * training.
 *
 * <p>Start reading at {@link vae4j.VaeConfig}; {@code VaeGraph} builds the network from top to
 * bottom. This package knows no training loop.
 */
@NullMarked
package vae4j;

import org.jspecify.annotations.NullMarked;
