/**
 * Settings and seeds come in, a trained and measured model for each combination goes out, with
 * means and standard deviations over the seeds.
 *
 * <p>{@link vae4j.sweep.SweepPlan} lists the runs, {@link vae4j.sweep.SweepRunner} makes one, and
 * {@link vae4j.sweep.SweepResults} has the tables.
 */
@NullMarked
package vae4j.sweep;

import org.jspecify.annotations.NullMarked;
