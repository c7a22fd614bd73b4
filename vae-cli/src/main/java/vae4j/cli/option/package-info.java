/** Options that several commands share, and the checks of their values. */
@NullMarked
package vae4j.cli.option;

import org.jspecify.annotations.NullMarked;
