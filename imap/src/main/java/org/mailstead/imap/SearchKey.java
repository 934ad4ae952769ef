package org.mailstead.imap;

import java.time.LocalDate;
import java.util.List;
import org.mailstead.post.Flags;

/** What SEARCH looks for (RFC 9051 section 6.4.4). */
sealed interface SearchKey {
  record All() implements SearchKey {}

  record And(List<SearchKey> keys) implements SearchKey {}

  record Or(SearchKey one, SearchKey other) implements SearchKey {}

  record Not(SearchKey key) implements SearchKey {}

  record Sequence(SequenceSet numbers) implements SearchKey {}

  record Uid(SequenceSet uids) implements SearchKey {}

  record Flagged(Flags flag) implements SearchKey {}

  record Keyword(String name) implements SearchKey {}

  record Larger(long octets) implements SearchKey {}

  record Smaller(long octets) implements SearchKey {}

  record ModSeq(long atLeast) implements SearchKey {}

  record EmailId(String id) implements SearchKey {}

  record ThreadId(String id) implements SearchKey {}

  /** Which date of a message. */
  enum DateOf {
    INTERNAL,
    SENT
  }

  /** How a message's day lies to the given one, the time of day and the zone left out. */
  enum When {
    BEFORE,
    ON,
    SINCE
  }

  record Dated(DateOf of, When when, LocalDate day) implements SearchKey {}

  /** A header field holds the text; an empty one asks for the field's presence. */
  record Header(String field, String text) implements SearchKey {}

  record Body(String text) implements SearchKey {}

  record Text(String text) implements SearchKey {}

  /** What it costs to find out: 0 the view, 1 the kept rows, 2 the bytes. */
  default int cost() {
    return switch (this) {
      case All _, Sequence _, Uid _, Flagged _, Keyword _, Larger _, Smaller _, ModSeq _ -> 0;
      case EmailId _, ThreadId _, Header _ -> 1;
      case Dated dated -> dated.of() == DateOf.INTERNAL ? 0 : 1;
      case Body _, Text _ -> 2;
      case Not not -> not.key().cost();
      case Or or -> Math.max(or.one().cost(), or.other().cost());
      case And and -> and.keys().stream().mapToInt(SearchKey::cost).max().orElse(0);
    };
  }

  /** Whether it asks for mod-sequences anywhere (RFC 7162 section 3.1.5). */
  default boolean usesModSeq() {
    return switch (this) {
      case ModSeq _ -> true;
      case Not not -> not.key().usesModSeq();
      case Or or -> or.one().usesModSeq() || or.other().usesModSeq();
      case And and -> and.keys().stream().anyMatch(SearchKey::usesModSeq);
      case All _,
          Sequence _,
          Uid _,
          Flagged _,
          Keyword _,
          Larger _,
          Smaller _,
          EmailId _,
          ThreadId _,
          Header _,
          Dated _,
          Body _,
          Text _ ->
          false;
    };
  }
}
