package org.morseuq.service;

/**
 * What size of image is taken, judged by its header before anything is decoded.
 *
 * @param leastSide the least height and width in pixels; less says nothing about what is shown
 * @param mostPixels the most pixels
 * @param mostBytes the most bytes that the decoded samples may fill
 */
record ImageLimits(int leastSide, long mostPixels, long mostBytes) {

    static final ImageLimits USUAL = new ImageLimits(8, 16_000_000, 64_000_000);

    /**
     * Looks at a header.
     *
     * @param bits of one pixel, all channels together
     */
    void check(long width, long height, int bits) {
        String size = "the image is " + width + " x " + height + " pixels, ";
        if (width < leastSide || height < leastSide) {
            throw new Refusal(422, size + "expected at least " + leastSide + " x " + leastSide);
        }
        // The sides one by one first: the product of two numbers of 32 bits may be negative in 64.
        if (width > mostPixels || height > mostPixels || width * height > mostPixels) {
            throw new Refusal(413, size + "expected at most " + mostPixels + " in all");
        }
        if (width * height * bits / 8 > mostBytes) {
            throw new Refusal(413, size + "of " + bits + " bits each, expected at most " + mostBytes + " bytes in all");
        }
    }
}
