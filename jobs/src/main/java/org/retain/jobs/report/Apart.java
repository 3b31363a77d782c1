package org.retain.jobs.report;

/** Moves labels apart. */
final class Apart {

    private Apart() {}

    /**
     * Places near the wanted ones, each at least a gap after the one before. Where they do not all
     * fit between the ends, they stand closer.
     *
     * @param wanted in ascending order
     */
    static double[] places(double[] wanted, double gap, double low, double high) {
        double[] places = wanted.clone();
        if (places.length == 0) {
            return places;
        }
        double most = places.length > 1 ? (high - low) / (places.length - 1) : gap;
        double apart = Math.min(gap, most);
        places[0] = Math.max(places[0], low);
        for (int i = 1; i < places.length; i++) {
            places[i] = Math.max(places[i], places[i - 1] + apart);
        }
        double limit = high;
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], limit);
            limit = places[i] - apart;
        }
        return places;
    }
}
