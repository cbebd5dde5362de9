package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.morseuq.report.Exhibit;
import org.morseuq.report.GalleryPage;

/** All experiments side by side: as a page of what was run here, and as a section of the folder's own text. */
final class Gallery {

    static final String PAGE = "gallery.html";

    private final List<Exhibit> exhibits = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /** Adds an experiment that was run, with what it left in its folder. */
    void add(Definition definition, Placard placard, FinishedRun run, Path results) throws IOException {
        String name = definition.title();
        Map<String, byte[]> drawn = drawn(results);
        Map<String, Exhibit.Picture> pictures = new LinkedHashMap<>();
        placard.pictures().forEach((file, words) -> {
            if (drawn.containsKey(file)) {
                pictures.put(file, new Exhibit.Picture(words, drawn.get(file)));
            }
        });
        drawn.forEach((file, bytes) -> pictures.putIfAbsent(
                file, new Exhibit.Picture("The picture " + file + " that the experiment " + name + " draws", bytes)));
        exhibits.add(new Exhibit(
                name,
                text(definition.properties().get("title"), name),
                placard.expected(),
                placard.seen(),
                List.copyOf(pictures.values()),
                Files.readString(results.resolve(Experiments.TABLE)),
                Optional.ofNullable(run.moved()),
                run.command(),
                seed(definition.properties()),
                run.data(),
                run.seconds()));
    }

    /** Says why an experiment is missing. */
    void leaveOut(String name, String why) {
        leftOut.put(name, why);
    }

    /** Writes the page, whole or not at all. */
    void write(Path folder) throws IOException {
        GalleryPage.write(folder.resolve(PAGE), exhibits, leftOut, Version.current());
    }

    private static Map<String, byte[]> drawn(Path results) throws IOException {
        TreeSet<Path> files;
        try (Stream<Path> inside = Files.list(results)) {
            files = inside.filter(file -> file.toString().endsWith(Experiments.PICTURE))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Map<String, byte[]> drawn = new LinkedHashMap<>();
        for (Path file : files) {
            drawn.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return drawn;
    }

    private static String seed(Map<?, ?> definition) {
        Object seed = definition.get("seed");
        Object seeds = definition.get("seeds");
        if (seed != null) {
            return seed.toString();
        }
        return seeds instanceof Integer count ? (count == 1 ? "0" : "0 to " + (count - 1)) : "as its definition says";
    }

    private static String text(Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }

    /**
     * The gallery as a section of {@code eval/README.md}: a picture, if the experiment draws one, and two sentences each.
     *
     * @param folder of the experiments
     */
    static String markdown(Path folder) throws IOException {
        StringBuilder text =
                new StringBuilder("## Gallery\n\n`morse reproduce all --to FOLDER` runs every experiment that the"
                        + " given data allow, says which it left out, and\nwrites one page of them, `gallery.html`; what is"
                        + " finished is not run again.\n");
        for (String name : Experiments.in(folder)) {
            for (Definition definition : Definition.all(folder.resolve(name))) {
                exhibit(folder, definition, text);
            }
        }
        return text.toString();
    }

    private static void exhibit(Path folder, Definition definition, StringBuilder text) throws IOException {
        Path own = definition.folder();
        Placard placard = Placard.read(own);
        Path link = folder.toAbsolutePath().relativize(own);
        String title = definition.title();
        text.append(
                Files.exists(own.resolve(Experiments.TABLE)) // where it was run
                        ? "\n**[" + title + "](" + link.resolve(Experiments.TABLE) + ")** "
                        : "\n**" + title + "** ");
        text.append("*Expected:* " + placard.expected() + " *Seen:* " + placard.seen() + "\n");
        for (Map.Entry<String, String> first :
                placard.pictures().entrySet().stream().limit(1).toList()) {
            Path picture = own.resolve(first.getKey());
            if (!Files.exists(picture)) {
                throw new NoSuchFileException(picture.toString(), null, "no such file, the gallery shows it");
            }
            String words = first.getValue().replace("&", "&amp;").replace("\"", "&quot;");
            text.append("\n<img src=\"" + link.resolve(first.getKey()) + "\" width=\"480\" alt=\"" + words + "\">\n");
        }
    }
}
