package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written and read; what is refused is in {@link SafetensorsRefusalTest}. */
final class SafetensorsTest {

    @TempDir
    private Path folder;

    /** A whole file from the resources; {@code reference.py} there says how it was made. */
    private static byte[] reference(String name) throws IOException {
        try (InputStream in = SafetensorsTest.class.getResourceAsStream("safetensors.csv")) {
            String line = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(candidate -> candidate.startsWith(name + ","))
                    .findFirst()
                    .orElseThrow();
            return HexFormat.of().parseHex(line.substring(name.length() + 1));
        }
    }

    private static void assertTensor(Safetensors content, String name, int[] shape, float... values) {
        assertArrayEquals(shape, content.tensors().get(name).shape(), name);
        assertArrayEquals(values, content.tensors().get(name).values(), name); // tells -0 from 0
    }

    @Test
    void readsWhatThePythonPackageWrites() throws IOException {
        Safetensors content = Safetensors.read(Files.write(folder.resolve("python"), reference("python")));
        assertEquals(Map.of("origin", "Zürich", "seed", "7"), content.metadata());
        assertEquals(5, content.tensors().size());
        assertTensor(content, "weights", new int[] {2, 3}, 1.5f, -2, 0, 3.25f, 1e-40f, -0f);
        assertTensor(content, "half", new int[] {4}, 1.5f, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY);
        assertTensor(content, "codes", new int[] {3, 1}, 0, 255, 7);
        assertTensor(content, "scalar", new int[] {}, 42);
        assertTensor(content, "empty", new int[] {0, 5});
    }

    /** The package agrees that these bytes are sound, so it reads what we write. */
    @Test
    void writesTheBytesThatThePythonPackageReads() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new float[][] {{1}, {-0.5f}}));
        tensors.put("a", Tensor.of(1, 2, 0.1f));
        tensors.put("c", Tensor.of(0, 200));
        Path file = folder.resolve("lean");
        new Safetensors(Map.of("origin", "Zürich"), tensors)
                .write(file, Map.of("a", Safetensors.Type.F16, "c", Safetensors.Type.U8));
        assertArrayEquals(reference("lean"), Files.readAllBytes(file));
    }

    @Test
    void everyTypeSurvivesTheRoundTrip() throws IOException {
        float[] codes = new float[256];
        float[] halves = new float[0x7c00];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = i;
        }
        for (int i = 0; i < halves.length; i++) {
            halves[i] = HalfPrecision.toFloat((short) i);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bits", Tensor.of(-0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY));
        tensors.put("codes \"quoted\" ü", new Tensor(new int[] {2, 2, 64}, codes));
        tensors.put("halves", Tensor.of(halves));
        tensors.put("none", new Tensor(new int[] {0}, new float[0]));
        Path file = folder.resolve("all");
        new Safetensors(Map.of(), tensors)
                .write(file, Map.of("codes \"quoted\" ü", Safetensors.Type.U8, "halves", Safetensors.Type.F16));
        Safetensors content = Safetensors.read(file);
        assertEquals(
                List.copyOf(tensors.keySet()), List.copyOf(content.tensors().keySet()));
        tensors.forEach((name, tensor) -> assertTensor(content, name, tensor.shape(), tensor.values()));
    }

    @Test
    void numbersBeginAtAMultipleOfEightBytes() throws IOException {
        for (String name : List.of("a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh")) {
            Path file = folder.resolve(name);
            new Safetensors(Map.of(), Map.of(name, Tensor.of(1, 2, 3))).write(file);
            assertEquals(12 % 8, Files.size(file) % 8);
        }
    }

    /** Where an empty tensor and the next one begin at the same byte, the header may name them in either order. */
    @Test
    void emptyTensorsHaveNoPlaceInTheOrder() throws IOException {
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"e\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
        Path file = SafetensorsRefusalTest.file(folder, header, 1);
        assertEquals(2, Safetensors.read(file).tensors().size());
    }

    @Test
    void codesThatAreNoBytesAreRefusedAndNothingIsWritten() {
        Path file = folder.resolve("codes");
        for (float value : new float[] {-1, 256, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            Safetensors content = new Safetensors(Map.of(), Map.of("t", Tensor.of(value)));
            assertThrows(IllegalArgumentException.class, () -> content.write(file, Map.of("t", Safetensors.Type.U8)));
            assertTrue(Files.notExists(file));
        }
    }

    @Test
    void theNameOfTheStringsIsTaken() {
        Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.of(1));
        assertThrows(IllegalArgumentException.class, () -> new Safetensors(Map.of(), tensors));
    }

    @Test
    void aTensorThatIsNotThereIsNamed() {
        Safetensors content = new Safetensors(Map.of(), Map.of("t", Tensor.of(1)));
        Path file = Path.of("some.safetensors");
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> content.get(file, "../u"));
        assertEquals("some.safetensors: no tensor '../u' among [t]", e.getMessage());
    }
}
