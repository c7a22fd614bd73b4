/**
 * The form in which metrics are given: {@link vae4j.eval.metric.MetricGroup}s measure, and return
 * lists of {@link vae4j.eval.metric.Metric}s.
 */
@NullMarked
package vae4j.eval.metric;

import org.jspecify.annotations.NullMarked;
