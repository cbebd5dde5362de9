package org.morseuq.service;

/**
 * Which calls an endpoint takes.
 *
 * @param method the HTTP method
 * @param path the path, where {@code {name}} stands for any one segment
 * @param endpoint what answers
 */
record Route(String method, String path, Endpoint endpoint) {

    static Route get(String path, Endpoint endpoint) {
        return new Route("GET", path, endpoint);
    }

    /** A route with a body, whose work goes through the queue. */
    static Route post(String path, Endpoint endpoint) {
        return new Route("POST", path, endpoint);
    }

    boolean queued() {
        return method.equals("POST");
    }

    boolean takes(String asked) {
        String[] mine = path.split("/", -1);
        String[] theirs = asked.split("/", -1);
        boolean equal = mine.length == theirs.length;
        for (int i = 0; equal && i < mine.length; i++) {
            equal = mine[i].startsWith("{") ? !theirs[i].isEmpty() : mine[i].equals(theirs[i]);
        }
        return equal;
    }
}
