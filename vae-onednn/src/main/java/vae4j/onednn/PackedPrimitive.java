package vae4j.onednn;

/**
 * One pass of a layer: a primitive, and the kernel or its gradient in the primitive's layout.
 *
 * @param call the primitive
 * @param kernel the kernel's memory, bound to the call
 */
record PackedPrimitive(Primitive call, WeightsLayout kernel) implements AutoCloseable {
  @Override
  public void close() {
    call.close();
    kernel.close();
  }
}
