package org.mailstead.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.imap.grammar.SearchKey;

/**
 * HEADER of SEARCH (RFC 9051 section 6.4.4). A field that the envelope shows is looked for there:
 * of one that is there twice, against RFC 5322 section 3.6, the first counts. The envelope leaves
 * out of an address field its quoting, and comments that are no names. So a text with one of their
 * characters is looked for in the field itself as well; any other text that only stands in such a
 * comment is not found.
 */
final class HeaderSearch {
  /** What stands in an address field and not in the envelope. */
  private static final String SYNTAX = "\"\\()";

  private final SearchKey.Header key;
  private final Optional<EnvelopeForm.Field> shown;

  private HeaderSearch(SearchKey.Header key) {
    this.key = key;
    this.shown = SearchKey.Header.shown(key.field());
  }

  static Truth matches(SearchKey.Header key, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    return new HeaderSearch(key).matches(message, most);
  }

  private Truth matches(SearchedMessage message, SearchKey.Cost most) throws IOException {
    boolean mayReadHeader = most.compareTo(SearchKey.Cost.HEADER) >= 0;
    if (shown.isEmpty()) {
      return mayReadHeader ? Truth.of(anyField(message)) : Truth.OPEN;
    }
    Optional<EnvelopeForm> envelope = message.envelope(most);
    if (envelope.isEmpty()) {
      return Truth.OPEN;
    }
    boolean there = envelope.get().text(shown.get()).filter(key.text()::isIn).isPresent();
    if (tells(there, shown.get(), envelope.get())) {
      return Truth.of(there);
    }
    return mayReadHeader ? Truth.of(firstField(shown.get(), message)) : Truth.OPEN;
  }

  /** Whether the envelope alone settles it. */
  private boolean tells(boolean there, EnvelopeForm.Field field, EnvelopeForm envelope) {
    return switch (field) {
      case DATE, SUBJECT, IN_REPLY_TO, MESSAGE_ID -> true;
      case FROM, TO, CC, BCC -> there || isPlain();
      // The envelope repeats From where they are missing.
      case SENDER, REPLY_TO -> there ? !envelope.isSame(field, EnvelopeForm.Field.FROM) : isPlain();
    };
  }

  /** An empty text asks for the field, which may be there with nothing in it. */
  private boolean isPlain() {
    return !key.text().isEmpty() && !key.text().hasAny(SYNTAX);
  }

  private boolean firstField(EnvelopeForm.Field shown, SearchedMessage message) throws IOException {
    return HeaderField.first(message.header(), key.field())
        .filter(field -> isIn(field, shown) || (!isPlain() && key.text().isIn(field.text())))
        .isPresent();
  }

  /** What the envelope would show of this field alone. */
  private boolean isIn(HeaderField field, EnvelopeForm.Field shown) {
    Envelope alone = Envelope.of(List.of(field));
    return EnvelopeForm.of(alone).text(shown).filter(key.text()::isIn).isPresent();
  }

  private boolean anyField(SearchedMessage message) throws IOException {
    for (HeaderField field : message.header()) {
      if (field.name().equalsIgnoreCase(key.field()) && key.text().isIn(field.text())) {
        return true;
      }
    }
    return false;
  }
}
