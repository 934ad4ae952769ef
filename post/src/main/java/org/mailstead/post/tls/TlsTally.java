package org.mailstead.post.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.post.rows.TlsTroubleRow;
import org.mailstead.post.rows.TlsTallyRow;

/** How connections for a domain went on a day, for one kind of policy. Guarded by its monitor. */
final class TlsTally {
  /** Ways to fail that are told apart: others decide how many there are. */
  private static final int MOST_WAYS = 50;

  private static final int LONGEST_REASON = 200;

  private final List<String> policy;
  private final List<String> mx;
  private final Map<Way, Long> failures = new LinkedHashMap<>();
  private long successes;
  private long failed;

  private record Way(String result, String mxHost, String address, String reason) {}

  TlsTally(List<String> policy, List<String> mx) {
    this.policy = policy;
    this.mx = mx;
  }

  synchronized void succeeded() {
    successes++;
  }

  synchronized void failed(TlsProblem problem, String mxHost, String address) {
    failed++;
    String why = problem.why();
    add(
        new Way(
            problem.failure().word(),
            mxHost,
            address,
            why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why),
        1);
  }

  private void add(Way way, long sessions) {
    if (failures.containsKey(way) || failures.size() < MOST_WAYS) {
      failures.merge(way, sessions, Long::sum);
    }
  }

  /** The row with what this has counted beyond it. */
  synchronized TlsTallyRow addedTo(TlsTallyRow row) {
    var sum = new TlsTally(policy, mx);
    row.getFailuresList()
        .forEach(one ->
            sum.add(
                new Way(one.getResult(), one.getMxHost(), one.getAddress(), one.getReason()),
                one.getSessions()));
    failures.forEach(sum::add);
    List<TlsTroubleRow> ways = new ArrayList<>();
    sum.failures.forEach((way, sessions) ->
        ways.add(
            TlsTroubleRow.newBuilder()
                .setResult(way.result())
                .setMxHost(way.mxHost())
                .setAddress(way.address())
                .setReason(way.reason())
                .setSessions(sessions)
                .build()));
    return row.toBuilder()
        .clearPolicy()
        .addAllPolicy(policy)
        .clearMx()
        .addAllMx(mx)
        .setSuccesses(row.getSuccesses() + successes)
        .setFailed(row.getFailed() + failed)
        .clearFailures()
        .addAllFailures(ways)
        .build();
  }
}
