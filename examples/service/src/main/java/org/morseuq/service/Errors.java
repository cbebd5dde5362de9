package org.morseuq.service;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, for example a header that is too long or any request while it stops, as JSON too. */
final class Errors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer = Answer.error(
                response.getStatus(),
                HttpStatus.getMessage(response.getStatus()).toLowerCase(Locale.ROOT));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
        answer.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
