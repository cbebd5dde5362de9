package org.morseuq;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows and doors that the root package describes in words. */
final class ArchitectureTest {

    private static final String ROOT = "org.morseuq";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Room -> rooms it may import. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            entry("store", List.of()),
            entry("algebra", List.of()),
            entry("function", List.of("algebra")),
            entry("optimizer", List.of("function", "algebra")),
            entry("data", List.of("store")),
            entry("chart", List.of("store")),
            entry("augmentation", List.of("data")),
            entry("backbone", List.of("data", "function", "algebra", "store")),
            entry("head", List.of("data", "algebra", "store")),
            entry("monitor", List.of("head", "data", "store")),
            entry("meter", List.of("monitor", "head")),
            entry(
                    "training",
                    List.of("augmentation", "optimizer", "backbone", "head", "data", "function", "algebra", "store")),
            entry("complexity", List.of("optimizer", "backbone", "head", "data", "function", "algebra", "store")),
            entry("export", List.of("head", "data", "store")),
            entry("serving", List.of("backbone", "head", "data")),
            entry("density", List.of("algebra")),
            entry("eval", List.of("backbone", "head", "data", "algebra", "store")),
            entry(
                    "study",
                    List.of(
                            "training",
                            "complexity",
                            "eval",
                            "density",
                            "optimizer",
                            "backbone",
                            "head",
                            "data",
                            "function",
                            "algebra",
                            "store")),
            entry("report", List.of("eval", "complexity", "optimizer", "chart", "head", "data", "algebra", "store")),
            entry(
                    "cli",
                    List.of(
                            "report",
                            "study",
                            "eval",
                            "training",
                            "complexity",
                            "export",
                            "chart",
                            "optimizer",
                            "backbone",
                            "head",
                            "data",
                            "function",
                            "algebra",
                            "store")));

    /** Library -> rooms that may use it. */
    private static final Map<String, List<String>> DOORS = Map.of(
            "ai.djl..", List.of("backbone", "training", "serving"),
            "com.fasterxml.jackson..", List.of("store"),
            "org.apache.commons.csv..", List.of("data"),
            "org.apache.commons.compress..", List.of("data"),
            "smile..", List.of("eval"),
            "org.jfree..", List.of("chart"),
            "io.micrometer..", List.of("meter"),
            "picocli..", List.of("cli"));

    @Test
    void theWholeHouseIsImported() {
        assertTrue(MAIN.size() > 60, "only " + MAIN.size() + " classes were imported");
    }

    @Test
    void importsFollowTheArrows() {
        ARROWS.forEach((room, below) -> {
            String[] allowed = Stream.concat(Stream.of(room), below.stream())
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new);
            DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + room + "..")
                    .should(onlyDependOnClassesThat(resideInAnyPackage(allowed).or(DescribedPredicate.not(ours))))
                    .check(MAIN);
        });
    }

    @Test
    void noCircles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void everyLibraryHasItsDoor() {
        DOORS.forEach((library, rooms) -> noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(
                        rooms.stream().map(room -> ROOT + "." + room + "..").toArray(String[]::new))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN));
    }

    @Test
    void onlyTheCommandLineTalksToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(MAIN);
    }

    /**
     * What comes from a file stays data: no object is read from a stream, and no class is named by one. In the room serving,
     * the engine's configuration names a factory, as it does for every model.
     */
    @Test
    void noFileNamesCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".serving..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInput.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ClassLoader.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.fasterxml.jackson.annotation.JsonTypeInfo")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .check(MAIN);
    }

    @Test
    void aTypeIsAnInterfaceOrFinal() {
        List<String> open = MAIN.stream()
                .filter(c -> !c.isInterface() && !c.isAnonymousClass())
                .filter(c -> !c.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL))
                .filter(c -> !c.isEnum()
                        || Arrays.asList(c.reflect().getEnumConstants()).isEmpty())
                .map(JavaClass::getName)
                .toList();
        assertTrue(open.isEmpty(), "neither interface nor final: " + open);
    }
}
