package org.mailstead.post.reports;

import java.time.Instant;
import java.util.List;

/**
 * What others report of a domain, added up.
 *
 * @param reporters who is proven to have reported, with how many reports
 * @param unproven reports that anybody may have written
 * @param messages in the domain's name
 * @param passed of them, those that DMARC found to be genuine
 * @param sources where they came from, most messages first
 * @param tls how mail to the domain was encrypted, most failures first
 * @param unreadable what came and could not be read, newest first
 */
public record Summary(
    List<Reporter> reporters,
    long unproven,
    long messages,
    long passed,
    List<Source> sources,
    List<Tls> tls,
    List<Complaint> complaints,
    List<Unreadable> unreadable) {
  /** Somebody who reports. */
  public record Reporter(String domain, long reports) {}

  /**
   * An address that sent mail in the domain's name.
   *
   * @param passed messages that were found genuine
   * @param refused messages that were not let in, or put aside
   * @param why what was wrong with those that failed; empty when none did
   */
  public record Source(String address, long messages, long passed, long refused, List<String> why) {
    public Source {
      why = List.copyOf(why);
    }
  }

  /**
   * What one of those who send to us found.
   *
   * @param failures what went wrong, in words of RFC 8460 section 4.3 with host and number
   */
  public record Tls(String reporter, long successful, long failed, List<String> failures) {
    public Tls {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Somebody complained of a message.
   *
   * @param reporter a proven domain, or the program's name in brackets
   */
  public record Complaint(
      Instant at, String type, String author, String messageId, String reporter) {}

  /** Something that could not be read. */
  public record Unreadable(Instant at, String from, String why) {}

  public Summary {
    reporters = List.copyOf(reporters);
    sources = List.copyOf(sources);
    tls = List.copyOf(tls);
    complaints = List.copyOf(complaints);
    unreadable = List.copyOf(unreadable);
  }
}
