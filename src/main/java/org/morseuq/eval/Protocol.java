package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an evaluation is made of, to the image: the definition of a protocol, as its {@code experiment.json} says it.
 *
 * <p>Every set of images is named with the digest of what is in it; other images under the same name are refused. Groups of
 * out-of-distribution sets are usually {@code near} and {@code far}. With {@code shifted}, every group is met a second time,
 * in <em>full spectrum</em>: corrupted images of the in-distribution set count as in-distribution too. J. Zhang et al.
 * (2023), OpenOOD v1.5: Enhanced Benchmark for Out-of-Distribution Detection, arXiv 2306.09301.
 *
 * @param title what it shows, in a line
 * @param kind {@value #KIND}
 * @param in the name of the in-distribution set
 * @param groups names of out-of-distribution sets by the name of their group; a group's value is the plain mean over its sets
 * @param sets what is known of every set that is named, and of nothing else
 * @param shifted what makes up the full spectrum; null for none
 * @param validation names of sets on which constants are chosen, none of them in a group; empty: the default constants
 * @param networks file names by the name of the network; an empty one stands for the network that comes with the program
 * @param statistics what the maps of inner layers become, for example {@code mean,std}; null for all
 * @param recipe how the Morse head is fitted
 * @param seeds how many: 0, 1, ... seed the halves, the samples, the reference measure, the fit and the corruptions
 * @param methods the detectors, as {@code evaluate --methods} takes them
 * @param tolerance by how much a mean may move before it is reported as moved, as a fraction
 */
public record Protocol(
        String title,
        String kind,
        String in,
        Map<String, List<String>> groups,
        Map<String, Entry> sets,
        Shift shifted,
        List<String> validation,
        Map<String, String> networks,
        String statistics,
        String recipe,
        int seeds,
        List<String> methods,
        double tolerance) {

    /** The kind of such an experiment. */
    public static final String KIND = "protocol";

    /** What a group is called in full spectrum: its name after this. */
    public static final String FULL_SPECTRUM = "full-spectrum ";

    /**
     * One set of images.
     *
     * @param sha256 the digest of the split for tests, before anything is excluded
     * @param trainSha256 the digest of the split for training; of the in-distribution set alone, else null
     * @param data the name to look for in the folder of data; null for the set's own
     * @param exclude images that do not count, for example because they show an in-distribution class: ids, or places from
     *     0 on as {@code 17} or {@code 100-199}; null for none
     * @param optional whether a set that is not there is listed as absent instead of refused; null for false
     */
    public record Entry(String sha256, String trainSha256, String data, List<String> exclude, Boolean optional) {

        /** Checks the digests. */
        public Entry {
            requireDigest("sha256", sha256);
            if (trainSha256 != null) {
                requireDigest("train_sha256", trainSha256);
            }
            exclude = exclude == null ? null : List.copyOf(exclude);
        }

        private static void requireDigest(String name, String digest) {
            if (digest == null || !digest.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "'" + name + "' must be 64 lower-case hexadecimal digits, got " + digest);
            }
        }

        /** Whether the set may be absent. */
        public boolean mayBeAbsent() {
            return optional != null && optional;
        }
    }

    /**
     * Corrupted images that count as in-distribution.
     *
     * @param levels the levels of every corruption that there is, at least one
     * @param images how many of the in-distribution images, a seeded sample, under each corruption and level; at least 1
     */
    public record Shift(List<Integer> levels, int images) {

        /** Checks the ranges. */
        public Shift {
            if (levels == null || levels.isEmpty() || images < 1) {
                throw new IllegalArgumentException(
                        "'shifted' needs at least one of 'levels' and 'images' >= 1, got " + levels + " and " + images);
            }
            levels = List.copyOf(levels);
        }
    }

    /** Refuses what cannot be run. */
    public Protocol {
        if (in == null || recipe == null || seeds < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("a protocol needs 'in', 'recipe', 'seeds' >= 1 and 'tolerance' >= 0");
        }
        if (groups == null || groups.isEmpty() || sets == null || methods == null || methods.isEmpty()) {
            throw new IllegalArgumentException("a protocol needs 'groups', 'sets' and 'methods'");
        }
        if (networks == null || networks.isEmpty()) {
            throw new IllegalArgumentException("a protocol needs 'networks'");
        }
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        validation = validation == null ? List.of() : List.copyOf(validation);
        methods = List.copyOf(methods);
        requireSets(in, groups, sets, validation);
    }

    private static void requireSets(
            String in, Map<String, List<String>> groups, Map<String, Entry> sets, List<String> validation) {
        Set<String> grouped = union(groups.values());
        groups.forEach((group, members) -> {
            if (members.isEmpty() || group.startsWith(FULL_SPECTRUM)) {
                throw new IllegalArgumentException("the group '" + group
                        + "' must have at least 1 set and not begin with '" + FULL_SPECTRUM + "'");
            }
        });
        Set<String> named = new LinkedHashSet<>(grouped);
        named.addAll(validation);
        if (named.contains(in) || validation.stream().anyMatch(grouped::contains)) {
            throw new IllegalArgumentException(
                    "a set is in-distribution, in a group or for validation, one of the three: " + in + ", " + grouped
                            + ", " + validation);
        }
        named.add(in);
        if (!named.equals(sets.keySet())) {
            throw new IllegalArgumentException(
                    "'sets' must describe exactly the sets that are named, " + named + ", got " + sets.keySet());
        }
        if (sets.get(in).trainSha256() == null || sets.get(in).mayBeAbsent()) {
            throw new IllegalArgumentException("the set '" + in + "' needs 'train_sha256' and cannot be optional");
        }
    }

    private static Set<String> union(Collection<List<String>> lists) {
        Set<String> union = new LinkedHashSet<>();
        lists.forEach(union::addAll);
        return union;
    }

    /** The sets of all groups, each once, in their order. */
    public Set<String> outs() {
        return union(groups.values());
    }

    /** The names of the groups as they are reported: those of the full spectrum after the others, if there is one. */
    public List<String> reported() {
        List<String> names = new ArrayList<>(groups.keySet());
        if (shifted != null) {
            groups.keySet().forEach(group -> names.add(FULL_SPECTRUM + group));
        }
        return names;
    }

    /** This protocol with one network and other seeds, for a run of its own. */
    public Protocol on(Map<String, String> otherNetworks, int otherSeeds) {
        return with(otherNetworks, otherSeeds, methods);
    }

    /** This protocol with other detectors. */
    public Protocol comparing(List<String> otherMethods) {
        return with(networks, seeds, otherMethods);
    }

    private Protocol with(Map<String, String> otherNetworks, int otherSeeds, List<String> otherMethods) {
        return new Protocol(
                title,
                kind,
                in,
                groups,
                sets,
                shifted,
                validation,
                otherNetworks,
                statistics,
                recipe,
                otherSeeds,
                otherMethods,
                tolerance);
    }
}
