import java.util.List;
import org.morseuq.data.Layout;
import org.morseuq.density.AlphaDensity;
import org.morseuq.density.NotTransversalException;
import org.morseuq.density.Region;
import org.morseuq.density.RootSum;
import org.morseuq.density.ZeroSearch;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.study.MorseModes;

/** Asks whether the product of two Morse heads has a stable sharp limit, while the modes of one are turned and shifted. */
final class CrossModes {

    private CrossModes() {}

    public static void main(String[] args) {
        // Modes of the first head: the curve 64 tanh(y / 64) = tanh(x). Of the others: straight lines.
        FeatureMap bent = new AffineMap(new float[][] {{1, 0}, {0, 1 / 64f}}, new float[2])
                .then(new ActivationMap(ActivationMap.Function.TANH, 2))
                .then(new AffineMap(new float[][] {{-1, 64}}, new float[1]));
        MorseNetwork curve = head(bent, 0);
        ZeroSearch where = ZeroSearch.in(Region.cube(2, 2)).withTolerance(1e-5);
        print("y = -x", curve, head(line(1), 0), where);
        print("y = x", curve, head(line(-1), 0), where);
        print("y = x + 3", curve, head(line(-1), 3), where);
    }

    private static void print(String name, MorseNetwork first, MorseNetwork second, ZeroSearch where) {
        AlphaDensity u = AlphaDensity.half(MorseModes.of(first, 0));
        AlphaDensity v = AlphaDensity.half(MorseModes.of(second, 0));
        try {
            System.out.printf(
                    "%s: pairing %.4f%n",
                    name, u.pair(v, where, new RootSum(where)).value());
        } catch (NotTransversalException e) {
            System.out.printf("%s: %s%n", name, e.getMessage());
        }
    }

    private static FeatureMap line(float slope) {
        return new AffineMap(new float[][] {{slope, 1}}, new float[1]);
    }

    private static MorseNetwork head(FeatureMap map, float target) {
        Expert expert = new Expert(List.of("x"), map, new float[][] {{target}}, new Kernel.Gaussian(1));
        return new MorseNetwork(Layout.of("x", 2), List.of(expert), Pooling.MAX);
    }
}
