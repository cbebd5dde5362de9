package org.morseuq.backbone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program of the engine's own language, TorchScript, in the form in which the engine loads one from a file: a zip without
 * compression, of the source, a pickle that makes the one object, a pickle of no constants, and the format's version.
 *
 * <p>The format belongs to the engine, whose version is pinned by the build; a test loads what is written here.
 */
final class ScriptArchive {

    private static final String FOLDER = "script/";

    private ScriptArchive() {}

    /**
     * Writes a program.
     *
     * @param name of its class
     * @param methods the text of the class's methods, indented by two
     * @return what the engine loads
     */
    static byte[] bytes(String name, String methods) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", object(name));
            add(zip, "code/__torch__.py", source(name, methods));
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
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] source(String name, String methods) {
        String head = "class " + name + "(Module):\n"
                + "  __parameters__ = []\n"
                + "  __buffers__ = []\n"
                + "  training : bool\n";
        return (head + methods).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * An object of the class without arguments, whose attribute {@code training} is false. In the pickle: c names the
     * class, ) and 0x81 make an object from no arguments, } a dictionary, ( begins its items, u puts them in, b hands it to
     * the object.
     */
    private static byte[] object(String name) {
        String key = "training";
        String text = "X" + (char) key.length() + "\0\0\0" + key; // a text with its length in four bytes
        return pickle("c__torch__\n" + name + "\n)\u0081}(" + text + "\u0089ub"); // 0x89 is false
    }

    /** Protocol 2, some operations, and the stop. */
    private static byte[] pickle(String operations) {
        return ("\u0080\u0002" + operations + ".").getBytes(StandardCharsets.ISO_8859_1);
    }
}
