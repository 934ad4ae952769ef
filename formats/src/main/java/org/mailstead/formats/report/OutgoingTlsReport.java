package org.mailstead.formats.report;

import java.time.Instant;
import java.util.List;

/**
 * How encrypted our mail to a domain was, for one day (RFC 8460 section 4).
 *
 * @param organization who sends it
 * @param contact an address for questions
 * @param id unique among ours
 * @param start included
 * @param end included
 */
public record OutgoingTlsReport(
    String organization,
    String contact,
    String id,
    Instant start,
    Instant end,
    List<Policy> policies) {
  public OutgoingTlsReport {
    policies = List.copyOf(policies);
  }

  /**
   * What was asked for and how often it was had.
   *
   * @param type tlsa, sts or no-policy-found
   * @param strings the policy itself, line by line
   * @param mxHosts patterns of an MTA-STS policy
   */
  public record Policy(
      String type,
      List<String> strings,
      String domain,
      List<String> mxHosts,
      long successes,
      long failed,
      List<Failure> failures) {
    public Policy {
      strings = List.copyOf(strings);
      mxHosts = List.copyOf(mxHosts);
      failures = List.copyOf(failures);
    }
  }

  /**
   * One way in which it went wrong.
   *
   * @param result of the standard's list
   * @param mxHost empty when it did not come to a server
   * @param address of the server; empty when it did not come to one
   * @param reason for people
   */
  public record Failure(
      String result, String mxHost, String address, String reason, long sessions) {}
}
