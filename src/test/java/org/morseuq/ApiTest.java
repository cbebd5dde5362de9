package org.morseuq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.morseuq.head.MorseDetector;

/**
 * What a program that embeds the library may call, line by line, against the list {@code api.txt}: it changes only by an edit
 * of that file, which a reader of the change sees. The rooms are those that a service is built on; the others are for
 * experiments, and move.
 *
 * <p>A text file rather than a comparison with the jar of the last release: it needs no such jar and no network, and its
 * difference reads as what it is. It says that something changed, not whether old programs still link.
 */
final class ApiTest {

    private static final List<String> ROOMS =
            List.of("backbone", "data", "export", "head", "meter", "monitor", "serving");

    private static final Path LIST = Path.of("src", "test", "resources", "api.txt");

    @Test
    void thePublicSurfaceIsTheListedOne() throws IOException, URISyntaxException, ClassNotFoundException {
        List<String> actual = surface();
        Path written = Path.of("target", "api.txt");
        Files.createDirectories(written.getParent());
        Files.write(written, actual);
        List<String> listed = Files.readAllLines(LIST);
        TreeSet<String> gone = new TreeSet<>(listed);
        actual.forEach(gone::remove);
        TreeSet<String> come = new TreeSet<>(actual);
        listed.forEach(come::remove);
        assertTrue(
                gone.isEmpty() && come.isEmpty(),
                () -> "no longer there:\n  " + String.join("\n  ", gone) + "\nnew:\n  " + String.join("\n  ", come)
                        + "\nif this is meant: cp " + written + " " + LIST);
        assertEquals(listed, actual, "the order of the list");
        assertTrue(actual.size() > 300, actual.size() + " lines");
    }

    private static List<String> surface() throws IOException, URISyntaxException, ClassNotFoundException {
        List<String> lines = new ArrayList<>();
        Path classes = Path.of(MorseDetector.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        for (String room : ROOMS) {
            try (Stream<Path> files = Files.list(classes.resolve("org/morseuq").resolve(room))) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.startsWith("package-info")) {
                        Class<?> type = Class.forName("org.morseuq." + room + "." + name.replace(".class", ""));
                        if (visible(type)) {
                            describe(type, lines);
                        }
                    }
                }
            }
        }
        return List.copyOf(new TreeSet<>(lines));
    }

    private static boolean visible(Class<?> type) {
        return type == null
                || (Modifier.isPublic(type.getModifiers())
                        && !type.isAnonymousClass()
                        && visible(type.getEnclosingClass()));
    }

    private static void describe(Class<?> type, List<String> lines) {
        String name = type.getName();
        lines.add(name + " : " + kind(type)
                + Arrays.stream(type.getGenericInterfaces())
                        .map(face -> " " + face.getTypeName())
                        .reduce("", String::concat));
        Stream.<Executable>concat(Arrays.stream(type.getConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(ApiTest::listed)
                .forEach(member -> lines.add(name + " " + signature(member)));
        for (Field field : type.getDeclaredFields()) {
            if (listed(field)) {
                lines.add(name + " " + field.getGenericType().getTypeName() + " " + field.getName());
            }
        }
    }

    private static boolean listed(Member member) {
        boolean seen = Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
        return seen && !member.isSynthetic();
    }

    private static String kind(Class<?> type) {
        return type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    }

    private static String signature(Executable member) {
        String result =
                member instanceof Method method ? method.getGenericReturnType().getTypeName() + " " : "";
        String name = member instanceof Method ? member.getName() : "new";
        String modifier = Modifier.isStatic(member.getModifiers()) ? "static " : "";
        String parameters = String.join(
                ", ",
                Arrays.stream(member.getGenericParameterTypes())
                        .map(java.lang.reflect.Type::getTypeName)
                        .toList());
        String thrown = String.join(
                ", ",
                Arrays.stream(member.getExceptionTypes()).map(Class::getName).toList());
        return modifier + result + name + "(" + parameters + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }
}
