package org.morseuq.backbone;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.nn.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;

/** Reads the files that {@link Backbone} names; a digest is checked before the engine sees the bytes. */
final class BackboneFile {

    private static final String ONNX = "OnnxRuntime";

    /** How a tensor of an ONNX file begins to say where its numbers are: the key of the first property of external data. */
    private static final String ELSEWHERE = "\n\blocation\022";

    private BackboneFile() {}

    /**
     * Loads a network if its parameters have the digest that somebody else vouches for, for example the manifest of a
     * detector. A TorchScript file is a program, so this is asked before the engine opens it.
     *
     * @param sha256 what it must be
     */
    static Backbone load(Path path, String device, String sha256, Set<MapStatistic> statistics) throws IOException {
        String digest = digest(path);
        if (!digest.equals(sha256)) {
            throw new MalformedFileException(parameters(path), "has the digest " + digest + ", expected " + sha256);
        }
        return load(path, device, false, statistics);
    }

    static String digest(Path path) throws IOException {
        return Digest.ofFile(parameters(path));
    }

    private static Path parameters(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return path;
        }
        Path description = description(path);
        return Json.read(description, TrainedNetwork.class).parameterFile(description);
    }

    private static Path description(Path folder) throws MalformedFileException {
        Path description = folder.resolve(TrainedNetwork.FILE);
        if (!Files.exists(description)) {
            throw new MalformedFileException(folder, "is a folder without " + TrainedNetwork.FILE);
        }
        return description;
    }

    /**
     * Loads a network.
     *
     * @param differentiable whether gradients must be able to flow through to the input: otherwise the engine loads a
     *     TorchScript file in a form that never records, and normalisations of our own networks are folded away
     * @param statistics what maps become in a row
     */
    static Backbone load(Path path, String device, boolean differentiable, Set<MapStatistic> statistics)
            throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!device.equals("cpu") && !device.equals("gpu")) {
            throw new IllegalArgumentException("the device is cpu or gpu, got '" + device + "'");
        }
        Engine engine = Engine.getEngine("PyTorch");
        Device where = device.equals("gpu") ? Device.gpu() : Device.cpu();
        if (device.equals("gpu") && engine.getGpuCount() == 0) {
            throw new IllegalArgumentException("no GPU was found by the engine; use --device cpu");
        }
        if (path.toString().endsWith(".onnx")) {
            return onnx(path, device, differentiable, statistics);
        }
        return Files.isDirectory(path)
                ? folder(path, where, differentiable, statistics)
                : torchScript(path, where, differentiable, statistics);
    }

    /** ONNX Runtime runs the network; what is done with its outputs is done by the other engine. */
    private static Backbone onnx(Path file, String device, boolean differentiable, Set<MapStatistic> statistics)
            throws IOException {
        if (differentiable) {
            throw new IllegalArgumentException(
                    file + ": an ONNX network has no derivatives here; use the network as TorchScript");
        }
        if (!device.equals("cpu")) {
            throw new IllegalArgumentException(
                    file + ": an ONNX network runs on the cpu; use the network as TorchScript");
        }
        if (!Engine.hasEngine(ONNX)) {
            throw new IllegalArgumentException(
                    file + ": ONNX networks need ai.djl.onnxruntime:onnxruntime-engine on the" + " class path");
        }
        Sidecar sidecar = Sidecar.beside(file);
        byte[] bytes = Files.readAllBytes(file);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(ELSEWHERE)) {
            throw new MalformedFileException(
                    file, "keeps its weights in another file, which no digest covers; save it with the weights inside");
        }
        Model model = onnxModel(file);
        try {
            model.load(new ByteArrayInputStream(bytes));
            return new Backbone(file, Digest.ofBytes(bytes), sidecar, model, statistics);
        } catch (MalformedModelException | EngineException e) {
            model.close();
            throw new MalformedFileException(file, "is not an ONNX file that ONNX Runtime can load", e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Model onnxModel(Path file) {
        try {
            return Model.newInstance(String.valueOf(file.getFileName()), Device.cpu(), ONNX);
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    file
                            + ": the engine could not start ONNX Runtime; a program that uses ONNX Runtime by itself too must"
                            + " load its ONNX networks first",
                    e);
        }
    }

    private static Backbone folder(Path folder, Device device, boolean differentiable, Set<MapStatistic> statistics)
            throws IOException {
        Path description = description(folder);
        TrainedNetwork trained = Json.read(description, TrainedNetwork.class);
        Path parameters = trained.parameterFile(description);
        String digest = Digest.ofFile(parameters);
        if (!digest.equals(trained.sha256())) {
            throw new MalformedFileException(
                    parameters, "has the digest " + digest + ", " + TrainedNetwork.FILE + " says " + trained.sha256());
        }
        Model model = Model.newInstance(trained.network(), device, "PyTorch");
        try {
            model.setBlock(network(description, trained));
            model.load(folder, trained.prefix(), Map.of("epoch", 0));
            if (!differentiable) {
                Block network = model.getBlock();
                Networks.folded(trained.network(), network, statistics, model.getNDManager())
                        .ifPresent(folded -> {
                            model.setBlock(folded);
                            network.clear();
                        });
            }
            return new Backbone(folder, digest, trained.sidecar(), model, statistics);
        } catch (MalformedModelException e) {
            model.close();
            throw new MalformedFileException(parameters, "does not hold the parameters of " + trained.network(), e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Block network(Path description, TrainedNetwork trained) throws MalformedFileException {
        try {
            return Networks.create(trained.network(), trained.classes().size(), Classifier.parse(trained.classifier()));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(description, e.getMessage(), e);
        }
    }

    private static Backbone torchScript(Path file, Device device, boolean differentiable, Set<MapStatistic> statistics)
            throws IOException {
        Sidecar sidecar = Sidecar.beside(file);
        String digest = Digest.ofFile(file);
        Model model = Model.newInstance(String.valueOf(file.getFileName()), device, "PyTorch");
        try {
            model.load(
                    file.toAbsolutePath().getParent(),
                    file.getFileName().toString(),
                    differentiable ? Map.of("trainParam", "true") : Map.of());
            return new Backbone(file, digest, sidecar, model, statistics);
        } catch (MalformedModelException | EngineException e) {
            model.close();
            throw new MalformedFileException(file, "is not a TorchScript file that this engine can load", e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
