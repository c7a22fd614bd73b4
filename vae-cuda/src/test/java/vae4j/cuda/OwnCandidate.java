package vae4j.cuda;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.WeightsLayout;
import vae4j.cuda.library.device.Operands;
import vae4j.cuda.library.device.Tensor;

/** A candidate on the backend's own kernels, as strict as a library; most kinds are wrong. */
final class OwnCandidate implements Candidate {
  /** How it behaves. */
  enum Kind {
    RIGHT,
    /** Right, but never faster. */
    SLOW,
    WRONG,
    /** Right within the tolerance, with other bits in each run. */
    LOOSE,
    THROWS,
    /** Writes nothing. */
    IDLE,
    /** After it the GPU does not answer. */
    DEADLY
  }

  /** Is told of each candidate. */
  interface Watch {
    void ran();

    void closed();
  }

  private final Kernels kernels;
  private final Kind kind;
  private final WeightsLayout layout;
  private final Problem problem;
  private final AffinePass pass;
  private final Partials sums;
  private final Geometry geometry;
  private final Watch watch;
  private int runs;
  private boolean closed;

  OwnCandidate(Kernels kernels, Kind kind, WeightsLayout layout, Problem problem, Watch watch) {
    this.kernels = kernels;
    this.kind = kind;
    this.layout = layout;
    this.problem = problem;
    this.watch = watch;
    var map = problem.geometry().asConvolution();
    var window = map.window();
    this.geometry =
        new Geometry(
            map.batch(),
            map.input(),
            map.output(),
            window.height(),
            window.width(),
            window.strideHeight(),
            window.strideWidth(),
            window.top(),
            window.left());
    this.sums =
        new Partials(
            kernels,
            DataType.FLOAT,
            rows() * (long) columns(),
            geometry.weightTiles(),
            geometry.outputRows());
    Function right = Function.of(problem.epilogue().activation());
    Function function =
        kind == Kind.WRONG && problem.direction() != Direction.WEIGHTS ? new Function(4, 0) : right;
    this.pass = new AffinePass(kernels, geometry, problem.direction(), function, sums);
  }

  private int rows() {
    return geometry.kernelHeight() * geometry.kernelWidth() * geometry.input().channels();
  }

  private int columns() {
    return geometry.output().channels();
  }

  @Override
  public String name() {
    return name(kind, layout);
  }

  static String name(Kind kind, WeightsLayout layout) {
    return "lib 1.0 " + kind.name().toLowerCase(Locale.ROOT) + " " + layout;
  }

  /** For the weights in float32 and the layer's order. */
  @Override
  public long workspaceBytes() {
    return 4L * rows() * columns();
  }

  @Override
  public WeightsLayout weightsLayout() {
    return layout;
  }

  @Override
  public void run(long stream, long x, long w, long bias, long y, long workspace) {
    if (closed || stream != kernels.gpu().stream().address()) {
      throw new AssertionError(name() + " was closed, or is on another stream");
    }
    for (long address : new long[] {x, w, bias, y, workspace}) {
      if (address % ALIGNMENT != 0) {
        throw new AssertionError(name() + " was given the address " + address);
      }
    }
    if (kind == Kind.THROWS) {
      throw new LibraryException("lib: running " + name() + " failed");
    }
    if (kind == Kind.IDLE) {
      return;
    }
    if (kind == Kind.DEADLY) {
      FakeDriver.set(Control.LOST_AFTER, 1);
    }
    Tensor input = new Tensor(x, problem.types().input());
    Tensor output = new Tensor(y, problem.types().output());
    boolean writesWeights = problem.direction() == Direction.WEIGHTS;
    if (!writesWeights) {
      turn("unstage_weights", w, workspace);
    }
    long added = problem.epilogue().bias() ? bias : 0;
    pass.run(new Operands(input, workspace, added, output));
    if (writesWeights) {
      if (kind == Kind.WRONG) {
        scale(workspace, (long) rows() * columns(), 1.01);
      }
      turn("stage_weights", workspace, w);
    }
    if (kind == Kind.LOOSE) {
      switch (problem.direction()) {
        case FORWARD -> scale(y, geometry.outputRows() * columns(), 1 + 1e-6 * (runs % 2));
        case DATA ->
            scale(x, geometry.inputRows() * geometry.input().channels(), 1 + 1e-6 * (runs % 2));
        case WEIGHTS -> scale(w, (long) rows() * columns(), 1 + 1e-6 * (runs % 2));
      }
    }
    runs++;
    watch.ran();
  }

  private void turn(String kernel, long from, long to) {
    int type =
        switch (problem.types().weights()) {
          case FLOAT32 -> 0;
          case BFLOAT16 -> 1;
          case FLOAT16 -> 2;
        };
    var launch = kernels.launch(kernel).address(from);
    if (kernel.equals("stage_weights")) {
      launch.address(to);
    }
    launch.integer(type).integer(layout == WeightsLayout.KRSC ? 1 : 0);
    if (kernel.equals("unstage_weights")) {
      launch.address(to);
    }
    launch.integer(rows()).integer(columns()).over((long) rows() * columns());
  }

  private void scale(long address, long length, double factor) {
    kernels.launch("vector_scale").address(address).real(factor).size(length).over(length);
  }

  @Override
  public void close() {
    if (closed) {
      throw new AssertionError(name() + " was closed twice");
    }
    closed = true;
    sums.close();
    watch.closed();
  }
}
