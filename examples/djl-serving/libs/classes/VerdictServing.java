import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.ServingTranslator;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;
import org.morseuq.serving.VerdictTranslator;
import org.morseuq.store.Json;

/** Answers an image, PNG or JPEG, with a verdict in JSON. DJL compiles it and finds it by its interface. */
public final class VerdictServing implements ServingTranslator {

    private Object folder;
    private Translator<Image, Verdict> verdicts;

    @Override
    public void setArguments(Map<String, ?> arguments) {
        folder = arguments.get("detector");
    }

    @Override
    public void prepare(TranslatorContext context) throws Exception {
        verdicts = VerdictTranslator.of(
                MorseDetector.load(context.getModel().getModelPath().resolve(String.valueOf(folder))));
        verdicts.prepare(context);
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, Input input) throws Exception {
        byte[] image = input.getData().getAsBytes();
        return verdicts.processInput(
                context, ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(image)));
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList outputs) throws Exception {
        Output answer = new Output();
        answer.addProperty("Content-Type", "application/json");
        answer.add(Json.bytes(verdicts.processOutput(context, outputs)));
        return answer;
    }
}
