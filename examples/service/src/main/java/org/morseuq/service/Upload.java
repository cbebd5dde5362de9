package org.morseuq.service;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Attributes;

/** The file in a body: the body itself, or the one file of a form. */
final class Upload {

    private Upload() {}

    static byte[] file(Call call) {
        if (!call.contentType().toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return call.body();
        }
        // The body is in memory already, so no part needs a file on disk.
        MultiPartConfig config = new MultiPartConfig.Builder()
                .maxParts(8)
                .maxMemoryPartSize(call.body().length)
                .useFilesForPartsWithoutFileName(false)
                .build();
        Content.Source source = Content.Source.from(ByteBuffer.wrap(call.body()));
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(source, new Attributes.Mapped(), call.contentType(), config)) {
            for (MultiPart.Part part : parts) {
                if (part.getFileName() != null) {
                    return bytes(part);
                }
            }
        } catch (CompletionException | IllegalArgumentException | IllegalStateException e) {
            throw new Refusal(400, "the form is not encoded as its content type says");
        }
        throw new Refusal(400, "the form holds no file");
    }

    private static byte[] bytes(MultiPart.Part part) {
        return BodyReader.read(part.getContentSource(), Math.toIntExact(part.getLength()))
                .join();
    }
}
