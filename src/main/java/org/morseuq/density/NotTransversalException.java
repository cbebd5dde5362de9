package org.morseuq.density;

/** Says that a product does not exist, because two level sets are not transversal, and where. */
public final class NotTransversalException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Transversality crossing;

    NotTransversalException(Transversality crossing) {
        super("not transversal: " + crossing);
        this.crossing = crossing;
    }

    /** The worst crossing that was found. */
    public Transversality crossing() {
        return crossing;
    }
}
