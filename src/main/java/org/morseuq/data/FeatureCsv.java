package org.morseuq.data;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.MalformedFileException;

/**
 * Feature tables as comma-separated text in UTF-8: a line of column names, then a line a row.
 *
 * <p>The columns of a block of length k are named {@code block.0} to {@code block.(k-1)} and stand together in this
 * order; the name of a block may itself hold dots. A header in which no name ends in a dot and a number makes a single
 * block {@value #SINGLE_BLOCK} of all its columns. Two columns are set apart, wherever they stand: {@code id}, any text,
 * and {@code label}, an integer, where nothing and -1 mean {@link Image#UNLABELLED}. All others hold finite numbers.
 */
public final class FeatureCsv {

    /** The block that a header without block names makes. */
    public static final String SINGLE_BLOCK = "features";

    /**
     * What a file holds.
     *
     * @param table the numbers and labels
     * @param ids the ids row by row; empty if the file has no such column
     */
    public record Read(FeatureTable table, List<String> ids) {
        /** Copies the ids and checks their number. */
        public Read {
            ids = List.copyOf(ids);
            checkIds(table, ids);
        }
    }

    private FeatureCsv() {}

    /** Takes some rows of a file. */
    @FunctionalInterface
    public interface Part {
        /**
         * The next rows.
         *
         * @param rows at least one
         * @throws IOException if whoever takes them cannot go on
         */
        void take(Read rows) throws IOException;
    }

    /**
     * Reads a table into memory.
     *
     * @param file the file
     * @return its table, of at least one row, and its ids
     * @throws IOException if the file cannot be read or is malformed; the message names line and column
     */
    public static Read read(Path file) throws IOException {
        List<Read> whole = new ArrayList<>();
        forEachPart(file, Integer.MAX_VALUE, whole::add);
        return whole.get(0);
    }

    /**
     * Reads a table part by part, in memory that does not grow with the file.
     *
     * @param file the file
     * @param size rows of a part, at least 1; the last one may be shorter
     * @param part takes them in order, those before a malformed line too
     * @throws IOException as {@link #read}
     */
    public static void forEachPart(Path file, int size, Part part) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVParser.parse(reader, CSVFormat.DEFAULT)) {
            Iterator<CSVRecord> lines = parser.iterator();
            if (!lines.hasNext()) {
                throw new MalformedFileException(file, "is empty, expected a line of column names");
            }
            FeatureHeader header = FeatureHeader.of(file, lines.next());
            if (!lines.hasNext()) {
                throw new MalformedFileException(file, "has column names but no row, expected at least one");
            }
            while (lines.hasNext()) {
                part.take(rows(file, header, parser, lines, size));
            }
        } catch (CharacterCodingException e) {
            throw notText(file, e);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (cause instanceof CSVException) {
                throw new MalformedFileException(file, "is not comma-separated text (" + cause.getMessage() + ")", e);
            }
            throw cause instanceof CharacterCodingException ? notText(file, cause) : cause;
        }
    }

    private static Read rows(Path file, FeatureHeader header, CSVParser parser, Iterator<CSVRecord> lines, int size)
            throws IOException {
        List<float[]> rows = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        while (rows.size() < size && lines.hasNext()) {
            CSVRecord line = lines.next();
            Line cells = new Line(file, parser.getCurrentLineNumber(), header.names(), line);
            cells.checkCount();
            rows.add(cells.numbers(header.numbers()));
            labels.add(header.label() < 0 ? Image.UNLABELLED : cells.label(header.label()));
            if (header.id() >= 0) {
                ids.add(line.get(header.id()));
            }
        }
        FeatureTable table = new FeatureTable(
                header.layout(),
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
        return new Read(table, ids);
    }

    /**
     * Writes a table without ids, whole or not at all; {@link #read} returns the same numbers.
     *
     * @param file the file, replaced if it exists
     * @param table the table; a {@code label} column is written if any label is known
     * @throws IOException if writing fails
     */
    public static void write(Path file, FeatureTable table) throws IOException {
        write(file, table, List.of());
    }

    /**
     * Writes a table, whole or not at all; {@link #read} returns the same numbers and ids.
     *
     * @param file the file, replaced if it exists
     * @param table the table; a {@code label} column is written if any label is known
     * @param ids one id a row, or none at all
     * @throws IOException if writing fails
     */
    public static void write(Path file, FeatureTable table, List<String> ids) throws IOException {
        checkIds(table, ids);
        boolean labelled = Arrays.stream(table.labels()).anyMatch(label -> label != Image.UNLABELLED);
        AtomicFile.write(file, out -> {
            OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            // Not a CSVPrinter: its class file names an annotation that its jar lacks, which javac warns of.
            CSVFormat format =
                    CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
            format.printRecord(
                    writer,
                    FeatureHeader.namesOf(table.layout(), !ids.isEmpty(), labelled)
                            .toArray());
            List<Object> cells = new ArrayList<>();
            for (int i = 0; i < table.size(); i++) {
                cells.clear();
                if (!ids.isEmpty()) {
                    cells.add(ids.get(i));
                }
                if (labelled) {
                    cells.add(table.labels()[i]);
                }
                for (float value : table.rows()[i]) {
                    cells.add(value);
                }
                format.printRecord(writer, cells.toArray());
            }
            // Not closed: the stream below belongs to the caller.
            writer.flush();
        });
    }

    private static MalformedFileException notText(Path file, IOException cause) {
        return new MalformedFileException(file, "is not text in UTF-8", cause);
    }

    private static void checkIds(FeatureTable table, List<String> ids) {
        if (!ids.isEmpty() && ids.size() != table.size()) {
            throw new IllegalArgumentException(table.size() + " rows but " + ids.size() + " ids");
        }
    }

    /** The cells of one line, checked as they are read. */
    private record Line(Path file, long number, List<String> names, CSVRecord cells) {

        void checkCount() throws MalformedFileException {
            if (cells.size() != names.size()) {
                throw new MalformedFileException(
                        file, "line " + number + " has " + cells.size() + " columns, expected " + names.size());
            }
        }

        float[] numbers(int[] columns) throws MalformedFileException {
            float[] row = new float[columns.length];
            for (int j = 0; j < columns.length; j++) {
                row[j] = FeatureHeader.number(cells.get(columns[j]));
                if (!Float.isFinite(row[j])) {
                    throw unexpected(columns[j], "a finite 32-bit number");
                }
            }
            return row;
        }

        int label(int column) throws MalformedFileException {
            String text = cells.get(column).strip();
            if (text.isEmpty()) {
                return Image.UNLABELLED;
            }
            try {
                int label = Integer.parseInt(text);
                if (label >= Image.UNLABELLED) {
                    return label;
                }
            } catch (NumberFormatException e) {
                throw unexpected(column, "an integer >= -1");
            }
            throw unexpected(column, "an integer >= -1");
        }

        private MalformedFileException unexpected(int column, String expected) {
            return new MalformedFileException(
                    file,
                    "line " + number + ", column '" + names.get(column) + "' holds '" + cells.get(column)
                            + "', expected " + expected);
        }
    }
}
