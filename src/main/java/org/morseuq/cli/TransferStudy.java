package org.morseuq.cli;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.complexity.Transfer;
import org.morseuq.complexity.TransferProtocol;
import org.morseuq.eval.NegativeLogLikelihood;
import org.morseuq.eval.Softmax;
import org.morseuq.training.Examples;
import org.morseuq.training.NetworkFamily;
import org.morseuq.training.SweepRun;

/**
 * Geometric complexity, neural collapse and transfer to unseen classes along the training of a family of small networks, as an
 * {@code experiment.json} defines it.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param set the images
 * @param size height and width that they are brought to
 * @param learned the classes that networks learn
 * @param unseen the classes that they do not see
 * @param images training images of each learned class
 * @param measured how many of them are measured on, of each class, and how many new ones
 * @param transferred test images of each unseen class
 * @param shots examples of each unseen class in an episode
 * @param episodes of a measurement
 * @param probes a geometric complexity is estimated by
 * @param family the networks
 * @param seeds of each, at least 2
 * @param points steps after which a network is measured, ascending, the last that of its end
 * @param fitted the loss on the measured training images, in nats, at which networks are compared too
 * @param tolerance by which part of itself a number may move before it is reported as moved
 * @param slack by how much it may move whatever it is
 */
record TransferStudy(
        String title,
        String kind,
        String set,
        int size,
        List<Integer> learned,
        List<Integer> unseen,
        int images,
        int measured,
        int transferred,
        int shots,
        int episodes,
        int probes,
        NetworkFamily family,
        int seeds,
        List<Integer> points,
        double fitted,
        double tolerance,
        double slack) {

    static final String KIND = "neural-collapse";

    /** How often a run looks whether it has reached {@link #fitted}, in steps. */
    private static final int LOOK = 25;

    TransferStudy {
        learned = List.copyOf(learned);
        unseen = List.copyOf(unseen);
        points = List.copyOf(points);
        if (learned.size() < 2 || unseen.size() < 2 || learned.stream().anyMatch(unseen::contains)) {
            throw new IllegalArgumentException(
                    "transfer needs at least 2 learned classes and 2 others that are unseen");
        }
        if (seeds < 2 || measured > images || points.isEmpty() || !(fitted > 0) || !(tolerance >= 0) || !(slack >= 0)) {
            throw new IllegalArgumentException(
                    "a study of transfer needs at least 2 seeds, no more measured images than"
                            + " training images, points, a loss above 0 and tolerances of at least 0");
        }
        for (int i = 0; i < points.size(); i++) {
            int least = i == 0 ? 0 : points.get(i - 1) + 1;
            boolean last = i == points.size() - 1;
            if (points.get(i) < least || (last && points.get(i) != family.steps())) {
                throw new IllegalArgumentException(
                        "the points must ascend from 0 to the steps of the family, got " + points);
            }
        }
    }

    /**
     * A network at some moment.
     *
     * @param steps taken
     * @param loss mean cross-entropy of the measured training images, in nats
     * @param transfer what was measured
     */
    record Point(int steps, double loss, Transfer transfer) {}

    /**
     * One network.
     *
     * @param member its settings
     * @param seed of its training
     * @param finished whether all steps and measurements were finite
     * @param way the measurements at {@link #points}
     * @param fitted that where the loss was first seen at or below {@link TransferStudy#fitted}, if it was
     */
    record Run(NetworkFamily.Member member, long seed, boolean finished, List<Point> way, List<Point> fitted) {

        Point end() {
            return way.get(way.size() - 1);
        }
    }

    /**
     * Trains and measures one network.
     *
     * @param member its settings
     * @param seed of its training
     * @param train the images to learn
     * @param protocol what is measured
     * @param check called now and then; whatever it throws ends the work
     */
    Run run(NetworkFamily.Member member, long seed, Examples train, TransferProtocol protocol, Runnable check) {
        Examples measured =
                new Examples(protocol.learned().points(), protocol.learned().labels(), train.shape(), train.classes());
        List<Point> way = new ArrayList<>();
        List<Point> fit = new ArrayList<>();
        try (SweepRun run = family.start(member, seed, train)) {
            for (int point : points) {
                while (run.steps() < point) {
                    check.run();
                    if (!run.step().taken()) {
                        return new Run(member, seed, false, way, fit);
                    }
                    if (fit.isEmpty() && run.steps() % LOOK == 0 && loss(run, measured) <= fitted) {
                        fit.add(point(run, measured, protocol, check));
                    }
                }
                Point here = point(run, measured, protocol, check);
                way.add(here);
                if (!Double.isFinite(here.transfer.collapse().cdnv() + here.loss)) {
                    return new Run(member, seed, false, way, fit);
                }
            }
        }
        return new Run(member, seed, true, way, fit);
    }

    private static double loss(SweepRun run, Examples measured) {
        return NegativeLogLikelihood.of(Softmax.rows(run.logits(measured)), measured.labels());
    }

    private static Point point(SweepRun run, Examples measured, TransferProtocol protocol, Runnable check) {
        return new Point(run.steps(), loss(run, measured), protocol.of(run.map(0), run.map(1), check));
    }
}
