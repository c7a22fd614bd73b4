/**
 * A trained model, images and metrics come in, one HTML file goes out.
 *
 * <p>{@link vae4j.plot.report.ModelGallery} makes sections of the figures of a model, {@link
 * vae4j.plot.report.EvaluationSections} of metrics, and {@link vae4j.plot.report.HtmlReport} writes
 * them. The file needs no network and no script.
 */
@NullMarked
package vae4j.plot.report;

import org.jspecify.annotations.NullMarked;
