package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;

/** An op that copies or adds whole arrays and needs neither parameters nor memory. */
interface StatelessOp extends Op {
  void forward(Backend backend, List<ImageShape> inputs, int batch, Operands operands);

  void backward(Backend backend, List<ImageShape> inputs, int batch, Operands operands);

  @Override
  default OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    return new OpKernel() {
      @Override
      public void forward(Operands operands) {
        StatelessOp.this.forward(backend, inputs, batch, operands);
      }

      @Override
      public void backward(Operands operands) {
        StatelessOp.this.backward(backend, inputs, batch, operands);
      }

      @Override
      public void close() {
        // Holds no memory.
      }
    };
  }

  @Override
  default MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    return MemoryUse.NONE;
  }
}
