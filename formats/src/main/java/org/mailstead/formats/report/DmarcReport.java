package org.mailstead.formats.report;

import java.time.Instant;
import java.util.List;

/**
 * An aggregate report: who sent mail in a domain's name, and what became of it (RFC 9990 section 3,
 * before it RFC 7489 appendix C).
 *
 * @param source who reports
 * @param domain whose policy was followed, lower case
 * @param policy that policy's p: none, quarantine or reject
 * @param records at most {@link DmarcReportParser#MOST_RECORDS}
 * @param leftOut records that are not among them: too many, or without an address or a count
 */
public record DmarcReport(
    Source source, String domain, String policy, List<Sent> records, long leftOut)
    implements Report {
  /**
   * Who reports on which time.
   *
   * @param organization a name as they write it
   * @param contact where they can be asked; may be empty
   * @param id of the report, unique only together with who reports
   */
  public record Source(
      String organization, String contact, String id, Instant begin, Instant end) {}

  /**
   * Mail from one address.
   *
   * @param address an IP address
   * @param count messages
   * @param disposition what was done with them: none, pass, quarantine or reject
   * @param dkim whether an aligned signature was good
   * @param spf whether an aligned envelope sender was
   * @param headerFrom the domain of the From field
   * @param overrides why the policy was not followed, such as forwarded or mailing_list
   */
  public record Sent(
      String address,
      long count,
      String disposition,
      boolean dkim,
      boolean spf,
      String headerFrom,
      List<String> overrides,
      List<Checked> checked) {
    public Sent {
      overrides = List.copyOf(overrides);
      checked = List.copyOf(checked);
    }
  }

  /**
   * What one check came to, aligned or not.
   *
   * @param method dkim or spf
   * @param domain whose signature or record it was
   * @param selector of a signature; may be empty
   * @param result pass, fail and the like
   */
  public record Checked(String method, String domain, String selector, String result) {}

  public DmarcReport {
    records = List.copyOf(records);
  }
}
