package org.mailstead.imap.search;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.Octets;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Flags;
import org.mailstead.post.Member;
import org.mailstead.post.ObjectIds;
import org.mailstead.words.AccountId;

/**
 * Decides whether a message is what a SEARCH looks for, as far as what may be read of it tells. So
 * a message is first asked what costs nothing, and only what is left is read, and no more of it
 * than is needed. FROM, TO, CC, BCC and SUBJECT look at the envelope, as RFC 9051 section 6.4.4 has
 * it, where addresses stand as {@link EnvelopeForm#text} writes them.
 *
 * @param account whose mail it is
 */
record SearchMatcher(AccountId account) {
  /**
   * @param most what may be read of the message to find out
   */
  Truth matches(SearchKey key, SearchedMessage message, SearchKey.Cost most) throws IOException {
    return switch (key) {
      case SearchKey.And(List<SearchKey> all) -> all(all, message, most);
      case SearchKey.Or(SearchKey one, SearchKey other) -> or(one, other, message, most);
      case SearchKey.Not(SearchKey inner) -> matches(inner, message, most).not();
      case SearchKey.Fuzzy(SearchKey inner) ->
          new FuzzyMatcher(this)
              .score(inner, message, isTogether(most) ? SearchKey.Cost.VIEW : most)
              .map(score -> Truth.of(score > 0))
              .orElse(Truth.OPEN);
      case SearchKey.InView inView -> Truth.of(inView(inView, message));
      case SearchKey.InEmail inEmail ->
          switch (most) {
            case VIEW -> Truth.OPEN;
            case SUBJECTS -> inSubject(inEmail, message);
            case ENVELOPES -> inEnvelope(inEmail, message);
            case ROW, HEADER, OCTETS ->
                message.isGone() ? Truth.NO : inEmail(inEmail, message, most);
          };
      case SearchKey.Unbound _ -> throw new IllegalStateException("not bound to a mailbox");
    };
  }

  /** What the subject alone tells. */
  private static Truth inSubject(SearchKey.InEmail key, SearchedMessage message) {
    return key instanceof SearchKey.Envelope(EnvelopeForm.Field field, Needle text)
            && field == EnvelopeForm.Field.SUBJECT
        ? message.subject().has(text)
        : Truth.OPEN;
  }

  /** What the envelope alone tells. */
  private Truth inEnvelope(SearchKey.InEmail key, SearchedMessage message) throws IOException {
    return switch (key) {
      case SearchKey.Sent _, SearchKey.Envelope _, SearchKey.Header _ ->
          inEmail(key, message, SearchKey.Cost.ENVELOPES);
      case SearchKey.EmailId _, SearchKey.ThreadId _, SearchKey.Body _, SearchKey.Text _ ->
          Truth.OPEN;
    };
  }

  /** Whether that is what of many messages is kept in one row, before the emails' own are read. */
  private static boolean isTogether(SearchKey.Cost most) {
    return most == SearchKey.Cost.SUBJECTS || most == SearchKey.Cost.ENVELOPES;
  }

  private Truth all(List<SearchKey> keys, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    Truth all = Truth.YES;
    for (SearchKey key : keys) {
      switch (matches(key, message, most)) {
        case NO -> {
          return Truth.NO;
        }
        case OPEN -> all = Truth.OPEN;
        case YES -> {}
      }
    }
    return all;
  }

  private Truth or(SearchKey one, SearchKey other, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    return switch (matches(one, message, most)) {
      case YES -> Truth.YES;
      case NO -> matches(other, message, most);
      case OPEN -> matches(other, message, most) == Truth.YES ? Truth.YES : Truth.OPEN;
    };
  }

  private static boolean inView(SearchKey.InView key, SearchedMessage message) {
    return switch (key) {
      case SearchKey.All _ -> true;
      case SearchKey.Positions(var set) -> set.get(message.index());
      case SearchKey.Uids(var set) -> set.get(message.member().uid());
      case SearchKey.Flagged(Flags flag) -> message.flags().has(flag);
      case SearchKey.Larger(long octets) -> message.member().size() > octets;
      case SearchKey.Smaller(long octets) -> message.member().size() < octets;
      case SearchKey.UidAfter(long uid) -> message.member().uid() > uid;
      case SearchKey.UidBefore(long uid) -> message.member().uid() < uid;
      case SearchKey.ModSeq(long least) -> message.member().modseq() >= least;
      case SearchKey.Received(SearchKey.Days days) ->
          days.has(message.member().internalDate().toLocalDate());
      case SearchKey.Saved(SearchKey.Days days) ->
          days.has(
              message
                  .member()
                  .saved()
                  .map(saved -> saved.atOffset(ZoneOffset.UTC))
                  .orElse(message.member().internalDate())
                  .toLocalDate());
      case SearchKey.Aged(boolean before, Instant time) -> aged(before, time, message.member());
    };
  }

  /** To the second (RFC 5032 section 2). */
  private static boolean aged(boolean before, Instant time, Member member) {
    long received = member.received().getEpochSecond();
    return before ? received <= time.getEpochSecond() : received >= time.getEpochSecond();
  }

  private Truth inEmail(SearchKey.InEmail key, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    return switch (key) {
      case SearchKey.EmailId(String id) -> Truth.of(ObjectIds.email(message.email()).equals(id));
      case SearchKey.ThreadId(String id) ->
          Truth.of(ObjectIds.thread(account, message.email()).equals(id));
      case SearchKey.Sent(SearchKey.Days days) ->
          message
              .envelope(most)
              .map(envelope -> Truth.of(isSent(envelope, days)))
              .orElse(Truth.OPEN);
      case SearchKey.Envelope(EnvelopeForm.Field field, Needle text) ->
          message
              .envelope(most)
              .map(envelope -> Truth.of(envelope.text(field).filter(text::isIn).isPresent()))
              .orElse(Truth.OPEN);
      case SearchKey.Header header -> HeaderSearch.matches(header, message, most);
      case SearchKey.Body(Needle text) -> octets(text, message, most);
      case SearchKey.Text(Needle text) -> {
        boolean mayReadHeader = most.compareTo(SearchKey.Cost.HEADER) >= 0;
        yield mayReadHeader && inHeader(text, message) ? Truth.YES : octets(text, message, most);
      }
    };
  }

  private static boolean isSent(EnvelopeForm envelope, SearchKey.Days days) {
    return envelope
        .octets(EnvelopeForm.Field.DATE)
        .map(Octets::latin1)
        .flatMap(DateTimes::parse)
        .filter(date -> days.has(date.toLocalDate()))
        .isPresent();
  }

  private static boolean inHeader(Needle text, SearchedMessage message) throws IOException {
    for (HeaderField field : message.header()) {
      if (SoughtTexts.isIn(field, text)) {
        return true;
      }
    }
    return false;
  }

  private static Truth octets(Needle text, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    if (text.isEmpty()) {
      return Truth.YES;
    }
    return most == SearchKey.Cost.OCTETS ? Truth.of(message.holds(text)) : Truth.OPEN;
  }
}
