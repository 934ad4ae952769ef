package org.mailstead.filter.dmarc;

import java.util.List;

/**
 * Where a domain wants to read about its mail. The owner of those addresses must agree (RFC 9990
 * section 4), which is for who sends reports to ask.
 *
 * @param aggregate {@code rua}: URIs that are one by their form
 * @param failure {@code ruf}
 * @param options {@code fo}
 */
public record Reporting(List<String> aggregate, List<String> failure, String options) {
  public Reporting {
    aggregate = List.copyOf(aggregate);
    failure = List.copyOf(failure);
  }
}
