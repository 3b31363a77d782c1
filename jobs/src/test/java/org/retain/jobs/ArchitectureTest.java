package org.retain.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.ObjectInputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(ArchitectureTest::isNoTestJar)
                        .importPackages("org.retain");
    }

    @Test
    void seesAllThreeModules() {
        for (String module : List.of("datasets", "operators", "jobs")) {
            assertThat(classes.stream().map(JavaClass::getPackageName))
                    .anyMatch(name -> name.startsWith("org.retain." + module));
        }
    }

    @Test
    void modulesDependInOneDirection() {
        noClasses()
                .that()
                .resideInAPackage("org.retain.datasets..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.retain.operators..", "org.retain.jobs..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("org.retain.operators..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.retain.jobs..")
                .check(classes);
    }

    @Test
    void datasetsKnowNeitherFlinkNorDjl() {
        noClasses()
                .that()
                .resideInAPackage("org.retain.datasets..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "ai.djl..")
                .check(classes);
    }

    @Test
    void stationsMeetOnlyInJobs() {
        slices().matching("org.retain.operators.(*)..")
                .should()
                .notDependOnEachOther()
                // A probe plays games as the learner's validation does, and measures by the
                // strata of the evaluation.
                .ignoreDependency(
                        resideInAnyPackage("org.retain.operators.probe.."),
                        resideInAnyPackage(
                                "org.retain.operators.learner..",
                                "org.retain.operators.evaluation.."))
                .ignoreDependency(
                        alwaysTrue(),
                        resideInAnyPackage(
                                "org.retain.operators.policy..",
                                "org.retain.operators.environment..",
                                "org.retain.operators.actor..",
                                "org.retain.operators.file..",
                                "org.retain.operators.random..",
                                "org.retain.operators.source.."))
                // A sweep is no station but a plain loop over what the learner consists of.
                .ignoreDependency(
                        resideInAPackage("org.retain.operators.sweep.."),
                        resideInAPackage("org.retain.operators.learner.."))
                .check(classes);
    }

    @Test
    void commandFrameworkKnowsNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("org.retain.jobs.command..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.retain..")
                                .and(not(resideInAnyPackage("org.retain.jobs.command.."))))
                .check(classes);
    }

    @Test
    void namesSayWhatAClassIsFor() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Manager|Helper|Impl)(\\$.*)?")
                .check(classes);
    }

    @Test
    void nothingReadsJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(classes);
    }

    private static boolean isNoTestJar(Location location) {
        return !location.contains("-tests.jar");
    }
}
