package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import vae4j.cuda.driver.CudaException;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.OutOfDeviceMemoryException;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.select.Bench;
import vae4j.cuda.library.select.Choice;
import vae4j.cuda.library.select.ChoiceCache;
import vae4j.cuda.library.select.Refusal;
import vae4j.cuda.library.select.Selection;

/** Finds the candidate for a pass: by an earlier choice, else by trying all. */
final class Chooser {
  private static final KernelLibrary.Limits LIMITS = KernelLibrary.Limits.defaults();

  private final Kernels kernels;
  private final List<KernelLibrary> libraries;
  private final Selection selection;
  private final Supplier<ChoiceCache> opening;
  private final UnaryOperator<Bench> benches;
  private final Logger log;

  /** Problems whose choice was compared here, and is in the log. */
  private final Set<String> known = new HashSet<>();

  private @Nullable ChoiceCache cache;

  /** A candidate, the caller's to close, and what it computes. */
  record Found(Variant variant, Candidate candidate) {}

  Chooser(
      Kernels kernels,
      List<KernelLibrary> libraries,
      Selection selection,
      Supplier<ChoiceCache> opening,
      UnaryOperator<Bench> benches,
      Logger log) {
    this.kernels = kernels;
    this.libraries = libraries;
    this.selection = selection;
    this.opening = opening;
    this.benches = benches;
    this.log = log;
  }

  /**
   * The fastest right candidate; empty if the backend's own kernel is faster, or memory too short
   * to try.
   */
  synchronized Optional<Found> choose(Problem wanted, OwnKernel own) {
    try {
      Optional<Choice> earlier = choices().find(wanted);
      if (earlier.isPresent()) {
        Choice choice = earlier.get();
        Optional<Found> found = again(wanted, choice, own);
        if (found.isPresent() || choice.isReference()) {
          announce(wanted, choice + ", chosen earlier");
          return found;
        }
      }
      return tryAll(wanted, own);
    } catch (OutOfDeviceMemoryException | CudaException e) {
      log.warn(
          "{}: {}, as nothing can be tried: {}", text(wanted), Choice.REFERENCE, e.getMessage());
      return Optional.empty();
    }
  }

  private ChoiceCache choices() {
    ChoiceCache opened = cache;
    if (opened == null) {
      opened = opening.get();
      cache = opened;
    }
    return opened;
  }

  /** The candidate of an earlier choice, compared once more unless that was done in this run. */
  private Optional<Found> again(Problem wanted, Choice choice, OwnKernel own) {
    if (choice.isReference()) {
      return Optional.empty();
    }
    Variant variant = Variant.named(wanted, choice.name());
    Optional<Candidate> candidate = variant.candidate(libraries, LIMITS, choice.name(), log::debug);
    if (candidate.isEmpty() || known.contains(wanted.key())) {
      return candidate.map(there -> new Found(variant, there));
    }
    boolean right = false;
    try (DeviceBench bench = new DeviceBench(kernels, wanted, own)) {
      Bench prepared = benches.apply(bench.of(variant));
      prepared.runReference();
      Optional<String> wrong = selection.wrong(wanted.math(), candidate.get(), prepared);
      wrong.ifPresent(reason -> log.info("{}: {} {}", text(wanted), choice.name(), reason));
      right = wrong.isEmpty();
    } finally {
      if (!right) {
        candidate.get().close();
      }
    }
    return right ? Optional.of(new Found(variant, candidate.get())) : Optional.empty();
  }

  private Optional<Found> tryAll(Problem wanted, OwnKernel own) {
    List<Refusal> refused = new ArrayList<>();
    try (DeviceBench bench = new DeviceBench(kernels, wanted, own)) {
      Choice last = null;
      for (Variant variant : Variant.of(wanted)) {
        List<Candidate> candidates = variant.candidates(libraries, LIMITS, log::debug);
        Candidate chosen = null;
        try {
          last = selection.choose(wanted.math(), candidates, benches.apply(bench.of(variant)));
          refused.addAll(last.refused());
          chosen = last.among(candidates).orElse(null);
        } finally {
          for (Candidate candidate : candidates) {
            if (candidate != chosen) {
              candidate.close();
            }
          }
        }
        if (chosen != null) {
          keep(wanted, last, refused, bench.memoryWasShort());
          return Optional.of(new Found(variant, chosen));
        }
      }
      if (last != null) {
        keep(wanted, last, refused, bench.memoryWasShort());
      }
      return Optional.empty();
    }
  }

  private void keep(Problem wanted, Choice choice, List<Refusal> refused, boolean passing) {
    announce(wanted, choice.toString());
    refused.forEach(refusal -> log.debug("{}: {}", text(wanted), refusal));
    if (!passing) {
      choices().put(wanted, choice);
      choices().save();
    }
  }

  private void announce(Problem wanted, String choice) {
    if (known.add(wanted.key())) {
      log.info("{}: {}", text(wanted), choice);
    }
  }

  /** For the log. */
  private static String text(Problem problem) {
    String direction = problem.direction().name().toLowerCase(Locale.ROOT);
    String math = problem.math().name().toLowerCase(Locale.ROOT);
    String epilogue = problem.epilogue().isNone() ? "" : ", " + problem.epilogue();
    return direction + " of " + problem.geometry() + epilogue + ", " + math;
  }
}
