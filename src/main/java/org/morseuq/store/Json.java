package org.morseuq.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON documents as records.
 *
 * <p>Property names are the components' names in {@code snake_case}; an unknown property, a duplicate one, a missing
 * number, a fraction where an integer belongs, or anything after the document is an error. A component that is null is
 * left out, so what an older document lacks can be a component that is null. Maps are written in their own
 * order, and read in that of the document, so equal values in equal order give equal bytes.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance);

    private Json() {}

    /**
     * Reads a document.
     *
     * @param file the file, in UTF-8
     * @param type the record to read
     * @param <T> the record's type
     * @return the value
     * @throws MalformedFileException if the document does not describe a valid {@code type}
     * @throws IOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return parse(file, Files.readAllBytes(file), type);
    }

    /**
     * Reads a document that is part of a file.
     *
     * @param file the file to name in an error
     * @param utf8 the document's bytes
     * @param type the record to read
     * @param <T> the record's type
     * @return the value
     * @throws MalformedFileException if the document does not describe a valid {@code type}
     */
    public static <T> T parse(Path file, byte[] utf8, Class<T> type) throws MalformedFileException {
        try {
            T value = MAPPER.readValue(utf8, type);
            if (value == null) {
                throw new MalformedFileException(file, "the JSON document is null");
            }
            return value;
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            Throwable cause = e.getCause();
            String what = cause instanceof IllegalArgumentException ? cause.getMessage() : describe(e);
            throw new MalformedFileException(
                    file,
                    (at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ") + firstLine(what),
                    e);
        } catch (IOException e) { // of bytes in memory: they are not characters
            throw new MalformedFileException(file, firstLine(e.getMessage()), e);
        }
    }

    /**
     * Writes a document, whole or not at all, indented.
     *
     * @param file the file
     * @param value a record, map, list or scalar
     * @throws IOException if writing fails
     */
    public static void write(Path file, Object value) throws IOException {
        AtomicFile.writeString(file, pretty(value) + "\n");
    }

    /** The document of a value, indented by two spaces, with {@code \n} line ends. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writer(PRETTY).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    /** The document of a value on one line, in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    /** What Jackson says, after the property that it says it of, and without its advice on how to be more tolerant. */
    private static String describe(JacksonException e) {
        String what = firstLine(e.getOriginalMessage()).replaceFirst(" \\(set Deserialization.*", "");
        if (!(e instanceof JsonMappingException mapping)) {
            return what;
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? what : "'" + path + "': " + what;
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("not valid JSON");
    }
}
