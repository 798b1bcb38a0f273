package io.github.latent4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: the package structure that the README draws, as rules. */
@AnalyzeClasses(packages = "io.github.latent4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.github.latent4j.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule internalStandsAlone = onlyKnows("internal");

    @ArchTest
    static final ArchRule scratchIsMadeOfJavaAlone = onlyKnows("scratch", "internal");

    @ArchTest
    static final ArchRule dataKnowsOnlyInternal = onlyKnows("data", "internal");

    @ArchTest
    static final ArchRule trainKnowsDataAndNoModel = onlyKnows("train", "data", "internal");

    @ArchTest
    static final ArchRule nnKnowsTrainAndData = onlyKnows("nn", "train", "data", "internal");

    @ArchTest
    static final ArchRule vaeKnowsNnTrainAndData = onlyKnows("vae", "nn", "train", "data", "internal");

    @ArchTest
    static final ArchRule vizNeverSeesAModel = onlyKnows("viz", "data", "train", "internal");

    @ArchTest
    static final ArchRule notebookKnowsVizAndWhatItShows = onlyKnows("notebook", "viz", "train", "data", "internal");

    @ArchTest
    static final ArchRule cliKnowsKernelNotebookAndData = onlyKnows("cli", "kernel", "notebook", "data", "internal");

    @ArchTest
    static final ArchRule kernelKnowsNothingOfTheLibrary = classes()
            .that()
            .resideInAPackage("..latent4j.kernel..")
            .and()
            .resideOutsideOfPackage("..latent4j.kernel.maven..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("..latent4j.kernel..", "io.github.spencerpark..")
                    .or(resideOutsideOfPackages("io.github.latent4j..")))
            .andShould()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "..latent4j.kernel..",
                    "io.github.spencerpark..",
                    "java..",
                    "javax..",
                    "jdk..",
                    "com.sun.source..", // the JDK's own parser, which finds errors of syntax while a cell is written
                    "org.objectweb.asm..",
                    "com.google.gson..",
                    "org.zeromq..", // the sockets
                    "org.jspecify.."))
            .allowEmptyShould(true);

    /** The resolver shows in no signature of this package, so that nothing else of the kernel depends on it. */
    @ArchTest
    static final ArchRule onlyKernelMavenKnowsTheResolver = classes()
            .that()
            .resideInAPackage("..latent4j.kernel.maven..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "..latent4j.kernel.maven..",
                    "java..",
                    "eu.maveniverse.maven.mima..",
                    "org.apache.maven..",
                    "org.codehaus.plexus.util..",
                    "org.eclipse.aether..",
                    "org.jspecify.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule magicsDoNotKnowTheKernelThatRunsThem = noClasses()
            .that()
            .resideInAPackage("..latent4j.kernel.magics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..latent4j.kernel");

    @ArchTest
    static final ArchRule onlyModelsAndStartUpUseDl4j = noClasses()
            .that()
            .resideOutsideOfPackages(ours("nn"), ours("vae"), ours("internal"), "org.nd4j..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.deeplearning4j..");

    @ArchTest
    static final ArchRule onlyModelsDataAndStartUpUseNd4j = noClasses()
            .that()
            .resideOutsideOfPackages(ours("nn"), ours("vae"), ours("internal"), ours("data"), "org.nd4j..")
            .and(areNoRenderers())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.nd4j..")
            .because("a renderer has to know the type that it shows");

    @ArchTest
    static final ArchRule onlyVizDraws = noClasses()
            .that()
            .resideOutsideOfPackage(ours("viz"))
            .and(areNoRenderers())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.knowm.xchart..")
            .because("a renderer has to know the type that it shows");

    @ArchTest
    static final ArchRule onlyKernelAndNotebookSpeakToJupyter = noClasses()
            .that()
            .resideOutsideOfPackages(ours("kernel"), ours("notebook"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.spencerpark.jupyter..");

    @ArchTest
    static final ArchRule dataAndInternalNeedNoTables = noClasses()
            .that()
            .resideInAnyPackage(ours("data"), ours("internal"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tech.tablesaw..");

    private static DescribedPredicate<JavaClass> areNoRenderers() {
        return DescribedPredicate.not(resideInAPackage(ours("notebook")).and(simpleNameEndingWith("Renderer")));
    }

    private static ArchRule onlyKnows(String name, String... others) {
        String[] known = new String[others.length + 1];
        known[0] = ours(name);
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = ours(others[i]);
        }
        return classes()
                .that()
                .resideInAPackage(ours(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known)
                        .or(resideOutsideOfPackages("io.github.latent4j", "io.github.latent4j..")))
                .allowEmptyShould(true);
    }

    private static String ours(String name) {
        return "io.github.latent4j." + name + "..";
    }
}
