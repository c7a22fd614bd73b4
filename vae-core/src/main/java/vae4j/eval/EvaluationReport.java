package vae4j.eval;

import vae4j.loss.LossTerms;

/**
 * The losses of a model on a split.
 *
 * @param dataset name of the images
 * @param images how many
 * @param loss mean over all images with one sampled z each, in nats per image
 * @param seconds wall-clock time
 */
public record EvaluationReport(String dataset, long images, LossTerms loss, double seconds) {}
