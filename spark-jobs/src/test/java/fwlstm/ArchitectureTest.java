package fwlstm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import fwlstm.config.Trial;

/**
 * The arrows between packages: cli → serve → report; cli → sql, bench, tensorboard, spark; these → table → results → sweep → train → model → task →
 * config, math; bench, spark → gpu → train.
 */
@AnalyzeClasses(packages = "fwlstm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrows_point_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("fwlstm.cli..")
            .layer("spark")
            .definedBy("fwlstm.spark..")
            .layer("bench")
            .definedBy("fwlstm.bench..")
            .layer("compare")
            .definedBy("fwlstm.compare..")
            .layer("results")
            .definedBy("fwlstm.results..")
            .layer("safetensors")
            .definedBy("fwlstm.safetensors..")
            .layer("report")
            .definedBy("fwlstm.report..")
            .layer("serve")
            .definedBy("fwlstm.serve..")
            .layer("table")
            .definedBy("fwlstm.table..")
            .layer("sql")
            .definedBy("fwlstm.sql..")
            .layer("text")
            .definedBy("fwlstm.text..")
            .layer("chart")
            .definedBy("fwlstm.chart..")
            .layer("tensorboard")
            .definedBy("fwlstm.tensorboard..")
            .layer("sweep")
            .definedBy("fwlstm.sweep..")
            .layer("statistics")
            .definedBy("fwlstm.statistics..")
            .optionalLayer("gpu")
            .definedBy("fwlstm.gpu..")
            .layer("train")
            .definedBy("fwlstm.train..")
            .layer("provider")
            .definedBy("fwlstm.ejml..", "fwlstm.cpu..", "fwlstm.vector..")
            .layer("model")
            .definedBy("fwlstm.model..")
            .layer("task")
            .definedBy("fwlstm.task..")
            .layer("config")
            .definedBy("fwlstm.config..")
            .layer("math")
            .definedBy("fwlstm.math..")
            .layer("io")
            .definedBy("fwlstm.io..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("spark")
            .mayOnlyBeAccessedByLayers("cli", "sql")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("compare")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("results")
            .mayOnlyBeAccessedByLayers("cli", "compare", "report", "serve", "spark", "table", "tensorboard")
            .whereLayer("safetensors")
            .mayOnlyBeAccessedByLayers("cli", "spark")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "serve")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("table")
            .mayOnlyBeAccessedByLayers("compare", "cli", "report", "serve", "spark", "tensorboard")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("compare", "bench", "cli", "report", "serve", "sql", "table")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("cli", "report", "serve")
            .whereLayer("tensorboard")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("sweep")
            .mayOnlyBeAccessedByLayers("compare", "cli", "report", "serve", "spark", "results", "table")
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("compare", "report", "spark", "table")
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers(
                    "compare",
                    "bench",
                    "cli",
                    "report",
                    "serve",
                    "spark",
                    "results",
                    "table",
                    "tensorboard",
                    "sweep",
                    "gpu")
            .whereLayer("gpu")
            .mayOnlyBeAccessedByLayers("bench", "cli", "spark")
            .whereLayer("provider")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers(
                    "bench", "cli", "spark", "safetensors", "sweep", "table", "gpu", "train", "provider")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("gpu", "train", "model", "provider")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers(
                    "compare",
                    "bench",
                    "cli",
                    "report",
                    "serve",
                    "spark",
                    "sql",
                    "results",
                    "table",
                    "safetensors",
                    "tensorboard",
                    "sweep",
                    "gpu",
                    "train",
                    "model",
                    "provider",
                    "task")
            .whereLayer("math")
            .mayOnlyBeAccessedByLayers("sweep", "gpu", "model", "provider", "task")
            .whereLayer("io")
            .mayOnlyBeAccessedByLayers(
                    "bench",
                    "cli",
                    "report",
                    "serve",
                    "spark",
                    "sql",
                    "results",
                    "safetensors",
                    "tensorboard",
                    "sweep",
                    "gpu",
                    "train");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("fwlstm.(*)..").should().beFreeOfCycles();

    private static final String CORE =
            Trial.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    /** Whatever its package. */
    private static final DescribedPredicate<JavaClass> ARE_OF_THE_CORE = DescribedPredicate.describe(
            "are of the module core",
            type -> type.getSource()
                    .map(source -> source.getUri().toString().contains(CORE))
                    .orElse(false));

    @ArchTest
    static final ArchRule the_core_knows_nothing_of_spark = noClasses()
            .that(ARE_OF_THE_CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "com.fasterxml..", "picocli..");

    /** Where it is no instruction, {@code Math.fma} takes a thousand times as long as what Fma does instead. */
    @ArchTest
    static final ArchRule multiply_adds_are_fused_in_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("fwlstm.math.Fma")
            .should()
            .callMethod(Math.class, "fma", float.class, float.class, float.class)
            .orShould()
            .callMethod(Math.class, "fma", double.class, double.class, double.class);

    @ArchTest
    static final ArchRule sweeps_results_and_their_pages_need_no_spark_session = noClasses()
            .that()
            .resideInAnyPackage(
                    "fwlstm.sweep..", "fwlstm.results..", "fwlstm.table..", "fwlstm.statistics..", "fwlstm.serve..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..");

    @ArchTest
    static final ArchRule charts_and_tables_know_nothing_of_trials = noClasses()
            .that()
            .resideInAnyPackage("fwlstm.chart..", "fwlstm.text..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("fwlstm..").and(not(resideInAnyPackage("fwlstm.chart..", "fwlstm.text.."))));
}
