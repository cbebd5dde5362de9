package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.data.DataFolder.Split.TEST;
import static org.morseuq.data.DataFolder.Split.TRAIN;
import static org.morseuq.data.Fixtures.all;
import static org.morseuq.data.Fixtures.assertMalformed;
import static org.morseuq.data.Fixtures.gzip;
import static org.morseuq.data.Fixtures.idxImages;
import static org.morseuq.data.Fixtures.idxLabels;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.png;
import static org.morseuq.data.Fixtures.records;
import static org.morseuq.data.Fixtures.singles;
import static org.morseuq.data.Fixtures.tarGz;
import static org.morseuq.data.Fixtures.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

    @TempDir
    private Path root;

    private ImageSet find(String name, DataFolder.Split split) throws IOException {
        return new DataFolder(root).find(name, split);
    }

    /** Batches 5 to 1 and the test batch, as an archive may have them in any order. */
    private static Map<String, byte[]> cifar10() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 5; i >= 1; i--) {
            entries.put("cifar-10-batches-bin/data_batch_" + i + ".bin", singles(i, 0));
        }
        entries.put("cifar-10-batches-bin/test_batch.bin", singles(9));
        return entries;
    }

    @Test
    void cifar10IsFoundInEveryPlaceInOrder() throws IOException {
        write(root.resolve("cifar10/cifar-10-binary.tar.gz"), tarGz(cifar10()));
        ImageSet train = find("cifar10", TRAIN);
        assertEquals("cifar10/train", train.name());
        assertEquals(List.of(1, 0, 2, 0, 3, 0, 4, 0, 5, 0), labels(train));
        assertEquals("airplane", train.classes().get(0));
        assertEquals("truck", train.classes().get(9));
        assertEquals(List.of(9), labels(find("cifar10", TEST)));
        write(root.resolve("cifar-10-binary.tar.gz"), tarGz(Map.of("test_batch.bin", singles(8))));
        assertEquals(List.of(8), labels(find("cifar10", TEST)));
        write(root.resolve("test_batch.bin"), singles(7));
        assertEquals(List.of(7), labels(find("cifar10", TEST)));
        write(root.resolve("cifar-10-batches-bin/test_batch.bin"), singles(6));
        assertEquals(List.of(6), labels(find("cifar10", TEST)));
        write(root.resolve("cifar10/test_batch.bin"), singles(5));
        assertEquals(List.of(5), labels(find("cifar10", TEST)));
        assertEquals("cifar10/test/0", all(find("cifar10", TEST)).get(0).id());
        write(root.resolve("cifar10/test_batch.bin"), singles(10));
        assertMalformed(() -> all(find("cifar10", TEST)), "test_batch.bin", "label 10 in record 0");
    }

    @Test
    void cifar100HasFineLabelsAndNames() throws IOException {
        write(root.resolve("cifar100/test.bin"), records(new int[] {1, 99}, new int[] {200, 0}));
        ImageSet test = find("cifar100", TEST);
        assertEquals(List.of(99, 0), labels(test));
        assertEquals(100, test.classes().size());
        assertEquals(100, Set.copyOf(test.classes()).size());
        assertEquals("apple", test.classes().get(0));
        assertEquals("worm", test.classes().get(99));
        write(root.resolve("cifar-100-binary.tar.gz"), tarGz(Map.of("x/train.bin", records(new int[] {1, 2}))));
        assertEquals(List.of(2), labels(find("cifar100", TRAIN)));
    }

    @Test
    void idxSetsMayBeGzippedAndElsewhere() throws IOException {
        write(root.resolve("mnist/t10k-images-idx3-ubyte"), idxImages(2, 28, 28));
        write(root.resolve("mnist/t10k-labels-idx1-ubyte.gz"), gzip(idxLabels(7, 2)));
        assertEquals(List.of(7, 2), labels(find("mnist", TEST)));
        assertEquals("7", find("mnist", TEST).classes().get(7));
        assertThrows(NoSuchFileException.class, () -> find("mnist", TRAIN));
        write(root.resolve("fashion/train-images-idx3-ubyte.gz"), gzip(idxImages(1, 28, 28)));
        write(root.resolve("fashion/train-labels-idx1-ubyte.gz"), gzip(idxLabels(9)));
        assertEquals("fashion-mnist/train", find("fashion-mnist", TRAIN).name());
        assertEquals("Ankle boot", find("fashion-mnist", TRAIN).classes().get(9));
        write(root.resolve("dataset-fashion-mnist/train-images-idx3-ubyte"), idxImages(1, 28, 28));
        write(root.resolve("dataset-fashion-mnist/train-labels-idx1-ubyte"), idxLabels(3));
        assertEquals(List.of(3), labels(find("fashion-mnist", TRAIN)));
    }

    @Test
    void aFileIsListedUnderOneNameOnly() throws IOException {
        write(root.resolve("textures_dtd_subset.bin"), singles(40));
        write(root.resolve("own.bin"), singles(41));
        assertEquals(List.of("own", "textures"), List.copyOf(new DataFolder(root).names()));
    }

    @Test
    void otherNamesAreFilesOrFolders() throws IOException {
        write(root.resolve("textures_dtd_subset.bin"), singles(40));
        assertEquals("textures", find("textures", TEST).name());
        assertEquals(List.of(40), labels(find("textures", TRAIN)));
        write(root.resolve("textures.bin"), singles(41));
        assertEquals(List.of(41), labels(find("textures", TEST)));
        write(root.resolve("svhn_test.bin"), singles(1));
        write(root.resolve("svhn_train.bin"), singles(2));
        assertMalformed(() -> find("svhn", TEST), root, "svhn_test", "svhn_train", "expected one");
        assertEquals(List.of(2), labels(find("svhn_train", TEST)));
        write(root.resolve("places/a.png"), png(1));
        assertEquals("places", find("places", TEST).name());
    }

    @Test
    void imageFoldersMayBeDividedIntoParts() throws IOException {
        write(root.resolve("own/train/cat/1.png"), png(1));
        write(root.resolve("own/val/cat/2.png"), png(1));
        assertEquals("own/test", find("own", TEST).name());
        assertEquals(List.of("cat/2.png"), Fixtures.ids(find("own", TEST)));
        assertEquals(List.of("cat/1.png"), Fixtures.ids(find("own", TRAIN)));
        write(root.resolve("vehicles/train/1.png"), png(1));
        write(root.resolve("vehicles/truck/1.png"), png(1));
        assertEquals(List.of("train", "truck"), find("vehicles", TEST).classes());
    }

    @Test
    void aMissingSetSaysWhatWasLookedForAndWhatIsThere() throws IOException {
        write(root.resolve("cifar10/data_batch_1.bin"), singles(1));
        write(root.resolve("tinyimagenet_val.bin"), singles(1));
        String cifar = assertThrows(NoSuchFileException.class, () -> find("cifar10", TRAIN))
                .getMessage();
        for (String part : List.of(
                root.toString(),
                "cifar10/data_batch_2.bin",
                "cifar-10-batches-bin/data_batch_1.bin",
                "cifar10/cifar-10-binary.tar.gz",
                "tinyimagenet")) {
            assertTrue(cifar.contains(part), cifar);
        }
        String other = assertThrows(NoSuchFileException.class, () -> find("lsun", TEST))
                .getMessage();
        assertTrue(other.contains("lsun.bin, lsun*.bin, lsun/"), other);
        String nowhere = assertThrows(
                        NoSuchFileException.class, () -> new DataFolder(root.resolve("no")).find("svhn", TEST))
                .getMessage();
        assertTrue(nowhere.contains("none"), nowhere);
        assertThrows(IllegalArgumentException.class, () -> find("../x", TEST));
    }

    @Test
    void pathsAreOpenedByWhatTheyAre() throws IOException {
        assertEquals(List.of(4), labels(DataFolder.open(write(root.resolve("a.bin"), singles(4)))));
        Path archive = write(root.resolve("any.tar.gz"), tarGz(cifar10()));
        assertEquals(List.of(9), labels(DataFolder.open(archive)));
        assertEquals(10, DataFolder.open(archive, TRAIN).size());
        Path foreign = write(root.resolve("foreign.tar.gz"), tarGz(Map.of("x.txt", new byte[3])));
        assertMalformed(() -> DataFolder.open(foreign), foreign, "neither CIFAR-10 nor CIFAR-100");
        write(root.resolve("pictures/a.png"), png(1));
        assertEquals("pictures", DataFolder.open(root.resolve("pictures")).name());
        Path text = write(root.resolve("a.txt"), new byte[3]);
        assertMalformed(() -> DataFolder.open(text), text, ".tar.gz");
        assertThrows(NoSuchFileException.class, () -> DataFolder.open(root.resolve("nothing")));
        assertTrue(Files.exists(text));
    }
}
