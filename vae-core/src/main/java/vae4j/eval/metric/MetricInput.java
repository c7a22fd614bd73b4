package vae4j.eval.metric;

import vae4j.Vae;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;

/**
 * A model to measure, and how.
 *
 * @param vae the model
 * @param images of its shape
 * @param binarization applied to pixel values in all metrics, as in the model's training
 * @param seed of all sampling
 * @param workers share the loops that the backend does not do
 */
public record MetricInput(
    Vae vae, EvaluationImages images, Binarization binarization, long seed, ParallelLoop workers) {}
