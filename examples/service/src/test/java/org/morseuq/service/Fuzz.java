package org.morseuq.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.morseuq.head.MorseDetector;

/**
 * Sends what nobody would send: sound bodies with bits flipped, bytes cut out, doubled or replaced. Arguments: how many
 * requests, how many detectors, the seed.
 */
final class Fuzz {

    private static final List<String> PATHS =
            List.of("/features", "/v2/models/morse/infer", "/image", "/image", "/image", "/image/heat");
    private static final List<String> TYPES =
            List.of("application/json", "image/png", "multipart/form-data; boundary=x", "multipart/form-data", "");

    private final SplittableRandom random;

    Fuzz(long seed) {
        random = new SplittableRandom(seed);
    }

    public static void main(String[] args) throws IOException {
        Fuzz fuzz = new Fuzz(Long.parseLong(args[2]));
        long begin = System.nanoTime();
        Settings settings = Settings.of(Samples.DETECTOR).withBackbone(Samples.NETWORK);
        try (Service service = Service.start(settings)) {
            System.out.println("requests by status: " + fuzz.requests(service.port(), Integer.parseInt(args[0])));
        }
        Path folder = Files.createTempDirectory("fuzz");
        int detectors = Integer.parseInt(args[1]);
        System.out.println(fuzz.artefacts(folder, detectors) + " of " + detectors + " damaged detectors were taken");
        System.out.printf("%.0f seconds%n", (System.nanoTime() - begin) * 1e-9);
    }

    /** How many answers came with each status; every one but 200 has to hold one sentence. */
    Map<Integer, Integer> requests(int port, int count) throws IOException {
        Client client = new Client(port);
        byte[][] sound = {
            Samples.json(Samples.rows("mnist")[0]),
            ("{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[1,202],\"data\":"
                            + new String(Samples.json(Samples.rows("mnist")[1]), StandardCharsets.UTF_8) + "}]}")
                    .getBytes(StandardCharsets.UTF_8),
            Pictures.png(1),
            Pictures.jpeg(2),
            Pictures.encoded("png", Pictures.blobs(9, 50, 3)),
            form(Pictures.png(4))
        };
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byte[] body = mutate(sound[random.nextInt(sound.length)]);
            HttpRequest.Builder request = client.request(PATHS.get(random.nextInt(PATHS.size())))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            String type = TYPES.get(random.nextInt(TYPES.size()));
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            HttpResponse<byte[]> response = client.send(request.build());
            if (response.statusCode() != 200 && Client.error(response).lines().count() != 1) {
                throw new AssertionError(Client.error(response));
            }
            statuses.merge(response.statusCode(), 1, Integer::sum);
        }
        return statuses;
    }

    /** How many of so many detectors with one flipped bit were taken although they judge otherwise, or not at all. */
    int artefacts(Path folder, int count) throws IOException {
        Path copy = Samples.copy(folder);
        float[] row = Samples.rows("mnist")[0];
        double expected = Samples.detector().assess(row).energy();
        String[] files = {"manifest.json", "head.safetensors", "calibration.safetensors"};
        int taken = 0;
        for (int i = 0; i < count; i++) {
            Path file = copy.resolve(files[i % files.length]);
            byte[] sound = Files.readAllBytes(file);
            byte[] damaged = sound.clone();
            // Half of them in the first kilobyte, where the headers are.
            int reach = random.nextBoolean() ? Math.min(1024, sound.length) : sound.length;
            damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                // White space and the spelling of a number may change without changing what the manifest says.
                boolean same = MorseDetector.load(copy).assess(row).energy() == expected && i % files.length == 0;
                taken += same ? 0 : 1;
            } catch (IOException e) {
                if (e.getMessage().lines().count() != 1) {
                    throw new AssertionError(e.getMessage(), e);
                }
            }
            Files.write(file, sound);
        }
        return taken;
    }

    private byte[] mutate(byte[] sound) {
        byte[] body = sound.clone();
        int at = random.nextInt(body.length);
        switch (random.nextInt(6)) {
            case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int k = 0; k < 8; k++) {
                    body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> body = Arrays.copyOf(body, at);
            case 3 -> body = join(Arrays.copyOf(body, at), Arrays.copyOfRange(sound, at / 2, sound.length));
            case 4 ->
                body = join(
                        Arrays.copyOf(body, at),
                        Arrays.copyOfRange(sound, Math.min(at + 7, sound.length), sound.length));
            default -> Arrays.fill(body, at, Math.min(body.length, at + 5), (byte) 0xFF);
        }
        return body;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] form(byte[] file) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(file);
        form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form.toByteArray();
    }
}
