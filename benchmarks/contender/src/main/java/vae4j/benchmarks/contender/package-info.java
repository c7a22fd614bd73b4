/**
 * The interface of the peers: a folder of inputs goes in, the same work is done and timed, one line
 * of JSON comes out. It knows neither the peers nor the program that compares them.
 */
@NullMarked
package vae4j.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
