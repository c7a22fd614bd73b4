package vae4j.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.backend.Recording;
import vae4j.cuda.driver.Event;
import vae4j.cuda.driver.Graph;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Stream;

/**
 * Work recorded as one CUDA graph. The numbers of several runs are written ahead into rings on the
 * device, the results lie in a ring too, and the graph itself counts at which slot it is: so runs
 * follow each other without a call to the host between them, and numbers are copied to and fro in
 * the meantime on a stream of their own.
 */
final class CudaRecording implements Recording {
  private static final Logger LOG = LoggerFactory.getLogger(CudaRecording.class);

  /** Runs that are sent to the device together, at most; a power of two. */
  private static final int MOST_TOGETHER = 16;

  /** Fewer where their numbers, such as images of a data set on the host, take more memory. */
  private static final long MOST_BYTES = 256L << 20;

  private final Kernels kernels;
  private final Ends ends;
  private final int together;

  /** While one half of the rings is in use, the other one is filled. */
  private final int slots;

  private final Rings inputs;
  private final Rings outputs;
  private final DeviceStorage counter;
  private final Stream copies;
  private final Event copied;
  private final Deque<Sent> underway = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private @Nullable Graph graph;
  private long queued;
  private long sent;
  private long collected;

  /** Runs up to one, and the event that they are done. */
  private record Sent(long end, Event done) {}

  private CudaRecording(Kernels kernels, DataType type, Ends ends) {
    this.kernels = kernels;
    this.ends = ends;
    List<DeviceStorage> fed = new ArrayList<>();
    ends.feeds().forEach(feed -> fed.add(DeviceStorage.of(feed)));
    ends.scalars().forEach(scalar -> fed.add(DeviceScalar.of(scalar).place()));
    List<DeviceStorage> kept = ends.results().stream().map(DeviceStorage::of).toList();
    this.together = together(type, fed, kept);
    this.slots = 2 * together;
    this.inputs = new Rings(kernels, type, fed, slots);
    this.outputs = new Rings(kernels, type, kept, slots);
    this.counter = DeviceStorage.allocate(kernels, DataType.FLOAT, Kind.REAL, 1);
    this.copies = new Stream(kernels.gpu());
    this.copied = new Event(kernels.gpu());
  }

  private static int together(DataType type, List<DeviceStorage> fed, List<DeviceStorage> kept) {
    long numbers =
        fed.stream().mapToLong(DeviceStorage::length).sum()
            + kept.stream().mapToLong(DeviceStorage::length).sum();
    int count = MOST_TOGETHER;
    while (count > 1 && 2L * count * numbers * DeviceStorage.bytes(type, Kind.REAL) > MOST_BYTES) {
      count /= 2;
    }
    return count;
  }

  /** Records work. */
  static CudaRecording of(Kernels kernels, DataType type, Ends ends, Runnable work) {
    CudaRecording recording = new CudaRecording(kernels, type, ends);
    try {
      recording.graph = new Graph(kernels.gpu(), () -> recording.recorded(work));
      LOG.debug("recorded {} kernels as one graph", recording.graph.nodes());
      return recording;
    } catch (RuntimeException e) {
      recording.close();
      throw e;
    }
  }

  private void recorded(Runnable work) {
    inputs.move("feed_slots", counter.address());
    work.run();
    outputs.move("keep_slots", counter.address());
    kernels.launch("advance").address(counter.address()).grid(1, 1, 1);
  }

  @Override
  public List<double[][]> run(float[]... feeds) {
    if (feeds.length != ends.feeds().size()) {
      throw new IllegalArgumentException(
          "feeds must be " + ends.feeds().size() + ", were " + feeds.length);
    }
    // The slot was used as many runs ago as there are.
    List<double[][]> results = collect(queued - slots + 1);
    int slot = (int) (queued % slots);
    for (int i = 0; i < feeds.length; i++) {
      inputs.put(i, slot, feeds[i]);
    }
    for (int i = 0; i < ends.scalars().size(); i++) {
      inputs.put(feeds.length + i, slot, ends.scalars().get(i).get());
    }
    queued++;
    if (queued % together == 0) {
      send();
    }
    return results;
  }

  /** Sends what is queued: numbers by the stream of copies, then the runs, then their results. */
  private void send() {
    int count = (int) (queued - sent);
    if (count == 0) {
      return;
    }
    int slot = (int) (sent % slots);
    inputs.write(copies, slot, count);
    copies.record(copied);
    Stream stream = kernels.gpu().stream();
    stream.await(copied);
    for (int i = 0; i < count; i++) {
      Objects.requireNonNull(graph).launch();
    }
    ends.scalars().forEach(scalar -> DeviceScalar.of(scalar).overwritten());
    outputs.read(stream, slot, count);
    Event done = events.isEmpty() ? new Event(kernels.gpu()) : events.pop();
    stream.record(done);
    sent = queued;
    underway.add(new Sent(sent, done));
  }

  /** The results that have come in, and those up to a run in any case. */
  private List<double[][]> collect(long atLeast) {
    List<double[][]> results = new ArrayList<>();
    while (!underway.isEmpty()) {
      Sent first = underway.peek();
      if (collected >= atLeast && !first.done.isDone()) {
        break;
      }
      first.done.synchronize();
      while (collected < first.end) {
        results.add(outputs.get((int) (collected++ % slots)));
      }
      events.push(first.done);
      underway.remove();
    }
    return results;
  }

  @Override
  public List<double[][]> finish() {
    send();
    return collect(sent);
  }

  @Override
  public long kernels() {
    return Objects.requireNonNull(graph).nodes();
  }

  @Override
  public void close() {
    copies.drain();
    kernels.gpu().stream().drain();
    if (graph != null) {
      graph.close();
    }
    inputs.close();
    outputs.close();
    counter.close();
    copied.close();
    copies.close();
    events.forEach(Event::close);
    underway.forEach(sent -> sent.done.close());
  }
}
