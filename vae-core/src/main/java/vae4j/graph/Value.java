package vae4j.graph;

import vae4j.data.ImageShape;

/**
 * An array of a graph: [N, height, width, channels], with the shape of one image known and the
 * batch size N left open.
 *
 * @param name unique in the graph, such as {@code encoder/conv1}
 * @param shape of one image; a vector of Z numbers is 1×1×Z
 * @param buffer index of its memory in the graph; a reshaped value has the same as its source
 */
public record Value(String name, ImageShape shape, int buffer) {}
