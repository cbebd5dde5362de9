package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;

/** The placards of the experiments that come with the program, and the gallery of small ones. */
final class GalleryTest {

    private static final Path EVAL = Path.of("eval");

    private static final String BRACKETS =
            """
            {"title": "tiny brackets", "kind": "task-brackets", "angles": [30, 90], "steps": [0.05, 0.025], "step": 0.1,
             "training": 20, "parts": 2, "after": 10,
             "classifier": {"toy": "moons", "noise": 0.2, "points": 16, "fresh": 32, "hidden": 3}, "seed": 1,
             "tolerance": 0.05}
            """;

    private static final String BENCHMARK =
            """
            {"title": "tiny", "kind": "benchmark", "in": "cifar10",
             "groups": {"near": ["textures"]}, "limit": 40,
             "networks": {"net": "run"}, "views": {"all": []},
             "recipe": "product", "seeds": 2, "rivals": {"logits": ["msp"]}, "tolerance": 0.003}
            """;

    @TempDir
    private Path folder;

    @Test
    void everyExperimentHasAPlacard() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Definition> definitions = new ArrayList<>();
        for (String name : Experiments.in(EVAL)) {
            definitions.addAll(Definition.all(EVAL.resolve(name)));
        }
        for (Definition definition : definitions) {
            String name = definition.title();
            try {
                Placard placard = Placard.read(definition.folder());
                for (String sentence : List.of(placard.expected(), placard.seen())) {
                    if (!sentence.endsWith(".") || sentence.contains("\n")) {
                        wrong.add(name + ": '" + sentence + "' is not a sentence on one line");
                    }
                }
                for (Map.Entry<String, String> picture : placard.pictures().entrySet()) {
                    if (!Files.exists(definition.folder().resolve(picture.getKey()))
                            || picture.getValue().isBlank()) {
                        wrong.add(name + ": " + picture.getKey() + " is not there, or has no words");
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                wrong.add(Morse.sentence(e));
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    @Test
    void theGalleryOfTheFolderIsThatOfItsPlacards() throws IOException {
        String section = Gallery.markdown(EVAL);
        Path copy = Path.of("target", "gallery.md");
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, section);
        String readme = Files.readString(EVAL.resolve("README.md"));
        int begin = readme.indexOf("## Gallery\n");
        assertTrue(begin >= 0, "eval/README.md has no gallery; it belongs there as " + copy + " has it");
        int end = readme.indexOf("\n## ", begin);
        assertEquals(
                section.strip(),
                readme.substring(begin, end < 0 ? readme.length() : end).strip(),
                "the gallery in eval/README.md is not that of the placards; replace it by " + copy);
    }

    private void define(String name, String definition) throws IOException {
        Path experiment = Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(experiment.resolve("experiment.json"), definition);
        Json.write(
                experiment.resolve(Placard.FILE),
                new Placard("Something was expected.", "Something was seen.", Map.of("curves.png", "curves"), 1));
    }

    private Cli all(Object... more) {
        List<Object> args = new ArrayList<>(List.of("reproduce", "all", "--from", folder.resolve("eval")));
        args.addAll(List.of("--to", folder.resolve("out")));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    @Test
    void allThatCanRunIsRunOnceAndShown() throws IOException {
        define("brackets", BRACKETS);
        define("needy", BENCHMARK);
        Cli first = all();
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("left out: needy (the network 'net' does not come"), first.err());
        assertTrue(first.err().contains("[1/1] brackets: about 0:01 left in all"), first.err());
        Path page = folder.resolve("out/gallery.html");
        String shown = Files.readString(page);
        assertTrue(shown.contains("Something was seen.") && shown.contains("needy: the network"), "not all is shown");
        assertTrue(shown.contains("data:image/png;base64,"), "no picture");

        FileTime written = Files.getLastModifiedTime(folder.resolve("out/brackets/summary.json"));
        Cli second = all();
        assertTrue(second.err().contains("[1/1] brackets: finished before"), second.err());
        assertEquals(written, Files.getLastModifiedTime(folder.resolve("out/brackets/summary.json")));
        assertEquals(first.out(), second.out());
        assertEquals(shown, Files.readString(page));

        // Other expected results are another experiment to judge, and a definition that changed is run again.
        Files.copy(folder.resolve("out/brackets/summary.json"), folder.resolve("eval/brackets/expected.json"));
        Cli third = all();
        assertFalse(third.err().contains("finished before"), third.err());
        assertTrue(third.out().contains("Nothing moved."), third.out());
        assertTrue(Files.readString(page).contains("passed: nothing moved"), "not judged");
    }

    @Test
    void sizesLieApartAndWhatCameOutCanBeWhatIsExpected() throws IOException {
        define(
                "brackets",
                BRACKETS.replace(
                        "\"after\": 10,", "\"sizes\": {\"default\": {\"after\": 10}, \"large\": {\"after\": 12}},"));
        Path placard = folder.resolve("eval/brackets").resolve(Placard.FILE);
        Files.createDirectories(folder.resolve("eval/brackets/large"));
        Files.copy(placard, folder.resolve("eval/brackets/large").resolve(Placard.FILE));
        assertEquals(0, all("--update").code());
        Cli second = all();
        assertEquals(0, second.code(), second.err());
        assertTrue(second.err().contains("[1/1] brackets: finished before"), second.err());
        assertTrue(second.out().contains("Nothing moved."), second.out());
        for (String file : List.of("expected.json", "table.txt", "curves.png")) {
            String result = file.equals("expected.json") ? "summary.json" : file;
            Path expected = folder.resolve("eval/brackets").resolve(file);
            assertEquals(-1, Files.mismatch(folder.resolve("out/brackets").resolve(result), expected));
            assertFalse(Files.exists(folder.resolve("eval/brackets/large").resolve(file)));
        }

        // The large size has results of its own, and what is not as expected ends with a code of its own.
        Files.copy(folder.resolve("eval/brackets/expected.json"), folder.resolve("eval/brackets/large/expected.json"));
        Cli large = all("--size", "large");
        assertEquals(3, large.code(), large.err());
        assertTrue(large.out().contains("== brackets, large\n") && large.out().contains("Moved:\n"), large.out());
        assertTrue(Files.exists(folder.resolve("out/brackets/large/table.txt")));
        assertEquals(3, all("--size", "large").code(), "finished before, and still not as expected");
        assertEquals(0, all("--size", "large", "--update").code());
        String section = Gallery.markdown(folder.resolve("eval"));
        assertTrue(section.contains("**[brackets](brackets/table.txt)**"), section);
        assertTrue(section.contains("<img src=\"brackets/large/curves.png\""), section);
        Cli few = all("--update", "--seeds", 1);
        assertEquals(2, few.code());
        assertEquals("morse: --update takes the results of all seeds, do not give --seeds too", few.lastMessage());
    }

    @Test
    void withoutAPlacardAnExperimentRunsAndTheFolderHasNoGallery() throws IOException {
        define("brackets", BRACKETS);
        Files.delete(folder.resolve("eval/brackets").resolve(Placard.FILE));
        Cli run = all();
        assertEquals(0, run.code(), run.err());
        assertTrue(Files.readString(folder.resolve("out/gallery.html")).contains("Nothing was written down."));
        String why = assertThrows(IOException.class, () -> Gallery.markdown(folder.resolve("eval")))
                .getMessage();
        assertTrue(why.contains("gallery.json: no such file, expected {"), why);
    }
}
