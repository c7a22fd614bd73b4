/**
 * One idea a file: each class has a method that returns its result and a {@code main} that calls
 * it, and each is run by a test.
 *
 * <p>Begin with {@link vae4j.examples.QuickStart}, the README's program. Nothing in the library
 * depends on this package.
 */
@NullMarked
package vae4j.examples;

import org.jspecify.annotations.NullMarked;
