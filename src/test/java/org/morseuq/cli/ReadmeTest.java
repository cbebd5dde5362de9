package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is in the examples, in the build and in the program. */
final class ReadmeTest {

    private static final Path README = Path.of("README.md");

    private static List<String> blocks(String language) throws IOException {
        Matcher fences = Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        List<String> blocks = new ArrayList<>();
        while (fences.find()) {
            blocks.add(fences.group(1));
        }
        return blocks;
    }

    private static String squeezed(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Test
    void everyJavaBlockIsPartOfAnExample() throws IOException {
        List<String> examples;
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            examples = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::read)
                    .map(ReadmeTest::squeezed)
                    .toList();
        }
        List<String> blocks = blocks("java");
        assertFalse(blocks.isEmpty());
        for (String block : blocks) {
            assertTrue(
                    examples.stream().anyMatch(example -> example.contains(squeezed(block))),
                    "in no example:\n" + block);
        }
    }

    @Test
    void theTestCommandIsWhatTheBuildServerRuns() throws IOException {
        String script = Files.readString(Path.of(".ci", "run"));
        assertTrue(Files.readString(README).contains("mvn verify"));
        assertTrue(script.contains("mvn --batch-mode --no-transfer-progress verify"), script);
    }

    @Test
    void theResultTableIsWhatTheProgramPrints() throws IOException {
        Cli run = Cli.run("evaluate");
        assertEquals(0, run.code(), run.err());
        List<String> table = blocks("text").stream()
                .filter(block -> block.startsWith("cifar10-resnet20 on cifar10"))
                .toList();
        assertEquals(1, table.size());
        assertEquals(squeezed(table.get(0)), squeezed(run.out()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
