/**
 * A trained model, images and figures come in, one HTML file goes out that holds all of it.
 *
 * <p>{@link vae4j.plot.report.ModelGallery} draws what a model has learnt, as sections; whoever has
 * measured something adds sections with tables; {@link vae4j.plot.report.HtmlReport} writes them.
 * The file needs no network and no script. This package draws with {@link vae4j.plot}, which must
 * not know it, and computes nothing that a table should hold.
 */
@NullMarked
package vae4j.plot.report;

import org.jspecify.annotations.NullMarked;
