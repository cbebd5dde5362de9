package org.morseuq.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body of bounded length without holding a thread while it arrives.
 *
 * <p>Of a body that is too long the rest is read and thrown away, up to {@value #DRAINED} times the limit: a client that
 * is still sending would not see the answer.
 */
final class BodyReader implements Runnable {

    private static final long DRAINED = 8;

    private final Content.Source source;
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private long seen;

    private BodyReader(Content.Source source, int limit) {
        this.source = source;
        this.limit = limit;
    }

    /** The body; fails with a {@link Refusal} if it is too long or breaks off. */
    static CompletableFuture<byte[]> read(Content.Source source, int limit) {
        BodyReader reader = new BodyReader(source, limit);
        reader.run();
        return reader.result;
    }

    /** Takes what has arrived, and asks to be called again for more. */
    @Override
    public void run() {
        while (!result.isDone()) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                result.completeExceptionally(new Refusal(400, "the body broke off after " + seen + " bytes"));
                return;
            }
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (seen > limit && (last || seen > DRAINED * limit)) {
                result.completeExceptionally(new Refusal(413, "the body is longer than " + limit + " bytes"));
            } else if (last) {
                result.complete(bytes.toByteArray());
            }
        }
    }

    private void take(ByteBuffer arrived) {
        seen += arrived.remaining();
        if (seen <= limit) {
            byte[] copy = new byte[arrived.remaining()];
            arrived.get(copy);
            bytes.writeBytes(copy);
        }
    }
}
