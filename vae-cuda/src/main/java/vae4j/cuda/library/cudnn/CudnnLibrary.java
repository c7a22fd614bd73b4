package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_A;
import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_FALLBACK;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.cuda.global.cudnn;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.Natives;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.WeightsLayout;

/** cuDNN for one GPU, which need not be there. */
public final class CudnnLibrary implements KernelLibrary {
  /** The first version that makes plans from a description of a GPU. */
  private static final long DESCRIPTIONS = 90_800;

  // Some of what is proposed is not allowed or has no plan.
  private static final int PROPOSALS = 24;

  private final String version;
  private final Target target;
  private final List<String> refusals = new ArrayList<>();

  private CudnnLibrary(Target target) {
    this.version = "cuDNN " + text(cudnnGetVersion());
    this.target = target;
  }

  /** Why the library cannot be used, in one line; empty if it can. */
  public static Optional<String> unavailable() {
    return Loading.RESULT;
  }

  // Loads on first use, once.
  private static final class Loading {
    static final Optional<String> RESULT =
        Natives.load(
            cudnn.class,
            "cuDNN",
            "install cuDNN 9 and cuBLAS of CUDA 13, and put their folders on the path of"
                + " libraries");
  }

  /**
   * Opens the library on the GPU of the thread's current context, once {@link #unavailable} has
   * found nothing.
   *
   * @throws LibraryException if the library does not start on this GPU
   */
  public static CudnnLibrary onGpu() {
    return new CudnnLibrary(new Target.Present());
  }

  /**
   * Opens the library to make plans that cannot be run, once {@link #unavailable} has found
   * nothing.
   *
   * @param device the GPU to make them for
   * @return the library
   * @throws LibraryException if the library is older than 9.8, or refuses the description
   */
  public static CudnnLibrary without(DeviceProperties device) {
    long version = cudnnGetVersion();
    if (version < DESCRIPTIONS) {
      throw new LibraryException(
          "cuDNN must be 9.8 or newer to make plans without a GPU, was " + text(version));
    }
    return new CudnnLibrary(new Target.Described(device));
  }

  @Override
  public String version() {
    return version;
  }

  /** 91900 → 9.19.0. */
  static String text(long version) {
    return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
  }

  /** How cuDNN describes the GPU that it runs on, as JSON; empty without a GPU or before 9.8. */
  public Optional<String> deviceProperties() {
    return target instanceof Target.Present gpu && cudnnGetVersion() >= DESCRIPTIONS
        ? Optional.of(gpu.properties())
        : Optional.empty();
  }

  /** What the library refused in the last call of {@link #candidates}, in its own words. */
  public List<String> refusals() {
    return Collections.unmodifiableList(refusals);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The limit holds for each layout of the weights; the layers' own comes first, as it needs no
   * copy. There are none for gradients of a bias, which cuDNN does not sum along.
   */
  @Override
  public List<Candidate> candidates(Problem problem, Limits limits) {
    return candidates(problem, limits, name -> true);
  }

  /** Makes no other plan, which may mean to compile a kernel. */
  @Override
  public Optional<Candidate> candidate(Problem problem, Limits limits, String name) {
    return candidates(problem, limits, name::equals).stream().findFirst();
  }

  private List<Candidate> candidates(Problem problem, Limits limits, Predicate<String> wanted) {
    refusals.clear();
    if (problem.direction() == Direction.WEIGHTS && problem.epilogue().bias()) {
      return List.of();
    }
    List<Candidate> candidates =
        new ArrayList<>(inLayout(problem, WeightsLayout.OURS, limits, wanted));
    // With one output channel both layouts are the same.
    if (problem.geometry().asConvolution().output().channels() > 1) {
      candidates.addAll(inLayout(problem, WeightsLayout.KRSC, limits, wanted));
    }
    return List.copyOf(candidates);
  }

  private List<Candidate> inLayout(
      Problem problem, WeightsLayout layout, Limits limits, Predicate<String> wanted) {
    Map<String, Candidate> found = new LinkedHashMap<>();
    try (ConvolutionGraph graph = new ConvolutionGraph(problem, layout, target)) {
      for (int mode : new int[] {CUDNN_HEUR_MODE_A, CUDNN_HEUR_MODE_FALLBACK}) {
        for (Engine engine : propose(graph, mode)) {
          add(found, engine, problem, layout, limits, wanted);
        }
      }
    } catch (LibraryException e) {
      refusals.add(e.getMessage());
    }
    return new ArrayList<>(found.values());
  }

  private List<Engine> propose(ConvolutionGraph graph, int mode) {
    try {
      return graph.engines(mode, PROPOSALS);
    } catch (LibraryException e) {
      refusals.add(e.getMessage());
      return List.of();
    }
  }

  private void add(
      Map<String, Candidate> found,
      Engine engine,
      Problem problem,
      WeightsLayout layout,
      Limits limits,
      Predicate<String> wanted) {
    boolean taken = false;
    try {
      if (found.size() < limits.candidates() && engine.allowed(problem.math())) {
        String name = version + " " + engine.name() + " " + layout;
        if (wanted.test(name) && !found.containsKey(name)) {
          Descriptor plan = plan(engine);
          long bytes = plan.longs(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE, 1)[0];
          if (bytes <= limits.workspaceBytes()) {
            boolean bias = problem.epilogue().bias();
            found.put(name, new CudnnCandidate(name, target, engine, plan, bytes, layout, bias));
            taken = true;
          } else {
            plan.close();
          }
        }
      }
    } catch (LibraryException e) {
      refusals.add(e.getMessage());
    } finally {
      if (!taken) {
        engine.close();
      }
    }
  }

  private Descriptor plan(Engine engine) {
    Descriptor plan = new Descriptor(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR, "a plan");
    try {
      plan.set(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, engine.settings());
      target.tell(plan, CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP);
      return plan.finish();
    } catch (LibraryException e) {
      plan.close();
      throw e;
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
