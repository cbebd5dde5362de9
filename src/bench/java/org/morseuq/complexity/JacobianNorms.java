package org.morseuq.complexity;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.data.Layout;

/**
 * CPU time of the exact geometric complexity of a network's logits over 128 images; src/bench/python/jacobian_norms.py is the
 * same in PyTorch.
 *
 * <p>Arguments: a TorchScript file with its sidecar, and how often.
 */
public final class JacobianNorms {

    private JacobianNorms() {}

    /** Prints milliseconds of each time and their median. */
    public static void main(String[] args) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        int times = Integer.parseInt(args[1]);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (DifferentiableBackbone network = DifferentiableBackbone.load(Path.of(args[0]), "cpu")) {
            float[][] images = new float[128][network.inputs()];
            for (int k = 0; k < images.length; k++) {
                for (int i = 0; i < images[k].length; i++) {
                    images[k][i] = (float) Math.sin(0.37 * i + 0.011 * i * i + k);
                }
            }
            int[] columns = network.layout().columns(List.of(Layout.LOGITS));
            double[] milliseconds = new double[times];
            double mean = 0;
            for (int t = -2; t < times; t++) {
                long begin = system.getProcessCpuTime();
                mean = GeometricComplexity.exact()
                        .of(network.outputs(columns[0], columns.length), images)
                        .value();
                if (t >= 0) {
                    milliseconds[t] = (system.getProcessCpuTime() - begin) * 1e-6;
                }
            }
            System.out.println("GC " + mean + ", CPU ms " + Arrays.toString(milliseconds));
            Arrays.sort(milliseconds);
            System.out.println("median " + milliseconds[times / 2]);
        }
    }
}
