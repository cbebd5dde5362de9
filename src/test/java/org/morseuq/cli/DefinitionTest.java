package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.MalformedFileException;

/** What an experiment.json says at each of its sizes. */
final class DefinitionTest {

    private static final String SIZED =
            """
            {"title": "t", "sizes": {"default": {"seeds": 1}, "large": {"seeds": 5, "name": "all"}}, "name": "some"}
            """;

    @TempDir
    private Path folder;

    record Some(String title, int seeds, String name) {}

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createDirectories(folder.resolve("some")).resolve("experiment.json"), text);
    }

    @Test
    void aSizeTakesThePlaceOfWhatItNames() throws IOException {
        write(SIZED);
        List<Definition> all = Definition.all(folder.resolve("some"));
        assertEquals(
                List.of(Size.DEFAULT, Size.LARGE),
                all.stream().map(Definition::size).toList());
        assertEquals(new Some("t", 1, "some"), all.get(0).as(Some.class));
        assertEquals(new Some("t", 5, "all"), all.get(1).as(Some.class));
        assertEquals(folder.resolve("some"), all.get(0).folder());
        assertEquals(folder.resolve("some/large"), all.get(1).folder());
        assertEquals(Path.of("to/some"), all.get(0).results(Path.of("to")));
        assertEquals(Path.of("to/some/large"), all.get(1).results(Path.of("to")));
        assertEquals("some --size large", all.get(1).arguments());
        // what one size says changes nothing of the other
        String digest = all.get(0).digest();
        write(SIZED.replace("\"seeds\": 5", "\"seeds\": 6"));
        List<Definition> changed = Definition.all(folder.resolve("some"));
        assertEquals(digest, changed.get(0).digest());
        assertNotEquals(all.get(1).digest(), changed.get(1).digest());
    }

    @Test
    void withoutSizesThereIsOne() throws IOException {
        write("{\"title\": \"t\", \"seeds\": 2, \"name\": \"n\"}");
        assertEquals(1, Definition.all(folder.resolve("some")).size());
        Definition large = Definition.in(folder.resolve("some"), Size.LARGE);
        assertEquals(Definition.in(folder.resolve("some"), Size.DEFAULT), large);
        assertEquals(new Some("t", 2, "n"), large.as(Some.class));
        write("{\"title\": \"t\",\n \"seeds\": \"many\", \"name\": \"n\"}");
        Definition wrong = Definition.in(folder.resolve("some"), Size.DEFAULT);
        String message = assertThrows(MalformedFileException.class, () -> wrong.as(Some.class))
                .getMessage();
        assertTrue(message.contains("line 2: 'seeds'"), message);
    }

    @Test
    void otherSizesAreRefused() throws IOException {
        for (String sizes : List.of("[]", "{}", "{\"default\": {}}", "{\"default\": {}, \"huge\": {}}")) {
            Path file = write("{\"sizes\": " + sizes + "}");
            String message = assertThrows(MalformedFileException.class, () -> Definition.read(file, Size.DEFAULT))
                    .getMessage();
            assertTrue(message.endsWith("'sizes' must have the properties default, large"), message);
        }
        Path file = write("{\"sizes\": {\"default\": {}, \"large\": 3}}");
        String message = assertThrows(MalformedFileException.class, () -> Definition.read(file, Size.LARGE))
                .getMessage();
        assertTrue(message.endsWith("'sizes.large' must be an object"), message);
    }

    @Test
    void theCodeIsToldByEveryFileAndItsName() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/a")).getParent();
        Files.writeString(classes.resolve("a/One.class"), "one");
        String first = Version.digest(classes);
        Files.writeString(classes.resolve("a/One.class"), "two");
        String second = Version.digest(classes);
        Files.move(classes.resolve("a/One.class"), classes.resolve("a/Two.class"));
        String third = Version.digest(classes);
        assertEquals(3, List.of(first, second, third).stream().distinct().count());
        Files.move(classes.resolve("a/Two.class"), classes.resolve("a/One.class"));
        Files.writeString(classes.resolve("a/One.class"), "one");
        assertEquals(first, Version.digest(classes));
        // a jar is one file
        Path jar = Files.writeString(folder.resolve("some.jar"), "one");
        String packed = Version.digest(jar);
        Files.writeString(jar, "two");
        assertNotEquals(packed, Version.digest(jar));
        assertEquals(64, Version.code().length());
    }
}
