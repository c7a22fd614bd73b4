package vae4j.graph.parameter;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vae4j.backend.Backend;

/**
 * The parameters of a graph, shared by the plans that run it. Many threads may run plans while none
 * changes a weight.
 */
public final class Weights implements AutoCloseable {
  private final ParameterStore store;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final AtomicLong version = new AtomicLong();

  /**
   * Zeros.
   *
   * @param layout the parameters
   * @param backend whose memory they lie in
   */
  public Weights(ParameterLayout layout, Backend backend) {
    this.store = new ParameterStore(layout, backend);
  }

  /** The vectors; to be read inside {@link #read} and changed inside {@link #update}. */
  public ParameterStore store() {
    return store;
  }

  /** Increases with each {@link #update}. */
  public long version() {
    return version.get();
  }

  /** Says that weights may have been changed elsewhere than in {@link #update}. */
  public void changed() {
    version.incrementAndGet();
  }

  /**
   * Reads weights, or runs plans, while no weight changes.
   *
   * @param action what is done
   * @param <T> its result
   * @return its result
   */
  public <T> T read(Supplier<T> action) {
    lock.readLock().lock();
    try {
      return action.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Changes weights while nothing reads them.
   *
   * @param change is given the vectors
   */
  public void update(Consumer<ParameterStore> change) {
    lock.writeLock().lock();
    try {
      change.accept(store);
    } finally {
      version.incrementAndGet();
      lock.writeLock().unlock();
    }
  }

  /** Frees the vectors. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      store.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
