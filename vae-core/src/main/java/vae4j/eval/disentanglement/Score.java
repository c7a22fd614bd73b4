package vae4j.eval.disentanglement;

/**
 * One number of a report.
 *
 * @param name in lower case with underscores, such as {@code factor_vae}
 * @param value in [0, 1], 1 being best
 * @param samples how many images or votes it was computed from; the metric says which
 */
public record Score(String name, double value, int samples) {}
