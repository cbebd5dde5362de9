package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.data.Fixtures.all;
import static org.morseuq.data.Fixtures.assertMalformed;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.records;
import static org.morseuq.data.Fixtures.singles;
import static org.morseuq.data.Fixtures.tarGz;
import static org.morseuq.data.Fixtures.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class CifarBinaryTest {

    @TempDir
    private Path folder;

    @Test
    void oneLabelByteIsToldByTheSize() throws IOException {
        CifarBinary set = CifarBinary.file("set", write(folder.resolve("a.bin"), singles(3, 250)));
        assertEquals(List.of(3, 250), labels(set));
        Image second = all(set).get(1);
        assertEquals("set/1", second.id());
        assertEquals(32, second.height());
        assertEquals(32, second.width());
        assertEquals(1, second.pixels()[0]);
        assertEquals((byte) (1 + 3071), second.pixels()[3071]);
        Fixtures.assertReadable(set);
    }

    @Test
    void twoLabelBytesAreOneBigEndianNumber() throws IOException {
        Path file = write(folder.resolve("a.bin"), records(new int[] {3, 231}, new int[] {0, 7}));
        assertEquals(List.of(999, 7), labels(CifarBinary.file("set", file)));
    }

    @Test
    void cifar100TellsCoarseAndFine() throws IOException {
        List<Path> file = List.of(write(folder.resolve("a.bin"), records(new int[] {11, 99}, new int[] {2, 5})));
        CifarBinary fine = CifarBinary.files("set", file, CifarBinary.Labels.FINE);
        CifarBinary coarse = CifarBinary.files("set", file, CifarBinary.Labels.COARSE);
        assertEquals(List.of(99, 5), labels(fine));
        assertEquals(List.of(11, 2), labels(coarse));
        assertNotEquals(fine.digest(), coarse.digest());
    }

    @Test
    void whereBothFormsFitOneLabelByteWins() throws IOException {
        Path file = sparse(3073L * 3074);
        assertEquals(3074, CifarBinary.file("set", file).size());
    }

    @Test
    void filesFollowEachOther() throws IOException {
        Path first = write(folder.resolve("1.bin"), singles(1, 2));
        Path second = write(folder.resolve("2.bin"), singles(3));
        CifarBinary set = CifarBinary.files("set", List.of(second, first), CifarBinary.Labels.SINGLE);
        assertEquals(List.of(3, 1, 2), labels(set));
        assertEquals("set/2", all(set).get(2).id());
        Fixtures.assertReadable(set);
        CifarBinary other = CifarBinary.files("set", List.of(first, second), CifarBinary.Labels.SINGLE);
        assertNotEquals(set.digest(), other.digest());
    }

    @Test
    void anArchiveGivesTheSameImagesAsItsFilesInWhateverOrder() throws IOException {
        byte[] one = singles(1, 2);
        byte[] two = singles(3);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("cifar/two.bin", two);
        entries.put("cifar/readme.html", new byte[5000]);
        entries.put("cifar/one.bin", one);
        Path archive = write(folder.resolve("a.tar.gz"), tarGz(entries));
        List<String> order = List.of("one.bin", "two.bin");
        CifarBinary packed = CifarBinary.archive("set", archive, order, CifarBinary.Labels.SINGLE);
        List<Path> files = List.of(write(folder.resolve("one.bin"), one), write(folder.resolve("two.bin"), two));
        CifarBinary plain = CifarBinary.files("set", files, CifarBinary.Labels.SINGLE);
        assertEquals(List.of(1, 2, 3), labels(packed));
        assertTrue(Arrays.equals(all(plain).get(2).pixels(), all(packed).get(2).pixels()));
        assertEquals(plain.digest(), packed.digest());
        Fixtures.assertReadable(packed);
        assertMalformed(
                () -> CifarBinary.archive("set", archive, List.of("three.bin"), CifarBinary.Labels.SINGLE),
                archive,
                "no entry three.bin");
    }

    @Test
    void aTruncatedArchiveIsNamed() throws IOException {
        byte[] random = singles(1, 2, 3, 4);
        new java.util.Random(0).nextBytes(random);
        byte[] bytes = tarGz(Map.of("one.bin", random));
        List<String> entry = List.of("one.bin");
        Path archive = write(folder.resolve("a.tar.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        CifarBinary set = CifarBinary.archive("set", archive, entry, CifarBinary.Labels.SINGLE);
        assertMalformed(() -> all(set), archive, "entry one.bin");
        Path text =
                write(folder.resolve("text.tar.gz"), new byte[] {'h', 'i', ' ', 't', 'h', 'e', 'r', 'e', '!', '\n'});
        assertMalformed(() -> CifarBinary.archive("set", text, entry, CifarBinary.Labels.SINGLE), text, "gzip");
        Path noTar = write(folder.resolve("no.tar.gz"), Fixtures.gzip(random));
        assertMalformed(() -> CifarBinary.archive("set", noTar, entry, CifarBinary.Labels.SINGLE), noTar, "tar.gz");
    }

    @Test
    void truncatedRecordNamesFileAndRecord() throws IOException {
        Path file = write(folder.resolve("a.bin"), Arrays.copyOf(singles(1, 2, 3), 2 * 3073 + 100));
        assertMalformed(
                () -> CifarBinary.files("set", List.of(file), CifarBinary.Labels.SINGLE),
                file,
                "record 2, after 100 of its 3073 bytes");
        assertMalformed(() -> CifarBinary.file("set", file), file, "3073", "3074");
    }

    @Test
    void aFileThatShrinksAfterOpeningIsNoticed() throws IOException {
        Path file = write(folder.resolve("a.bin"), singles(1, 2, 3));
        CifarBinary set = CifarBinary.file("set", file);
        write(file, Arrays.copyOf(singles(1, 2, 3), 3073 + 5));
        assertMalformed(() -> all(set), file, "record 1, after 5");
    }

    @Test
    void emptyAndMissingFilesAreRefused() throws IOException {
        Path file = write(folder.resolve("a.bin"), new byte[0]);
        assertMalformed(() -> CifarBinary.file("set", file), file, "is empty");
        assertThrows(NoSuchFileException.class, () -> CifarBinary.file("set", folder.resolve("b.bin")));
    }

    @Test
    void labelOutOfRangeNamesFileAndRecord() throws IOException {
        Path first = write(folder.resolve("1.bin"), singles(1, 2));
        Path second = write(folder.resolve("2.bin"), singles(0, 10));
        CifarBinary set = CifarBinary.files("set", List.of(first, second), CifarBinary.Labels.SINGLE);
        assertEquals(4, all(set.withClassCount(11)).size());
        assertMalformed(() -> all(set.withClassCount(10)), second, "label 10 in record 1", "0 to 9");
        assertMalformed(() -> all(set.withClasses(List.of("cat", "dog"))), first, "label 2 in record 1");
    }

    @Test
    void theFirstImageOfABigFileArrivesAtOnce() throws IOException {
        CifarBinary set = CifarBinary.file("set", sparse(3073L * 70_000));
        assertEquals(70_000, set.size());
        // Reading all 215 MB as images takes several times longer than a hundred short openings may.
        assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 100; i++) {
                try (Stream<Image> images = set.images()) {
                    assertEquals(0, images.findFirst().orElseThrow().label());
                }
            }
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingTheStreamClosesTheFile() throws IOException {
        Path file = write(folder.resolve("a.bin"), singles(1, 2));
        Path archive = write(folder.resolve("a.tar.gz"), tarGz(Map.of("a.bin", singles(1, 2))));
        for (CifarBinary set : List.of(
                CifarBinary.file("set", file),
                CifarBinary.archive("set", archive, List.of("a.bin"), CifarBinary.Labels.SINGLE))) {
            try (Stream<Image> images = set.images()) {
                assertTrue(images.iterator().hasNext());
                assertTrue(isOpen(file) || isOpen(archive));
            }
            assertFalse(isOpen(file) || isOpen(archive));
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                // The descriptor of the listing itself is gone by now.
                if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
                    return true;
                }
            }
            return false;
        }
    }

    private Path sparse(long size) throws IOException {
        Path file = folder.resolve("sparse.bin");
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(size);
        }
        return file;
    }
}
