package org.mailstead.imap.search;

import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.Octets;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.text.Needle;

/**
 * How well a message fits what FUZZY asks for (RFC 6203): 0 for not at all, else up to 100. Of
 * several things that are wanted together the worst counts, of alternatives the best. Texts are
 * taken by their words, dates and sizes may be somewhat beside; what else there is fits or not.
 *
 * @param exact decides what is not rough
 */
record FuzzyMatcher(SearchMatcher exact) {
  /** Days that a date may be beside. */
  private static final int DAYS = 3;

  private static final int FULL = 100;

  /** What the score is of a text found in a header field that is not the subject, or in a body. */
  private static final int IN_HEADER = 90;

  private static final int IN_BODY = 70;

  /** The score of what may be found out at that cost; empty when more must be read. */
  Optional<Integer> score(SearchKey key, SearchedMessage message, SearchKey.Cost most)
      throws IOException {
    boolean enough = key.cost().compareTo(most) <= 0 || most == SearchKey.Cost.OCTETS;
    if (!enough) {
      return Optional.empty();
    }
    boolean inView = key.cost() == SearchKey.Cost.VIEW;
    return Optional.of(!inView && message.isGone() ? 0 : score(key, message));
  }

  private int score(SearchKey key, SearchedMessage message) throws IOException {
    return switch (key) {
      case SearchKey.And(List<SearchKey> all) -> {
        int worst = FULL;
        for (SearchKey one : all) {
          worst = Math.min(worst, worst == 0 ? 0 : score(one, message));
        }
        yield worst;
      }
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          Math.max(score(one, message), score(other, message));
      case SearchKey.Fuzzy(SearchKey inner) -> score(inner, message);
      case SearchKey.Envelope(EnvelopeForm.Field field, Needle text) ->
          text(text, message.envelope(SearchKey.Cost.HEADER).flatMap(form -> form.text(field)));
      case SearchKey.Header(String name, Needle text) -> header(name, text, message);
      case SearchKey.Body(Needle text) -> parts(text, message, false);
      case SearchKey.Text(Needle text) -> anywhere(text, message);
      case SearchKey.Received(SearchKey.Days days) ->
          days(days, message.member().internalDate().toLocalDate());
      case SearchKey.Sent(SearchKey.Days days) ->
          message
              .envelope(SearchKey.Cost.HEADER)
              .flatMap(form -> form.octets(EnvelopeForm.Field.DATE))
              .map(Octets::latin1)
              .flatMap(DateTimes::parse)
              .map(date -> days(days, date.toLocalDate()))
              .orElse(0);
      case SearchKey.Larger(long octets) -> size(octets, message.member().size());
      case SearchKey.Smaller(long octets) -> size(-octets, -message.member().size());
      case SearchKey.Not _, SearchKey.InView _, SearchKey.InEmail _, SearchKey.Unbound _ ->
          exact.matches(key, message, SearchKey.Cost.OCTETS) == Truth.YES ? FULL : 0;
    };
  }

  private static int text(Needle text, Optional<String> field) {
    return field.map(found -> text(text, found)).orElse(0);
  }

  private static int text(Needle text, String field) {
    if (text.fuzzy().isEmpty()) {
      return text.isIn(field) ? FULL : 0;
    }
    return text.fuzzy().score(field);
  }

  private static int header(String name, Needle text, SearchedMessage message) throws IOException {
    int best = 0;
    for (HeaderField field : message.header()) {
      if (field.name().equalsIgnoreCase(name)) {
        best = Math.max(best, text(text, field.text()));
      }
    }
    return best;
  }

  private static int anywhere(Needle text, SearchedMessage message) throws IOException {
    int best = 0;
    for (HeaderField field : message.header()) {
      int weight = field.name().equalsIgnoreCase("Subject") ? FULL : IN_HEADER;
      best = Math.max(best, weighted(text(text, field.text()), weight));
    }
    return best >= IN_BODY ? best : Math.max(best, weighted(parts(text, message, true), IN_BODY));
  }

  private static int weighted(int score, int weight) {
    return score == 0 ? 0 : Math.max(1, score * weight / FULL);
  }

  private static int parts(Needle text, SearchedMessage message, boolean headers)
      throws IOException {
    if (text.isEmpty()) {
      return FULL;
    }
    if (text.fuzzy().isEmpty()) {
      return message.holds(text) ? FULL : 0;
    }
    var parts = new FuzzyParts(text.fuzzy(), headers);
    message.lookThrough(parts);
    return parts.score();
  }

  private static int days(SearchKey.Days days, LocalDate day) {
    long beside = days.has(day) ? 0 : Math.abs(ChronoUnit.DAYS.between(days.day(), day));
    // The day itself is one day before what is BEFORE it.
    long off = !days.has(day) && days.when() == SearchKey.When.BEFORE ? beside + 1 : beside;
    return off > DAYS ? 0 : (int) (FULL - off * FULL / (DAYS + 1));
  }

  /** Over a bound, or up to a quarter of it short. */
  private static int size(long bound, long size) {
    if (size > bound) {
      return FULL;
    }
    long off = (bound - size) * FULL / Math.max(1, Math.abs(bound));
    return off >= 25 ? 0 : (int) Math.max(1, FULL - 4 * off);
  }

  /** The relevancy of a message that was found. */
  int relevancy(SearchKey key, SearchedMessage message) throws IOException {
    return Math.max(1, roughly(key, message));
  }

  private int roughly(SearchKey key, SearchedMessage message) throws IOException {
    return switch (key) {
      case SearchKey.Fuzzy(SearchKey inner) ->
          score(inner, message, SearchKey.Cost.OCTETS).orElse(0);
      case SearchKey.And(List<SearchKey> all) -> {
        int worst = FULL;
        for (SearchKey one : all) {
          worst = Math.min(worst, roughly(one, message));
        }
        yield worst;
      }
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          Math.max(
              one.usesFuzzy() ? roughly(one, message) : 0,
              other.usesFuzzy() ? roughly(other, message) : 0);
      case SearchKey.Not _, SearchKey.InView _, SearchKey.InEmail _, SearchKey.Unbound _ -> FULL;
    };
  }
}
