package org.morseuq.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.morseuq.store.MalformedFileException;

/**
 * What the first line of a feature table in CSV says.
 *
 * @param names all column names in order
 * @param layout the blocks
 * @param numbers where the columns of the layout stand, in its order
 * @param id where the ids stand, or -1
 * @param label where the labels stand, or -1
 */
record FeatureHeader(List<String> names, Layout layout, int[] numbers, int id, int label) {

    private static final String ID = "id";
    private static final String LABEL = "label";

    /** A block and a place in it; more digits than nine are not a place. */
    private static final Pattern NUMBERED = Pattern.compile("(.*\\S.*)\\.(0|[1-9][0-9]{0,8})");

    static FeatureHeader of(Path file, CSVRecord line) throws MalformedFileException {
        List<String> names = new ArrayList<>();
        for (String cell : line) {
            // Some spreadsheet programs begin a file with a byte order mark.
            String text = names.isEmpty() && cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
            names.add(text.strip());
        }
        if (names.stream().noneMatch(name -> Float.isNaN(number(name)))) {
            throw new MalformedFileException(file, "line 1 holds only numbers, expected column names");
        }
        checkDistinct(file, names);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(ID) && !names.get(i).equals(LABEL)) {
                numbers.add(i);
            }
        }
        if (numbers.isEmpty()) {
            throw new MalformedFileException(file, "line 1 names no column of numbers, expected at least one");
        }
        List<String> wanted = numbers.stream().map(names::get).toList();
        boolean blocks = wanted.stream().anyMatch(name -> NUMBERED.matcher(name).matches());
        Layout layout = blocks ? blocks(file, wanted) : Layout.of(FeatureCsv.SINGLE_BLOCK, wanted.size());
        return new FeatureHeader(
                List.copyOf(names),
                layout,
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                names.indexOf(ID),
                names.indexOf(LABEL));
    }

    /** The column names that {@link #of} reads back. */
    static List<String> namesOf(Layout layout, boolean ids, boolean labels) {
        List<String> names = new ArrayList<>();
        if (ids) {
            names.add(ID);
        }
        if (labels) {
            names.add(LABEL);
        }
        for (Layout.Block block : layout.blocks()) {
            for (int i = 0; i < block.length(); i++) {
                names.add(block.name() + "." + i);
            }
        }
        return names;
    }

    /** The number that a text spells in decimal; NaN if it spells none. */
    static float number(String text) {
        String stripped = text.strip();
        // Java would also take the suffixes of its literals.
        if (stripped.isEmpty() || Character.isLetter(stripped.charAt(stripped.length() - 1))) {
            return Float.NaN;
        }
        try {
            return Float.parseFloat(stripped);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    private static void checkDistinct(Path file, List<String> names) throws MalformedFileException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw new MalformedFileException(
                        file, "line 1 has no name for column " + (seen.size() + 1) + ", expected a name for each");
            }
            if (!seen.add(name)) {
                throw new MalformedFileException(file, "line 1 names the column '" + name + "' twice");
            }
        }
    }

    private static Layout blocks(Path file, List<String> columns) throws MalformedFileException {
        List<Layout.Block> blocks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String block = "";
        int length = 0;
        for (String column : columns) {
            Matcher matcher = NUMBERED.matcher(column);
            if (!matcher.matches()) {
                throw new MalformedFileException(
                        file,
                        "line 1 has the column '" + column
                                + "' beside numbered ones, expected id, label or a block and a number as in 'logits.0'");
            }
            String name = matcher.group(1);
            if (!name.equals(block)) {
                if (length > 0) {
                    blocks.add(new Layout.Block(block, length));
                }
                if (!seen.add(name)) {
                    throw new MalformedFileException(
                            file, "line 1 returns to block '" + name + "', expected the columns of a block together");
                }
                block = name;
                length = 0;
            }
            if (Integer.parseInt(matcher.group(2)) != length) {
                throw new MalformedFileException(
                        file, "line 1 has the column '" + column + "', expected '" + name + "." + length + "' there");
            }
            length++;
        }
        blocks.add(new Layout.Block(block, length));
        return new Layout(blocks);
    }
}
