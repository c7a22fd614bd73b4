/**
 * The choice among candidates: each is compared with the kernel that is known to be right, and
 * timed. What was found is kept in a file. It knows a GPU only as a {@link
 * vae4j.cuda.library.select.Bench}.
 */
@NullMarked
package vae4j.cuda.library.select;

import org.jspecify.annotations.NullMarked;
