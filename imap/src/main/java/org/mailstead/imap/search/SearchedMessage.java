package org.mailstead.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Email;
import org.mailstead.post.Flags;
import org.mailstead.post.Member;
import org.mailstead.post.MessageTexts;
import org.mailstead.post.scan.TextSink;

/** A message that a search looks at. What is read of it is read when it is asked for, and once. */
final class SearchedMessage {
  private final Searching searching;
  private final int index;
  private final Optional<Email> email;
  private SearchedSubject subject = SearchedSubject.UNKNOWN;
  private @Nullable EnvelopeForm envelope;
  private @Nullable MessageTexts texts;
  private @Nullable Set<Needle> held;

  /**
   * @param index its position in the view that the client knows
   * @param email empty while only the view has been read, and when it is gone
   */
  SearchedMessage(Searching searching, int index, Optional<Email> email) {
    this.searching = searching;
    this.index = index;
    this.email = email;
  }

  int index() {
    return index;
  }

  Member member() {
    return searching.member(index);
  }

  Flags flags() {
    return searching.flags(index);
  }

  /** Tells its subject, where that is read before the email is. */
  void subject(SearchedSubject known) {
    subject = known;
  }

  SearchedSubject subject() {
    return subject;
  }

  /** Tells its envelope, where that is read before the email is. */
  void envelope(EnvelopeForm known) {
    envelope = known;
  }

  boolean isGone() {
    return email.isEmpty();
  }

  Email email() {
    return email.orElseThrow();
  }

  /** The envelope; empty when it is not kept ready, and the header may not be read for it. */
  Optional<EnvelopeForm> envelope(SearchKey.Cost most) throws IOException {
    EnvelopeForm known = envelope;
    if (known == null && email().envelope().isPresent()) {
      known = email().envelope().get();
    }
    if (known == null && most.compareTo(SearchKey.Cost.HEADER) >= 0) {
      known = EnvelopeForm.of(Envelope.of(texts().ofBody()));
    }
    envelope = known;
    return Optional.ofNullable(known);
  }

  /** All fields, those that were put before the message on its way here first. */
  List<HeaderField> header() throws IOException {
    return texts().header();
  }

  /** Whether a text is in a body of it, or, when it is a text of TEXT, in a header inside. */
  boolean holds(Needle text) throws IOException {
    Set<Needle> known = held;
    if (known == null) {
      SoughtTexts sought = searching.soughtTexts();
      lookThrough(sought);
      known = sought.found();
      held = known;
    }
    return known.contains(text);
  }

  /** Gives the texts of its parts. */
  void lookThrough(TextSink sink) throws IOException {
    texts().lookThrough(sink);
  }

  private MessageTexts texts() {
    MessageTexts known = texts;
    if (known == null) {
      known = new MessageTexts(searching.emails(), searching.account(), email());
      texts = known;
    }
    return known;
  }
}
