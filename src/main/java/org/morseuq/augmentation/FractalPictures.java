package org.morseuq.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.morseuq.data.Image;
import org.morseuq.data.Resampling;

/**
 * Pictures with structure at all scales that show nothing, made from a seed: {@link WaveNoise waves}, and in turns with them
 * {@link FunctionSystem iterated function systems} before other waves of half the brightness. Nothing is left black, which
 * would take everything away from an image that it is multiplied with. Pictures above 64 x 64 pixels are enlarged from that.
 */
final class FractalPictures {

    private static final int LARGEST = 64;

    private FractalPictures() {}

    /**
     * Paints pictures.
     *
     * @param count how many
     * @param size height and width in pixels
     * @param seed of all that is drawn
     * @return each 3 x size x size bytes, planar
     */
    static List<byte[]> of(int count, int size, long seed) {
        List<byte[]> pictures = new ArrayList<>();
        int painted = Math.min(size, LARGEST);
        for (int i = 0; i < count; i++) {
            SplittableRandom random = Augmentation.stream(seed, -1, i);
            byte[] waves = WaveNoise.picture(painted, random);
            if (i % 2 == 0) {
                lay(FunctionSystem.picture(painted, random), waves);
            }
            Image picture = new Image("fractal/" + i, Image.UNLABELLED, painted, painted, waves);
            pictures.add(Resampling.fit(picture, size).pixels());
        }
        return pictures;
    }

    /** Puts a picture over another of half the brightness; where it is black the other shows. */
    private static void lay(byte[] picture, byte[] behind) {
        int plane = picture.length / 3;
        for (int p = 0; p < plane; p++) {
            boolean black = picture[p] == 0 && picture[plane + p] == 0 && picture[2 * plane + p] == 0;
            for (int at = p; at < picture.length; at += plane) {
                behind[at] = black ? (byte) ((behind[at] & 0xff) / 2) : picture[at];
            }
        }
    }
}
