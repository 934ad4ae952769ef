package org.mailstead.formats.report;

import java.time.Instant;
import java.util.List;

/**
 * How mail to a domain was encrypted (RFC 8460 section 4).
 *
 * @param organization who reports, as they write it
 * @param contact where they can be asked; may be empty
 * @param id of the report, unique only together with who reports
 * @param leftOut kinds of failure that are not here because there are too many
 */
public record TlsReport(
    String organization,
    String contact,
    String id,
    Instant begin,
    Instant end,
    List<Policy> policies,
    long leftOut)
    implements Report {
  /**
   * Connections under one policy.
   *
   * @param type sts, tlsa or no-policy-found
   * @param domain whose policy it is, lower case
   * @param successful sessions
   * @param failed sessions
   */
  public record Policy(
      String type, String domain, long successful, long failed, List<Failure> failures) {
    public Policy {
      failures = List.copyOf(failures);
    }
  }

  /**
   * One kind of failure.
   *
   * @param type a result type of RFC 8460 section 4.3, lower case
   * @param from the address that sent; may be empty
   * @param mx the host that was to take the mail; may be empty
   * @param sessions that failed so
   * @param reason a code or text of the sender; may be empty
   */
  public record Failure(String type, String from, String mx, long sessions, String reason) {}

  public TlsReport {
    policies = List.copyOf(policies);
  }
}
