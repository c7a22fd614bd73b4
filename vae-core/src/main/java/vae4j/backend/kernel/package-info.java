/** The operations that a backend implements, their memory, and the maps they compute. */
@NullMarked
package vae4j.backend.kernel;

import org.jspecify.annotations.NullMarked;
