package vae4j.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;

/**
 * A primitive and what it reads and writes. What is always the same is named once; the rest, such
 * as activations, is given at each run and used where it lies.
 */
final class Primitive implements AutoCloseable {
  private final OneDnn library;
  private final primitive step;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<Operand> operands = new ArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private final memory scratchpad;
  private final long scratchpadBytes;

  /**
   * A call without arguments yet.
   *
   * @param library runs it
   * @param step what is run, this call's to close
   */
  Primitive(OneDnn library, primitive step) {
    this.library = library;
    this.step = step;
    library.retain();
    dnnl_memory_desc wanted =
        dnnl.dnnl_primitive_desc_query_md(
            step.get_dnnl_primitive_desc(), dnnl.dnnl_query_scratchpad_md, 0);
    this.scratchpadBytes = wanted == null ? 0 : dnnl.dnnl_memory_desc_get_size(wanted);
    this.scratchpad =
        library.unplaced(
            new memory.desc(
                new long[] {Math.max(1, scratchpadBytes)},
                memory.data_type.u8,
                memory.format_tag.a));
    if (scratchpadBytes > 0) {
      arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
    }
  }

  /** An argument that is read, given at each run. */
  Primitive reads(int index, memory.desc shape) {
    return operand(index, shape, true, false);
  }

  /** An argument that is overwritten, given at each run. */
  Primitive writes(int index, memory.desc shape) {
    return operand(index, shape, false, true);
  }

  /** An argument that is read and changed, given at each run. */
  Primitive changes(int index, memory.desc shape) {
    return operand(index, shape, true, true);
  }

  /** A second place for the operand that was named last, as primitives that work in place want. */
  Primitive also(int index) {
    arguments.put(index, operands.get(operands.size() - 1).place);
    return this;
  }

  /** An argument that is the same in every run, its owner's to close. */
  Primitive with(int index, memory fixed) {
    arguments.put(index, fixed);
    return this;
  }

  /** Something that is closed with this. */
  Primitive owning(AutoCloseable resource) {
    resources.add(resource);
    return this;
  }

  /**
   * Runs the primitive.
   *
   * @param storages the operands, in the order in which they were named
   */
  void run(Storage... storages) {
    library.useThreads();
    for (int i = 0; i < storages.length; i++) {
      operands.get(i).place(storages[i]);
    }
    if (scratchpadBytes > 0) {
      scratchpad.set_data_handle(library.scratchpad(scratchpadBytes));
    }
    step.execute(library.stream(), arguments);
    for (int i = 0; i < storages.length; i++) {
      operands.get(i).deliver(storages[i]);
    }
  }

  private Primitive operand(int index, memory.desc shape, boolean read, boolean written) {
    Operand operand = new Operand(shape, read, written);
    operands.add(operand);
    arguments.put(index, operand.place);
    return this;
  }

  /**
   * An argument given at each run; its numbers are converted where the storage has another type.
   */
  private final class Operand implements AutoCloseable {
    private final memory.data_type type;
    private final boolean read;
    private final boolean written;
    private final memory place;
    private @Nullable Conversion conversion;

    Operand(memory.desc shape, boolean read, boolean written) {
      // Interned: the bindings make a new object of each answer.
      this.type = shape.get_data_type().intern();
      this.read = read;
      this.written = written;
      this.place = library.unplaced(shape);
    }

    void place(Storage storage) {
      if (OneDnn.type(storage) == type) {
        place.set_data_handle(OneDnn.address(storage));
        return;
      }
      Conversion made = conversion == null ? new Conversion(storage) : conversion;
      conversion = made;
      place.set_data_handle(made.own.get_data_handle());
      if (read) {
        made.in(storage);
      }
    }

    void deliver(Storage storage) {
      if (written && conversion != null && OneDnn.type(storage) != type) {
        conversion.out(storage);
      }
    }

    @Override
    public void close() {
      place.close();
      if (conversion != null) {
        conversion.close();
      }
    }

    /** The operand's numbers in its own type, one after another as in the storage. */
    private final class Conversion implements AutoCloseable {
      private final memory own;
      private final memory outside;
      private final reorder inwards;
      private final reorder outwards;

      Conversion(Storage storage) {
        long[] length = {storage.length()};
        own = library.allocate(new memory.desc(length, type, memory.format_tag.a));
        outside =
            library.unplaced(new memory.desc(length, OneDnn.type(storage), memory.format_tag.a));
        inwards = new reorder(outside, own);
        outwards = new reorder(own, outside);
      }

      void in(Storage storage) {
        outside.set_data_handle(OneDnn.address(storage));
        inwards.execute(library.stream(), outside, own);
      }

      void out(Storage storage) {
        outside.set_data_handle(OneDnn.address(storage));
        outwards.execute(library.stream(), own, outside);
      }

      @Override
      public void close() {
        inwards.close();
        outwards.close();
        outside.close();
        own.close();
      }
    }
  }

  @Override
  public void close() {
    for (Operand operand : operands) {
      operand.close();
    }
    arguments.close();
    scratchpad.close();
    step.close();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    library.release();
  }
}
