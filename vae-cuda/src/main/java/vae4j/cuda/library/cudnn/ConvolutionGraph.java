package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_COMP_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_CONV_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_DILATIONS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_DEVICEPROP;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_ENGINEHEUR_RESULTS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATIONGRAPH_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATIONGRAPH_OPS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_BDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_XDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_YDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_CONVOLUTION_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_DATA_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_HEUR_MODE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import vae4j.backend.kernel.Activation;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Epilogue;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.WeightsLayout;

/**
 * A problem as cuDNN's graph of operations: the convolution, then the bias, then the activation.
 * What passes from one to the next is float32 and in no memory. Plans made from it outlive it.
 */
final class ConvolutionGraph implements AutoCloseable {
  private final Target target;
  // The last one made goes first.
  private final Deque<Descriptor> parts = new ArrayDeque<>();
  private final List<Descriptor> operations = new ArrayList<>();
  private final Descriptor graph;

  /**
   * Describes a problem.
   *
   * @param problem the problem
   * @param layout of its weights
   * @param target the GPU
   */
  ConvolutionGraph(Problem problem, WeightsLayout layout, Target target) {
    this.target = target;
    try {
      this.graph = describe(problem, layout);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private Descriptor describe(Problem problem, WeightsLayout layout) {
    Direction direction = problem.direction();
    Geometry.Convolution geometry = problem.geometry().asConvolution();
    Epilogue epilogue = problem.epilogue();
    Tensors tensors = new Tensors(problem, layout);
    Descriptor written = keep(tensors.real(tensors.written()));
    boolean more = !epilogue.isNone();
    Descriptor result = more ? keep(tensors.passing(1)) : written;
    Descriptor x = direction == Direction.DATA ? result : keep(tensors.real(Tensors.INPUT));
    Descriptor w = direction == Direction.WEIGHTS ? result : keep(tensors.real(Tensors.WEIGHTS));
    Descriptor y = direction == Direction.FORWARD ? result : keep(tensors.real(Tensors.OUTPUT));
    operations.add(keep(Pass.of(direction).operation(window(geometry.window()), x, w, y)));
    boolean last = epilogue.activation() instanceof Activation.Identity;
    if (epilogue.bias()) {
      Descriptor bias = keep(tensors.real(Tensors.BIAS));
      Descriptor sum = last ? written : keep(tensors.passing(2));
      operations.add(keep(pointwise(keep(Activations.sum()), result, sum, bias)));
      result = sum;
    }
    if (!last) {
      Descriptor function = keep(Activations.of(epilogue.activation()));
      operations.add(keep(pointwise(function, result, written)));
    }
    Descriptor whole =
        keep(new Descriptor(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR, "the graph of " + direction));
    whole.set(CUDNN_ATTR_OPERATIONGRAPH_OPS, operations.toArray(new Descriptor[0]));
    target.tell(whole, CUDNN_ATTR_OPERATIONGRAPH_HANDLE, 0);
    return whole.finish();
  }

  private Descriptor keep(Descriptor part) {
    parts.push(part);
    return part;
  }

  private Descriptor window(Geometry.Window window) {
    return keep(new Descriptor(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR, "a convolution's window"))
        .setLongs(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2)
        .setEnum(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
        .setEnum(
            CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, CUDNN_CROSS_CORRELATION)
        .setLongs(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, window.top(), window.left())
        .setLongs(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, window.bottom(), window.right())
        .setLongs(CUDNN_ATTR_CONVOLUTION_DILATIONS, 1, 1)
        .setLongs(
            CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, window.strideHeight(), window.strideWidth())
        .finish();
  }

  private static Descriptor pointwise(
      Descriptor function, Descriptor from, Descriptor to, Descriptor... second) {
    Descriptor operation =
        new Descriptor(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR, "what follows a convolution")
            .set(CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, function)
            .set(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, from)
            .set(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, to);
    if (second.length > 0) {
      operation.set(CUDNN_ATTR_OPERATION_POINTWISE_BDESC, second);
    }
    return operation.finish();
  }

  /**
   * The engines that cuDNN proposes, the best first.
   *
   * @param mode cuDNN's number of a way to find them
   * @param most at most so many
   * @return engines with their settings, to be closed
   */
  List<Engine> engines(int mode, int most) {
    List<Engine> engines = new ArrayList<>();
    Descriptor[] found = new Descriptor[most];
    int count = 0;
    try (Descriptor heuristics =
        new Descriptor(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR, "the search for engines")) {
      heuristics
          .set(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph)
          .setEnum(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, mode);
      target.tell(heuristics, 0, CUDNN_ATTR_ENGINEHEUR_DEVICEPROP);
      heuristics.finish();
      for (int i = 0; i < most; i++) {
        found[i] = new Descriptor(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, "an engine's settings");
      }
      count = heuristics.fill(CUDNN_ATTR_ENGINEHEUR_RESULTS, found);
    } finally {
      for (int i = 0; i < most; i++) {
        if (i < count) {
          engines.add(new Engine(found[i]));
        } else if (found[i] != null) {
          found[i].close();
        }
      }
    }
    return engines;
  }

  @Override
  public void close() {
    parts.forEach(Descriptor::close);
  }
}
