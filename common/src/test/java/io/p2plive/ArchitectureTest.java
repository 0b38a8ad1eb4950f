/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may know what, and the promises about threads that every class makes. */
class ArchitectureTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path SOURCES = MODULE.resolve("src/main/java");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(MODULE.resolve("target/classes"));
    private static final Pattern CONFINEMENT =
            Pattern.compile("Confined to |Immutable\\b|Safe from any thread\\b|Not synchronized: ");
    private static final Pattern LOCK = Pattern.compile("^(?!\\s*(\\*|//)).*\\bsynchronized\\b");

    @Test
    void theCoreKnowsNoNetty() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.p2plive.id..",
                        "io.p2plive.protocol..",
                        "io.p2plive.media..",
                        "io.p2plive.loop..",
                        "io.p2plive.daemon..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsOfJacksonNothingButItsAnnotations() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.p2plive.id..", "io.p2plive.protocol..", "io.p2plive.media..", "io.p2plive.loop..")
                .should()
                .dependOnClassesThat(describe(
                        "belong to Jackson and are no annotations",
                        type -> type.getPackageName().startsWith("com.fasterxml.jackson.")
                                && !type.getPackageName().startsWith("com.fasterxml.jackson.annotation")))
                .check(CLASSES);
    }

    @Test
    void noPackageIsNeededByWhatItNeeds() {
        slices().matching("io.p2plive.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "put a thread to sleep",
                        call -> call.getName().equals("sleep")
                                && (call.getTargetOwner().isAssignableTo(Thread.class)
                                        || call.getTargetOwner().isAssignableTo(TimeUnit.class))))
                .check(CLASSES);
    }

    @Test
    void nobodyHoldsALock() {
        assertEquals(List.of(), sources().filter(ArchitectureTest::hasLock).toList());
    }

    private static boolean hasLock(Path source) {
        return text(source).lines().anyMatch(line -> LOCK.matcher(line).find());
    }

    @Test
    void everyClassWithFieldsSaysWhichThreadsMayUseIt() {
        List<String> silent = CLASSES.stream()
                .filter(ArchitectureTest::hasState)
                .map(JavaClass::getName)
                .filter(name -> !CONFINEMENT.matcher(description(name)).find())
                .sorted()
                .toList();

        assertFalse(CLASSES.isEmpty());
        assertEquals(List.of(), silent);
    }

    private static boolean hasState(JavaClass type) {
        return type.isTopLevelClass()
                && !type.isRecord()
                && !type.isEnum()
                && !type.isAssignableTo(Throwable.class)
                && type.getFields().stream()
                        .anyMatch(field -> !field.getModifiers().contains(JavaModifier.STATIC));
    }

    /** The Javadoc of a top-level class: the last one before its declaration. */
    private static String description(String className) {
        String source = text(SOURCES.resolve(className.replace('.', '/') + ".java"));
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        String before = source.substring(0, source.indexOf("class " + simpleName));
        return before.substring(Math.max(0, before.lastIndexOf("/**"))).replaceAll("\\s*\\n \\* ", " ");
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
