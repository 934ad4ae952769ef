package org.mailstead.imap.grammar;

import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Flags;

/** What SEARCH looks for (RFC 9051 section 6.4.4). */
public sealed interface SearchKey {
  record And(List<SearchKey> keys) implements SearchKey {}

  record Or(SearchKey one, SearchKey other) implements SearchKey {}

  record Not(SearchKey key) implements SearchKey {}

  /** What is looked for need not be exactly so (RFC 6203). */
  record Fuzzy(SearchKey key) implements SearchKey {}

  /** What means something only in a mailbox: {@code SearchBinding} makes of it what it means. */
  sealed interface Unbound extends SearchKey {}

  record Sequence(SequenceSet numbers) implements Unbound {}

  record Uid(SequenceSet uids) implements Unbound {}

  record Keyword(String name) implements Unbound {}

  /** Received so many seconds ago, or longer; or not longer (RFC 5032). */
  record Within(boolean older, long seconds) implements Unbound {}

  /** What the view of the mailbox tells. */
  sealed interface InView extends SearchKey {}

  record All() implements InView {}

  record Positions(BitSet set) implements InView {}

  record Uids(BitSet set) implements InView {}

  record Flagged(Flags flag) implements InView {}

  record Larger(long octets) implements InView {}

  record Smaller(long octets) implements InView {}

  record UidAfter(long uid) implements InView {}

  record UidBefore(long uid) implements InView {}

  record ModSeq(long atLeast) implements InView {}

  record Received(Days days) implements InView {}

  /** When it came into this mailbox (RFC 8514). */
  record Saved(Days days) implements InView {}

  /** Received at a time or before; or then or after. */
  record Aged(boolean before, Instant time) implements InView {}

  /** What is read of the email, from its row on. */
  sealed interface InEmail extends SearchKey {}

  record EmailId(String id) implements InEmail {}

  record ThreadId(String id) implements InEmail {}

  record Sent(Days days) implements InEmail {}

  /** What the envelope shows of a field holds the text. */
  record Envelope(EnvelopeForm.Field field, Needle text) implements InEmail {}

  /** A header field holds the text; an empty one asks for the field's presence. */
  record Header(String field, Needle text) implements InEmail {
    /** Where the envelope shows a field; empty for one that it does not show. */
    public static Optional<EnvelopeForm.Field> shown(String name) {
      return switch (name.toUpperCase(Locale.ROOT)) {
        case "DATE" -> Optional.of(EnvelopeForm.Field.DATE);
        case "SUBJECT" -> Optional.of(EnvelopeForm.Field.SUBJECT);
        case "FROM" -> Optional.of(EnvelopeForm.Field.FROM);
        case "SENDER" -> Optional.of(EnvelopeForm.Field.SENDER);
        case "REPLY-TO" -> Optional.of(EnvelopeForm.Field.REPLY_TO);
        case "TO" -> Optional.of(EnvelopeForm.Field.TO);
        case "CC" -> Optional.of(EnvelopeForm.Field.CC);
        case "BCC" -> Optional.of(EnvelopeForm.Field.BCC);
        case "IN-REPLY-TO" -> Optional.of(EnvelopeForm.Field.IN_REPLY_TO);
        case "MESSAGE-ID" -> Optional.of(EnvelopeForm.Field.MESSAGE_ID);
        case String _ -> Optional.empty();
      };
    }

    /** Whether no text needs more than the envelope to be found in such a field. */
    static boolean isInEnvelope(String name) {
      return shown(name).filter(Header::isString).isPresent();
    }

    private static boolean isString(EnvelopeForm.Field field) {
      return switch (field) {
        case DATE, SUBJECT, IN_REPLY_TO, MESSAGE_ID -> true;
        case FROM, SENDER, REPLY_TO, TO, CC, BCC -> false;
      };
    }
  }

  record Body(Needle text) implements InEmail {}

  record Text(Needle text) implements InEmail {}

  /** How a message's day lies to the given one. */
  enum When {
    BEFORE,
    ON,
    SINCE
  }

  /** Days before, on or since one, the time of day and the zone left out. */
  record Days(When when, LocalDate day) {
    public boolean has(LocalDate some) {
      return switch (when) {
        case BEFORE -> some.isBefore(day);
        case ON -> some.equals(day);
        case SINCE -> !some.isBefore(day);
      };
    }
  }

  /** What must be read to find out, cheap first. */
  enum Cost {
    /** The view of the mailbox, which is in memory. */
    VIEW,
    /** Subjects, of which many are kept in one row. */
    SUBJECTS,
    /** Envelopes, of which many are kept in one row. */
    ENVELOPES,
    /** The email's row: envelope and ids. */
    ROW,
    /** The octets of the header. */
    HEADER,
    /** All octets. */
    OCTETS
  }

  /** What must be read as a rule to find out. */
  default Cost cost() {
    return switch (this) {
      case Unbound _, InView _ -> Cost.VIEW;
      case Envelope(var field, _) ->
          field == EnvelopeForm.Field.SUBJECT ? Cost.SUBJECTS : Cost.ENVELOPES;
      case Sent _ -> Cost.ENVELOPES;
      case EmailId _, ThreadId _ -> Cost.ROW;
      case Header _ -> Cost.HEADER;
      case Body _, Text _ -> Cost.OCTETS;
      case Not not -> not.key().cost();
      case Fuzzy fuzzy -> fuzzy.key().cost();
      case Or or -> max(List.of(or.one(), or.other()));
      case And and -> max(and.keys());
    };
  }

  private static Cost max(List<SearchKey> keys) {
    return keys.stream().map(SearchKey::cost).max(Comparator.naturalOrder()).orElse(Cost.VIEW);
  }

  /** Whether it asks for mod-sequences anywhere (RFC 7162 section 3.1.5). */
  default boolean usesModSeq() {
    return switch (this) {
      case Not not -> not.key().usesModSeq();
      case Fuzzy fuzzy -> fuzzy.key().usesModSeq();
      case Or or -> or.one().usesModSeq() || or.other().usesModSeq();
      case And and -> and.keys().stream().anyMatch(SearchKey::usesModSeq);
      case InView inView -> inView instanceof ModSeq;
      case Unbound _, InEmail _ -> false;
    };
  }

  /** Whether it names messages by their numbers, which a client can give up (RFC 9586). */
  default boolean usesNumbers() {
    return switch (this) {
      case Not not -> not.key().usesNumbers();
      case Fuzzy fuzzy -> fuzzy.key().usesNumbers();
      case Or or -> or.one().usesNumbers() || or.other().usesNumbers();
      case And and -> and.keys().stream().anyMatch(SearchKey::usesNumbers);
      case Unbound unbound ->
          unbound instanceof Sequence(SequenceSet set) && set instanceof SequenceSet.Ranges;
      case InView _, InEmail _ -> false;
    };
  }

  /** Whether FUZZY decides anywhere how well a message fits. */
  default boolean usesFuzzy() {
    return switch (this) {
      case Fuzzy _ -> true;
      case Or or -> or.one().usesFuzzy() || or.other().usesFuzzy();
      case And and -> and.keys().stream().anyMatch(SearchKey::usesFuzzy);
      case Not _, InView _, Unbound _, InEmail _ -> false;
    };
  }

  /** Whether messages are found, or not any more, by the time that passes. */
  default boolean usesTime() {
    return switch (this) {
      case Not not -> not.key().usesTime();
      case Fuzzy fuzzy -> fuzzy.key().usesTime();
      case Or or -> or.one().usesTime() || or.other().usesTime();
      case And and -> and.keys().stream().anyMatch(SearchKey::usesTime);
      case Unbound unbound -> unbound instanceof Within;
      case InView _, InEmail _ -> false;
    };
  }
}
