package org.mailstead.formats.transport;

import java.util.List;
import java.util.Optional;

/**
 * The TXT record at {@code _mta-sts.DOMAIN} (RFC 8461 section 3.1).
 *
 * @param id changes with the policy
 */
public record StsRecord(String id) {
  /** Empty when there is none, or more than one. */
  public static Optional<StsRecord> find(List<String> records) {
    return TagList.only(records, "STSv1")
        .map(fields -> fields.getOrDefault("id", ""))
        .filter(id -> id.matches("[A-Za-z0-9]{1,32}"))
        .map(StsRecord::new);
  }

  /** As it is published. */
  public String text() {
    return "v=STSv1; id=" + id + ";";
  }
}
