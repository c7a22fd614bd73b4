/**
 * Standard output and error, progress, interruption, and the messages and exit codes of failures.
 */
@NullMarked
package vae4j.cli.console;

import org.jspecify.annotations.NullMarked;
