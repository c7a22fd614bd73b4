package vae4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class ArchitectureTest {
  /** The packages in the order in which an image travels; each may use the earlier ones only. */
  private static final List<String> ORDER =
      List.of(
          "vae4j.data..",
          "vae4j.backend..",
          "vae4j.graph..",
          "vae4j.layer..",
          "vae4j.latent..",
          "vae4j.loss..",
          "vae4j.io..",
          "vae4j",
          "vae4j.train..",
          "vae4j.eval..",
          "vae4j.sweep..",
          "vae4j.plot.image..",
          "vae4j.plot",
          "vae4j.plot.figure..",
          "vae4j.plot.report..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("vae4j");

  static IntStream everyPackageButTheLast() {
    return IntStream.range(0, ORDER.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("everyPackageButTheLast")
  void aPackageUsesOnlyThoseBeforeIt(int place) {
    String[] later = ORDER.subList(place + 1, ORDER.size()).toArray(String[]::new);

    noClasses()
        .that(resideInAPackage(ORDER.get(place)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(later))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyClassHasItsPlaceInTheOrder() {
    assertThat(CLASSES).isNotEmpty();

    noClasses().should().resideOutsideOfPackages(ORDER.toArray(String[]::new)).check(CLASSES);
  }

  @Test
  void onlyThePlotPackageTouchesAwt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("vae4j.plot..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.swing..", "javax.imageio..", "org.knowm..")
        .check(CLASSES);
  }

  @Test
  void nobodyDrawsFromTheGlobalGenerator() {
    noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "Nd4j's random numbers",
                access ->
                    access.getTargetOwner().isEquivalentTo(Nd4j.class)
                        && access.getName().matches("(?i)(get|set)?rand.*|choice|shuffle")))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j.linalg.api.rng..", "org.nd4j.linalg.api.ops.random..")
        .orShould()
        .callMethod(Math.class, "random")
        .because("every random number comes from the run's seed")
        .check(CLASSES);
  }

  @Test
  void nothingGoesThroughJavaSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(Object(In|Out)putStream|Externalizable)")
        .check(CLASSES);
    noClasses()
        .should(
            be(
                describe(
                    "declared Serializable",
                    type ->
                        type.getRawInterfaces().stream()
                            .anyMatch(each -> each.isEquivalentTo(Serializable.class)))))
        .check(CLASSES);
  }

  @Test
  void nobodyEndsTheProgram() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .because("that is for the command line to do")
        .check(CLASSES);
  }
}
