package org.mailstead.filter.dkim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What signatures cover.
 *
 * @param fields that are signed as they are there, in lower case
 * @param closed that are signed once more than they are there, so that nobody can add one (RFC 6376
 *     section 8.15)
 * @param validity after which a signature is over
 */
public record SigningPolicy(List<String> fields, List<String> closed, Optional<Duration> validity) {
  /**
   * RFC 6376 section 5.4.1, with what mail programs show since. Fields that mailing lists add may
   * be added.
   */
  public static final SigningPolicy DEFAULT =
      new SigningPolicy(
          List.of(
              "sender",
              "list-unsubscribe",
              "list-unsubscribe-post",
              "auto-submitted",
              "autocrypt",
              "importance",
              "priority",
              "disposition-notification-to"),
          List.of(
              "from",
              "to",
              "cc",
              "subject",
              "date",
              "message-id",
              "reply-to",
              "in-reply-to",
              "references",
              "mime-version",
              "content-type",
              "content-transfer-encoding"),
          Optional.empty());

  public SigningPolicy {
    fields = List.copyOf(fields);
    closed = List.copyOf(closed);
    if (!closed.contains("from") && !fields.contains("from")) {
      throw new IllegalArgumentException("From must be signed"); // RFC 6376 section 5.4
    }
  }

  /** This, and more fields that are signed as they are there. */
  SigningPolicy with(List<String> more) {
    var all = new ArrayList<>(fields);
    all.addAll(more);
    return new SigningPolicy(all, closed, validity);
  }

  /** The list for a message: names, each as often as it is signed. */
  List<String> names(SignedMessage message) {
    var names = new ArrayList<String>();
    for (String name : closed) {
      for (int i = 0; i <= message.fields(name).size(); i++) {
        names.add(name);
      }
    }
    for (String name : fields) {
      for (int i = 0; i < message.fields(name).size(); i++) {
        names.add(name);
      }
    }
    return names;
  }
}
