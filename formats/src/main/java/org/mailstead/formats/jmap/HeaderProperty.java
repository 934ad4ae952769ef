package org.mailstead.formats.jmap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.HeaderField;

/**
 * A property of an Email or EmailBodyPart that stands for header fields (RFC 8621 section 4.1.3).
 *
 * @param field the name of the field, as it was asked for
 * @param all whether for each of them, or only for the last
 */
public record HeaderProperty(String field, HeaderForm form, boolean all) {
  private static final String PREFIX = "header:";

  /** The properties with names of their own. */
  public static final Map<String, HeaderProperty> CONVENIENT =
      Map.ofEntries(
          Map.entry("messageId", last("Message-ID", HeaderForm.MESSAGE_IDS)),
          Map.entry("inReplyTo", last("In-Reply-To", HeaderForm.MESSAGE_IDS)),
          Map.entry("references", last("References", HeaderForm.MESSAGE_IDS)),
          Map.entry("sender", last("Sender", HeaderForm.ADDRESSES)),
          Map.entry("from", last("From", HeaderForm.ADDRESSES)),
          Map.entry("to", last("To", HeaderForm.ADDRESSES)),
          Map.entry("cc", last("Cc", HeaderForm.ADDRESSES)),
          Map.entry("bcc", last("Bcc", HeaderForm.ADDRESSES)),
          Map.entry("replyTo", last("Reply-To", HeaderForm.ADDRESSES)),
          Map.entry("subject", last("Subject", HeaderForm.TEXT)),
          Map.entry("sentAt", last("Date", HeaderForm.DATE)));

  private static HeaderProperty last(String field, HeaderForm form) {
    return new HeaderProperty(field, form, false);
  }

  /** Whether a property's name claims to be of this kind, so that one that is not read is wrong. */
  public static boolean isHeader(String property) {
    return property.startsWith(PREFIX);
  }

  /**
   * Reads {@code header:Name}, {@code header:Name:asForm}, {@code header:Name:all} and {@code
   * header:Name:asForm:all}. Empty for what is none of them; whether the form is allowed is another
   * question.
   */
  public static Optional<HeaderProperty> parse(String property) {
    if (!isHeader(property)) {
      return Optional.empty();
    }
    String[] words = property.substring(PREFIX.length()).split(":", -1);
    boolean all = words.length > 1 && words[words.length - 1].equals("all");
    int left = all ? words.length - 1 : words.length;
    if (left > 2 || !isFieldName(words[0])) {
      return Optional.empty();
    }
    Optional<HeaderForm> form =
        left == 2 ? HeaderForm.named(words[1]) : Optional.of(HeaderForm.RAW);
    return form.map(found -> new HeaderProperty(words[0], found, all));
  }

  /** The same, and the properties with names of their own. */
  public static Optional<HeaderProperty> of(String property) {
    HeaderProperty convenient = CONVENIENT.get(property);
    return convenient == null ? parse(property) : Optional.of(convenient);
  }

  // ftext = %d33-57 / %d59-126
  private static boolean isFieldName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
  }

  /** Whether the field may be had in this form. */
  public boolean isAllowed() {
    return form.isAllowedFor(field);
  }

  /** The value of the last field of the name; empty (null) when there is none, or it has none. */
  public Optional<HeaderValue> lastOf(List<HeaderField> header) {
    for (HeaderField found : header.reversed()) {
      if (found.name().equalsIgnoreCase(field)) {
        return form.read(found.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of the name in their order; empty (null) for one without value. */
  public List<Optional<HeaderValue>> allOf(List<HeaderField> header) {
    return header.stream()
        .filter(found -> found.name().equalsIgnoreCase(field))
        .map(found -> form.read(found.value()))
        .toList();
  }
}
