package org.mailstead.identity.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that is done or tried.
 *
 * @param actor who, as {@link Actor#word} says it
 * @param from the address it came from; empty for this machine's own command line
 * @param action such as {@code account.add}
 * @param subject to what: an address, a domain, a number
 * @param domain whose administrators may read of it; empty: those of the whole system alone
 * @param details what else there is to know, by name; never a secret, never content of mail
 */
public record AuditEvent(
    String actor,
    String from,
    String action,
    String subject,
    String domain,
    Map<String, String> details) {
  /** Characters of a text; the rest is cut off. */
  private static final int MOST = 500;

  private static final int MOST_DETAILS = 20;

  public AuditEvent {
    actor = cut(actor);
    subject = cut(subject);
    Map<String, String> sorted = new TreeMap<>();
    details.forEach((name, value) -> {
      if (sorted.size() < MOST_DETAILS) {
        sorted.put(cut(name), cut(value));
      }
    });
    details = Collections.unmodifiableMap(sorted);
  }

  public static AuditEvent of(
      Actor actor, String from, String action, String subject, String domain) {
    return new AuditEvent(actor.word(), from, action, subject, domain, Map.of());
  }

  public AuditEvent with(String name, String value) {
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, value);
    return new AuditEvent(actor, from, action, subject, domain, more);
  }

  /** Half a character has no UTF-8: stored and read again it would be another text. */
  private static String cut(String text) {
    String some = text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    return new String(some.getBytes(UTF_8), UTF_8);
  }
}
