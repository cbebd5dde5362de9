package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Protocol;

/**
 * The sets of a protocol as they are found: each is there with exactly the images that the protocol means, or it is
 * optional and absent, or the protocol is refused.
 *
 * @param train the training split of the in-distribution set
 * @param test its test split, without what is excluded
 * @param outs the sets of the groups that are there, by name
 * @param validation the sets on which constants are chosen, by name
 * @param absent the optional ones that are not there
 */
record ProtocolSets(
        ImageSet train,
        ImageSet test,
        Map<String, ImageSet> outs,
        Map<String, ImageSet> validation,
        List<String> absent) {

    private static final Pattern PLACES = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

    /**
     * The digests of what is there, by name.
     *
     * @param in the name of the in-distribution set
     */
    Map<String, String> digests(String in) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(in + ", training", train.digest());
        digests.put(in, test.digest());
        for (Map.Entry<String, ImageSet> each : outs.entrySet()) {
            digests.put(each.getKey(), each.getValue().digest());
        }
        return digests;
    }

    /** Finds them all and compares their digests. */
    static ProtocolSets find(Protocol protocol, Sets sets) throws IOException {
        Map<String, ImageSet> found = new LinkedHashMap<>();
        Set<String> absent = new LinkedHashSet<>();
        for (Map.Entry<String, Protocol.Entry> each : protocol.sets().entrySet()) {
            Optional<ImageSet> set = find(each.getKey(), each.getValue(), sets);
            if (set.isPresent()) {
                found.put(each.getKey(), set.get());
            } else {
                absent.add(each.getKey());
            }
        }
        Protocol.Entry in = protocol.sets().get(protocol.in());
        ImageSet train = sets.find(in.data() == null ? protocol.in() : in.data(), Split.TRAIN);
        requireDigest(protocol.in(), train, in.trainSha256());
        Map<String, ImageSet> outs = only(protocol.outs(), found);
        protocol.groups().forEach((group, members) -> {
            if (absent.containsAll(members)) {
                throw new IllegalArgumentException("no set of the group '" + group + "' is there, expected " + members);
            }
        });
        return new ProtocolSets(
                train, found.get(protocol.in()), outs, only(protocol.validation(), found), List.copyOf(absent));
    }

    private static Map<String, ImageSet> only(Iterable<String> names, Map<String, ImageSet> found) {
        Map<String, ImageSet> only = new LinkedHashMap<>();
        for (String name : names) {
            if (found.containsKey(name)) {
                only.put(name, found.get(name));
            }
        }
        return only;
    }

    private static Optional<ImageSet> find(String name, Protocol.Entry entry, Sets sets) throws IOException {
        ImageSet whole;
        try {
            whole = sets.find(entry.data() == null ? name : entry.data(), Split.TEST);
        } catch (NoSuchFileException e) {
            if (entry.mayBeAbsent()) {
                return Optional.empty();
            }
            throw new NoSuchFileException(
                    e.getFile(), null, "the protocol needs the set '" + name + "', but there is " + e.getReason());
        }
        requireDigest(name, whole, entry.sha256());
        return Optional.of(without(name, whole, entry.exclude()));
    }

    private static void requireDigest(String name, ImageSet set, String expected) throws IOException {
        if (!set.digest().equals(expected)) {
            throw new IllegalArgumentException("the images of '" + name + "' (" + set.name() + ") are not those of the"
                    + " protocol: their sha256 is " + set.digest() + ", expected " + expected);
        }
    }

    /** The set without what is excluded, which must be there. */
    static ImageSet without(String name, ImageSet whole, List<String> exclude) throws IOException {
        if (exclude == null || exclude.isEmpty()) {
            return whole;
        }
        int size = whole.size();
        BitSet kept = new BitSet(size);
        kept.set(0, size);
        Set<String> ids = new LinkedHashSet<>();
        for (String each : exclude) {
            Matcher places = PLACES.matcher(each);
            if (places.matches()) {
                int first = Integer.parseInt(places.group(1));
                int last = places.group(2) == null ? first : Integer.parseInt(places.group(2));
                if (first > last || last >= size) {
                    throw new IllegalArgumentException(
                            "'" + name + "' has places 0 to " + (size - 1) + ", but the protocol excludes " + each);
                }
                kept.clear(first, last + 1);
            } else {
                ids.add(each);
            }
        }
        clear(ids, whole, kept);
        if (!ids.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + name + "' has no image " + ids.iterator().next() + ", which the protocol excludes");
        }
        return Subset.of(whole, kept.stream().toArray());
    }

    /** Clears the places of images by their ids, which it removes. */
    private static void clear(Set<String> ids, ImageSet whole, BitSet kept) throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        int[] place = {0};
        try (Stream<Image> images = whole.images()) {
            images.forEach(image -> {
                if (ids.remove(image.id())) {
                    kept.clear(place[0]);
                }
                place[0]++;
            });
        }
    }
}
