package org.mailstead.identity.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which entries somebody wants to see.
 *
 * @param actor part of the name; empty: anybody
 * @param subject part of it; empty: anything
 * @param action how it begins; empty: any
 * @param from included
 * @param until not included
 * @param domains whose entries he may see; asked with an empty name for those of the whole system
 */
public record AuditQuery(
    String actor,
    String subject,
    String action,
    Instant from,
    Instant until,
    Predicate<String> domains) {
  public static AuditQuery everything() {
    return new AuditQuery("", "", "", Instant.EPOCH, Instant.MAX, _ -> true);
  }

  boolean matches(AuditEntry entry) {
    AuditEvent event = entry.event();
    return domains.test(event.domain())
        && !entry.at().isBefore(from)
        && entry.at().isBefore(until)
        && event.action().startsWith(action)
        && holds(event.actor(), actor)
        && holds(event.subject(), subject);
  }

  private static boolean holds(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
