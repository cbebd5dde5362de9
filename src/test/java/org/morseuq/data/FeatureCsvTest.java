package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.morseuq.data.Fixtures.assertMalformed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureCsvTest {

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("t.csv"), List.of(lines));
    }

    private void assertRefused(String line, Object... parts) throws IOException {
        Path file = file("id,label,a.0,a.1", "x,1,0.5,2", line);
        assertMalformed(() -> FeatureCsv.read(file), file);
        assertMalformed(() -> FeatureCsv.read(file), parts);
    }

    private void assertHeaderRefused(String header, Object... parts) throws IOException {
        Path file = file(header, "1,2,3");
        assertMalformed(() -> FeatureCsv.read(file), file, "line 1");
        assertMalformed(() -> FeatureCsv.read(file), parts);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Layout layout = new Layout(List.of(new Layout.Block("logits", 2), new Layout.Block("layer2.mean", 1)));
        float[][] rows = {{0.1f, -3e-38f, 1e30f}, {Float.MIN_VALUE, Float.MAX_VALUE, -0f}};
        FeatureTable table = new FeatureTable(layout, rows, new int[] {3, Image.UNLABELLED});
        Path file = folder.resolve("t.csv");
        FeatureCsv.write(file, table, List.of("a,\"b\"", "ü"));
        assertEquals(
                "id,label,logits.0,logits.1,layer2.mean.0",
                Files.readAllLines(file).get(0));
        FeatureCsv.Read read = FeatureCsv.read(file);
        assertEquals(layout, read.table().layout());
        assertArrayEquals(rows, read.table().rows());
        assertArrayEquals(new int[] {3, -1}, read.table().labels());
        assertEquals(List.of("a,\"b\"", "ü"), read.ids());
    }

    @Test
    void idsAndLabelsMayBeAbsent() throws IOException {
        FeatureTable table = new FeatureTable(Layout.of("features", 1), new float[][] {{2}}, new int[] {-1});
        Path file = folder.resolve("t.csv");
        FeatureCsv.write(file, table);
        assertEquals(List.of("features.0", "2.0"), Files.readAllLines(file));
        assertEquals(List.of(), FeatureCsv.read(file).ids());
        assertEquals(table.layout(), FeatureCsv.read(file).table().layout());
    }

    @Test
    void aHeaderWithoutNumbersIsOneBlock() throws IOException {
        FeatureCsv.Read read = FeatureCsv.read(file("\uFEFFweight, label ,height,id", "1.5,2,3e2,x", "", "1,,2,y"));
        assertEquals(Layout.of(FeatureCsv.SINGLE_BLOCK, 2), read.table().layout());
        assertArrayEquals(new float[][] {{1.5f, 300}, {1, 2}}, read.table().rows());
        assertArrayEquals(new int[] {2, -1}, read.table().labels());
        assertEquals(List.of("x", "y"), read.ids());
    }

    @Test
    void badLinesAreNamedWithTheirColumn() throws IOException {
        assertRefused("y,1,0.5", "line 3 has 3 columns, expected 4");
        assertRefused("y,1,0.5,2,3", "line 3 has 5 columns");
        assertRefused("y,1,0.5,two", "line 3, column 'a.1' holds 'two'", "finite");
        assertRefused("y,1,,2", "line 3, column 'a.0' holds ''");
        assertRefused("y,1,NaN,2", "line 3, column 'a.0' holds 'NaN'", "finite");
        assertRefused("y,1,0,-Infinity", "column 'a.1' holds '-Infinity'");
        assertRefused("y,1,0,1e39", "column 'a.1' holds '1e39'", "32-bit");
        assertRefused("y,1,0,1f", "column 'a.1' holds '1f'");
        assertRefused("y,1.5,0,1", "line 3, column 'label' holds '1.5', expected an integer");
        assertRefused("y,-2,0,1", "column 'label' holds '-2'");
        assertRefused("\"y,1,0,1", "t.csv");
    }

    @Test
    void badHeadersAreNamed() throws IOException {
        assertHeaderRefused("a.0,a.2,a.1", "'a.2', expected 'a.1'");
        assertHeaderRefused("a.1,a.2,a.3", "'a.1', expected 'a.0'");
        assertHeaderRefused("a.0,b.0,a.1", "returns to block 'a'");
        assertHeaderRefused("a.0,a.1,name", "'name'", "logits.0");
        assertHeaderRefused("x,y,x", "'x' twice");
        assertHeaderRefused("x,,y", "no name for column 2");
        assertHeaderRefused("1,2,3", "only numbers");
        Path file = file("id,label", "x,1");
        assertMalformed(() -> FeatureCsv.read(file), file, "no column of numbers");
    }

    @Test
    void filesThatAreNoTablesAreRefused() throws IOException {
        Path file = file();
        assertMalformed(() -> FeatureCsv.read(file), file, "is empty");
        file("a.0");
        assertMalformed(() -> FeatureCsv.read(file), file, "no row");
        Files.write(file, new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe, '\n'});
        assertMalformed(() -> FeatureCsv.read(file), file, "UTF-8");
        assertThrows(NoSuchFileException.class, () -> FeatureCsv.read(folder.resolve("no.csv")));
    }

    @Test
    void idsMustFitTheRows() {
        FeatureTable table = new FeatureTable(Layout.of("a", 1), new float[][] {{2}}, new int[] {-1});
        assertThrows(
                IllegalArgumentException.class,
                () -> FeatureCsv.write(folder.resolve("t.csv"), table, List.of("x", "y")));
    }
}
