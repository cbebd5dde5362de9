package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.singles;
import static org.morseuq.data.Fixtures.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassSampleTest {

    @TempDir
    private Path folder;

    @Test
    void itTakesTheFirstOfEachClassInTheOrderOfTheSet() throws IOException {
        ImageSet whole = CifarBinary.file("set", write(folder.resolve("a.bin"), singles(3, 1, 1, 2, 3, 1, 3, 2)));
        ImageSet sample = ClassSample.of(whole, List.of(3, 1), 2);
        assertEquals(List.of("set/0", "set/1", "set/2", "set/4"), Fixtures.ids(sample));
        assertEquals(List.of(3, 1, 1, 3), labels(sample));
        String refused = assertThrows(IllegalArgumentException.class, () -> ClassSample.of(whole, List.of(1, 2), 3))
                .getMessage();
        assertTrue(refused.contains("2 images of class 2, expected at least 3"), refused);
        assertThrows(IllegalArgumentException.class, () -> ClassSample.of(whole, List.of(), 1));
    }
}
