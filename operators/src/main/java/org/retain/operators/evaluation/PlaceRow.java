package org.retain.operators.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;

/**
 * What episodes did in one place. Means are over the episodes that got there.
 *
 * @param place its number; -1 unknown
 * @param episodes how many got there
 * @param steps mean number of steps taken there
 * @param reward mean of the rewards gathered there
 * @param rewardFromThere mean of the rewards from the first step there to the episode's end,
 *     wherever they were gathered: the return from there on
 */
public record PlaceRow(
        int place, int episodes, double steps, double reward, double rewardFromThere) {

    /** One row for each place that any of the episodes saw, in ascending order. */
    public static List<PlaceRow> of(List<Episode> episodes) {
        Map<Integer, Sums> sums = new TreeMap<>();
        for (Episode episode : episodes) {
            for (Visit visit : episode.getVisits()) {
                sums.computeIfAbsent(visit.getPlace(), place -> new Sums()).add(episode, visit);
            }
        }
        List<PlaceRow> rows = new ArrayList<>();
        sums.forEach((place, sum) -> rows.add(sum.row(place)));
        return List.copyOf(rows);
    }

    private static final class Sums {
        private int episodes;
        private long steps;
        private double reward;
        private double rewardFromThere;

        void add(Episode episode, Visit visit) {
            episodes++;
            steps += visit.getSteps();
            reward += visit.getRewardSum();
            rewardFromThere += episode.getRewardSum() - visit.getRewardBefore();
        }

        PlaceRow row(int place) {
            return new PlaceRow(
                    place,
                    episodes,
                    (double) steps / episodes,
                    reward / episodes,
                    rewardFromThere / episodes);
        }
    }
}
