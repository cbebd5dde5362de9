package org.morseuq.service;

/**
 * A request whose body has arrived.
 *
 * @param path the decoded path, for example {@code /v2/models/morse/infer}
 * @param contentType the media type that the client gave; empty if none
 * @param body the bytes; empty for a request that has none
 */
record Call(String path, String contentType, byte[] body) {

    /** What stands between the slashes at this place, counted from 0. */
    String segment(int place) {
        return path.substring(1).split("/", -1)[place];
    }
}
