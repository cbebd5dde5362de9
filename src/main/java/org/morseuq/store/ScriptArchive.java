package org.morseuq.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program in TorchScript, the language of PyTorch, in the form in which PyTorch loads one from a file: a zip without
 * compression, of the source, a pickle that makes the one object, the numbers of its arrays, a pickle of no constants, and
 * the format's version.
 *
 * <p>The format belongs to the engine, whose version is pinned by the build; tests load what is written here. The same
 * program gives the same bytes.
 */
public final class ScriptArchive {

    private static final String FOLDER = "script/";

    /** The earliest time that a zip can hold: that of writing would make every file another. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ScriptArchive() {}

    /**
     * Writes a program without arrays of its own.
     *
     * @param name of its class
     * @param methods the text of the class's methods, indented by two
     * @return what the engine loads
     */
    public static byte[] bytes(String name, String methods) {
        return bytes(name, methods, List.of());
    }

    /**
     * Writes a program.
     *
     * @param name of its class
     * @param methods the text of the class's methods, indented by two
     * @param arrays attributes of the object, which move with it from device to device
     * @return what the engine loads
     */
    public static byte[] bytes(String name, String methods, List<NamedArray> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", object(name, arrays));
            add(zip, "code/__torch__.py", source(name, methods, arrays));
            for (int i = 0; i < arrays.size(); i++) {
                add(zip, "data/" + i, arrays.get(i).littleEndian());
            }
            add(zip, "constants.pkl", pickle(")")); // the empty tuple
            add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] source(String name, String methods, List<NamedArray> arrays) {
        StringBuilder text = new StringBuilder("class ").append(name).append("(Module):\n  __parameters__ = []\n");
        text.append("  __buffers__ = [");
        arrays.forEach(array -> text.append('"').append(array.name()).append("\", "));
        text.append("]\n");
        arrays.forEach(array -> text.append("  ").append(array.name()).append(" : Tensor\n"));
        return text.append("  training : bool\n").append(methods).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * An object of the class without arguments, with the arrays as attributes and {@code training} false. In the pickle: c
     * names the class, ) and 0x81 make an object from no arguments, } a dictionary, ( begins its items, u puts them in, b
     * hands it to the object.
     */
    private static byte[] object(String name, List<NamedArray> arrays) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < arrays.size(); i++) {
            items.append(text(arrays.get(i).name())).append(array(arrays.get(i), i));
        }
        return pickle("c__torch__\n" + name + "\n)\u0081}(" + items + text("training") + "\u0089ub"); // 0x89 is false
    }

    /** The call of a function (R) of a tuple (from ( to t): a storage found by its number (Q), offset, shape, strides. */
    private static String array(NamedArray array, int number) {
        String storage = "(" + text("storage") + "ctorch\n" + array.type().storage() + "\n"
                + text(Integer.toString(number)) + text("cpu") + number(array.size()) + "tQ";
        StringBuilder shape = new StringBuilder("(");
        StringBuilder strides = new StringBuilder("(");
        int stride = array.size();
        for (int extent : array.shape()) {
            stride /= extent;
            shape.append(number(extent));
            strides.append(number(stride));
        }
        return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + number(0) + shape + "t" + strides + "t\u0089"
                + "ccollections\nOrderedDict\n)RtR";
    }

    /** A text of less than 128 characters, with its length in four bytes. */
    private static String text(String ascii) {
        return "X" + (char) ascii.length() + "\0\0\0" + ascii;
    }

    private static String number(int value) {
        return "J" + (char) (value & 255) + (char) (value >> 8 & 255) + (char) (value >> 16 & 255)
                + (char) (value >>> 24);
    }

    /** Protocol 2, some operations, and the stop. */
    private static byte[] pickle(String operations) {
        return ("\u0080\u0002" + operations + ".").getBytes(StandardCharsets.ISO_8859_1);
    }
}
