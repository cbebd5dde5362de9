package org.morseuq.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the columns of a feature row mean: named blocks, one after the other.
 *
 * <p>A backbone that returns more than logits gives, for example, {@code logits[10] embedding[64] inner1.mean[32]
 * inner1.std[32] inner2.mean[64] inner2.std[64]}.
 *
 * @param blocks the blocks in order, with distinct names; at least one
 */
public record Layout(List<Block> blocks) {

    /** The block of a classifier's outputs before the softmax, one column a class. */
    public static final String LOGITS = "logits";

    /** The block of the features that the last, linear layer of the classifier sees. */
    public static final String EMBEDDING = "embedding";

    /** What the blocks of inner layers begin with, followed by 1, 2, ... from the input on. */
    public static final String INNER = "inner";

    /**
     * A run of columns.
     *
     * @param name its name, not blank
     * @param length its number of columns, at least 1
     */
    public record Block(String name, int length) {
        /** Checks the name and the length. */
        public Block {
            if (name.isBlank() || length < 1) {
                throw new IllegalArgumentException(
                        "a block has a name and at least 1 column, got '" + name + "' with " + length);
            }
        }
    }

    /** Copies the list and checks that the names differ. */
    public Layout {
        blocks = List.copyOf(blocks);
        Set<String> names = new HashSet<>();
        for (Block block : blocks) {
            if (!names.add(block.name())) {
                throw new IllegalArgumentException("two blocks have the name '" + block.name() + "'");
            }
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a layout has at least one block");
        }
    }

    /**
     * A layout of a single block.
     *
     * @param name the block's name
     * @param length its number of columns
     * @return the layout
     */
    public static Layout of(String name, int length) {
        return new Layout(List.of(new Block(name, length)));
    }

    /** The number of columns of all blocks. */
    public int width() {
        return blocks.stream().mapToInt(Block::length).sum();
    }

    /** Whether there is a block of this name. */
    public boolean has(String name) {
        return blocks.stream().anyMatch(block -> block.name().equals(name));
    }

    /** The names of the blocks in order. */
    public List<String> names() {
        return blocks.stream().map(Block::name).toList();
    }

    /** The number of columns of the named block; refuses an unknown name. */
    public int length(String name) {
        return find(name).length();
    }

    /** The first column of the named block; empty if there is none of this name. */
    public OptionalInt start(String name) {
        int column = 0;
        for (Block block : blocks) {
            if (block.name().equals(name)) {
                return OptionalInt.of(column);
            }
            column += block.length();
        }
        return OptionalInt.empty();
    }

    /**
     * The columns of the named blocks, in the order of the names.
     *
     * @param names the blocks wanted, in the order wanted; each must exist
     * @return column indices
     */
    public int[] columns(List<String> names) {
        List<Integer> columns = new ArrayList<>();
        for (String name : names) {
            Block wanted = find(name);
            int column = start(name).orElseThrow();
            for (int i = 0; i < wanted.length(); i++) {
                columns.add(column + i);
            }
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The layout of the named blocks, in the order of the names; each must exist. */
    public Layout select(List<String> names) {
        return new Layout(names.stream().map(this::find).toList());
    }

    private Block find(String name) {
        return blocks.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no block '" + name + "' among " + names()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(block.name())
                    .append('[')
                    .append(block.length())
                    .append(']');
        }
        return text.toString();
    }
}
