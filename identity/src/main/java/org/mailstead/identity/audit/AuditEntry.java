package org.mailstead.identity.audit;

import java.time.Instant;
import java.util.Map;

/**
 * A line of the log.
 *
 * @param number counts from 1, without a gap
 * @param outcome empty for what was begun; else the number of that entry is in {@code about} and
 *     this says why it was not done: a problem's key
 * @param about the entry whose outcome it tells; 0 for none
 * @param hash hex of the SHA-256 over the hash of the entry before, a space, and {@link #text}
 */
public record AuditEntry(
    long number, Instant at, AuditEvent event, String outcome, long about, String hash) {
  /**
   * What is hashed, and what an export shows: JSON without blanks, its names in this order, nothing
   * escaped but quotes, backslashes and control characters. It is made here and not by a library,
   * because it must stay the same octet for octet as long as a log is kept.
   */
  public String text() {
    var text = new StringBuilder("{\"number\":").append(number);
    text.append(",\"at\":").append(at.toEpochMilli());
    put(text, "actor", event.actor());
    put(text, "from", event.from());
    put(text, "action", event.action());
    put(text, "subject", event.subject());
    put(text, "domain", event.domain());
    text.append(",\"details\":{");
    String comma = "";
    for (Map.Entry<String, String> detail : event.details().entrySet()) {
      text.append(comma);
      quote(text, detail.getKey());
      text.append(':');
      quote(text, detail.getValue());
      comma = ",";
    }
    text.append('}');
    put(text, "outcome", outcome);
    return text.append(",\"about\":").append(about).append('}').toString();
  }

  private static void put(StringBuilder text, String name, String value) {
    text.append(",\"").append(name).append("\":");
    quote(text, value);
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
