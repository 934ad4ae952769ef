package org.mailstead.formats.jmap;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mailstead.formats.mime.Octets;

/** The forms in which a header field's value can be had (RFC 8621 section 4.1.2). */
public enum HeaderForm {
  RAW("asRaw"),
  TEXT("asText"),
  ADDRESSES("asAddresses"),
  GROUPED_ADDRESSES("asGroupedAddresses"),
  MESSAGE_IDS("asMessageIds"),
  DATE("asDate"),
  URLS("asURLs");

  private static final Set<String> TEXTS = Set.of("subject", "comments", "keywords");
  private static final Set<String> IDS =
      Set.of("message-id", "in-reply-to", "references", "resent-message-id");
  private static final Set<String> DATES = Set.of("date", "resent-date");
  private static final Set<String> MAILBOXES =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "resent-from",
          "resent-sender",
          "resent-reply-to",
          "resent-to",
          "resent-cc",
          "resent-bcc");
  private static final Set<String> LISTS =
      Set.of(
          "list-help",
          "list-unsubscribe",
          "list-subscribe",
          "list-post",
          "list-owner",
          "list-archive");

  private final String suffix;

  HeaderForm(String suffix) {
    this.suffix = suffix;
  }

  /** What names the form in a property: {@code asText}. */
  public String suffix() {
    return suffix;
  }

  /** The form that this names in a property. */
  static Optional<HeaderForm> named(String suffix) {
    for (HeaderForm form : values()) {
      if (form.suffix.equals(suffix)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the field may be had in this form. Fields that RFC 5322 or RFC 2369 define have forms
   * of their own; any other field, List-Id too, has them all.
   */
  public boolean isAllowedFor(String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    return switch (this) {
      case RAW -> true;
      case TEXT -> TEXTS.contains(lower) || isFree(lower);
      case ADDRESSES, GROUPED_ADDRESSES -> MAILBOXES.contains(lower) || isFree(lower);
      case MESSAGE_IDS -> IDS.contains(lower) || isFree(lower);
      case DATE -> DATES.contains(lower) || isFree(lower);
      case URLS -> LISTS.contains(lower) || isFree(lower);
    };
  }

  // RFC 5322 sections 3.6 and 4.5
  private static boolean isFree(String lower) {
    return switch (lower) {
      case "return-path", "received" -> false;
      case String _ ->
          Stream.of(TEXTS, IDS, DATES, MAILBOXES, LISTS).noneMatch(set -> set.contains(lower));
    };
  }

  /**
   * The value of a field in this form. Empty where the property is null: there are no ids, no date
   * or no URLs in it. Never fails otherwise.
   */
  public Optional<HeaderValue> read(Octets value) {
    return HeaderReader.read(this, value);
  }
}
