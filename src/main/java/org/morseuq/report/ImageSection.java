package org.morseuq.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Scores;
import org.morseuq.head.Verdict;

/** The images of every set that the detector trusts the most and the least. */
final class ImageSection {

    private static final int SHOWN = 8;

    private ImageSection() {}

    static List<Element> of(Findings findings) throws IOException {
        if (findings.evidence().pictures().isEmpty()) {
            return List.of(Element.of("p", "This evaluation started from features; there are no images to show."));
        }
        Evidence.Pictures pictures = findings.evidence().pictures().get();
        String subject = findings.ranking().subject();
        Scores scores = findings.evidence().scores().get(subject);
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of(
                "p",
                "By the score of " + subject + ". Of " + findings.name()
                        + ", the least trusted are false alarms; of the other sets, the most trusted are what slips through."
                        + " Below an image is its score, then the predicted class and how sure the network is of it at the"
                        + " Morse temperature."));
        elements.addAll(set(findings, findings.name(), pictures.in(), scores.in(), findings.in()));
        for (int k = 0; k < findings.ranking().sets().size(); k++) {
            String name = findings.ranking().sets().get(k);
            elements.addAll(set(
                    findings,
                    name,
                    pictures.outs().get(name),
                    scores.outs().get(k),
                    findings.outs().get(name)));
        }
        return elements;
    }

    private static List<Element> set(
            Findings findings, String name, ImageSet images, double[] scores, List<Verdict> verdicts)
            throws IOException {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i])) // stable: one page
                .mapToInt(Integer::intValue)
                .toArray();
        int shown = Math.min(SHOWN, (order.length + 1) / 2);
        int[] most = IntStream.range(0, shown).map(i -> order[i]).toArray();
        int[] least = IntStream.range(0, Math.min(shown, order.length - shown))
                .map(i -> order[order.length - 1 - i])
                .toArray();
        Map<Integer, Image> found = found(images, IntStream.concat(IntStream.of(most), IntStream.of(least)));
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("h3", name));
        elements.add(row("The most trusted of " + name, most, found, images, scores, verdicts, findings));
        if (least.length > 0) {
            elements.add(row("The least trusted of " + name, least, found, images, scores, verdicts, findings));
        }
        return elements;
    }

    private static Map<Integer, Image> found(ImageSet images, IntStream places) throws IOException {
        int[] sorted = places.sorted().toArray();
        Map<Integer, Image> found = new HashMap<>();
        try (Stream<Image> pass = Subset.of(images, sorted).images()) {
            pass.forEachOrdered(image -> found.put(sorted[found.size()], image));
        }
        return found;
    }

    private static Element row(
            String caption,
            int[] places,
            Map<Integer, Image> found,
            ImageSet images,
            double[] scores,
            List<Verdict> verdicts,
            Findings findings) {
        List<String> classes =
                findings.evidence().detector().manifest().origin().classes();
        Element list = Element.of("ul").with("class", "images");
        for (int place : places) {
            Image image = found.get(place);
            Verdict verdict = verdicts.get(place);
            String predicted = name(classes, verdict.label());
            String label = image.label() == Image.UNLABELLED ? "" : name(images.classes(), image.label());
            String score = Words.number(scores[place]);
            String sure = Math.round(100 * verdict.confidence()) + "\u00a0%";
            list.add(Element.of("li")
                    .add(Element.of("img")
                            .with("src", Picture.uri(image))
                            .with(
                                    "alt",
                                    "Image " + image.id() + (label.isEmpty() ? "" : ", labelled " + label)
                                            + "; predicted " + predicted))
                    .add(Element.of("span", score).with("class", "score"))
                    .add(Element.of("span", predicted + " " + sure))
                    .add(Element.of("span", label.isEmpty() || label.equals(predicted) ? "" : "is " + label)));
        }
        return Element.of("figure").add(Element.of("figcaption", caption)).add(list);
    }

    private static String name(List<String> classes, int label) {
        return label < classes.size() ? classes.get(label) : "class " + label;
    }
}
