package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    @TempDir
    private Path folder;

    private Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    @Test
    void createsFoldersAndReplaces() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        AtomicFile.writeString(file, "first, and longer");
        AtomicFile.writeString(file, "second ü");
        assertEquals("second ü", Files.readString(file, StandardCharsets.UTF_8));
        assertFalse(Files.exists(part(file)));
    }

    @Test
    void aPartThatAKilledProcessLeftIsOverwritten() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(part(file), "what a killed process had written, longer than the new bytes");
        AtomicFile.writeString(file, "new");
        assertEquals("new", Files.readString(file));
        assertFalse(Files.exists(part(file)));
    }

    @Test
    void theOldBytesAreThereUntilTheLastByteIsWritten() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.writeString(file, "old");
        AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            assertEquals("old", Files.readString(file));
        });
        assertEquals(1 << 20, Files.size(file));
    }

    /** An error, too: a full memory is no reason to leave half a file behind. */
    @Test
    void failingContentLeavesTheOldFileAndNoPart() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.writeString(file, "old");
        for (Throwable failure : new Throwable[] {
            new IOException("disk"), new IllegalArgumentException("value"), new StackOverflowError()
        }) {
            Throwable thrown = assertThrows(
                    failure.getClass(),
                    () -> AtomicFile.write(file, out -> {
                        out.write(new byte[1 << 20]); // beyond the buffer, so that bytes are on the disk
                        if (failure instanceof IOException io) {
                            throw io;
                        } else if (failure instanceof RuntimeException runtime) {
                            throw runtime;
                        }
                        throw (Error) failure;
                    }));
            assertSame(failure, thrown);
            assertEquals("old", Files.readString(file));
            assertFalse(Files.exists(part(file)), failure.toString());
        }
    }

    @Test
    void aFolderInTheWayIsLeftAloneAndNoPart() throws IOException {
        Path inTheWay = folder.resolve("taken");
        Files.createDirectories(inTheWay.resolve("inside"));
        assertThrows(IOException.class, () -> AtomicFile.writeString(inTheWay, "text"));
        assertFalse(Files.exists(part(inTheWay)));
        assertTrue(Files.isDirectory(inTheWay.resolve("inside")));
    }
}
