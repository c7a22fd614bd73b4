/** Run folders and sweep folders: training and evaluation that leave files. */
@NullMarked
package vae4j.cli.run;

import org.jspecify.annotations.NullMarked;
