package org.morseuq.serving;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Pair;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/**
 * Makes {@link VerdictTranslator}s where DJL asks by name and arguments, for criteria of the types {@link Image} and
 * {@link Verdict}: {@code optTranslatorFactory} or the argument {@code translatorFactory}. DJL Serving passes bytes, not
 * these types; {@code examples/djl-serving} wraps a translator for it.
 *
 * <p>The argument {@code detector} is a folder, absolute or relative to the model's. {@code classifier} names the factory of
 * the translator to wrap, such as {@code ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory}, which gets all
 * arguments too; without it images are prepared as the detector's manifest says.
 */
public final class VerdictTranslatorFactory implements TranslatorFactory {

    private static final String DETECTOR = "detector";
    private static final String CLASSIFIER = "classifier";

    /** A factory that is told everything by arguments. */
    public VerdictTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(new Pair<>(Image.class, Verdict.class));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new IllegalArgumentException(
                    "makes verdicts of images, not " + output.getSimpleName() + " of " + input.getSimpleName());
        }
        MorseDetector detector = detector(model, arguments.get(DETECTOR));
        Object classifier = arguments.get(CLASSIFIER);
        return (Translator<I, O>)
                (classifier == null
                        ? VerdictTranslator.of(detector)
                        : VerdictTranslator.around(
                                factory(classifier.toString())
                                        .newInstance(Image.class, Classifications.class, model, arguments),
                                detector));
    }

    private static MorseDetector detector(Model model, Object folder) throws TranslateException {
        if (folder == null) {
            throw new IllegalArgumentException("give the folder of the detector as the argument '" + DETECTOR + "'");
        }
        Path path = Path.of(folder.toString());
        Path base = model.getModelPath();
        try {
            return MorseDetector.load(path.isAbsolute() || base == null ? path : base.resolve(path));
        } catch (IOException e) {
            throw new TranslateException(e.getMessage(), e);
        }
    }

    private static TranslatorFactory factory(String name) {
        TranslatorFactory factory =
                ClassLoaderUtils.initClass(ClassLoaderUtils.getContextClassLoader(), TranslatorFactory.class, name);
        if (factory == null) {
            throw new IllegalArgumentException("'" + name + "' is no translator factory on the class path");
        }
        return factory;
    }
}
