package org.mailstead.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.search.Query.And;
import org.mailstead.search.Query.Or;
import org.mailstead.search.Query.Phrase;
import org.mailstead.search.Query.Prefix;
import org.mailstead.search.Query.Scope;
import org.mailstead.search.Query.Text;

class QueryTextTest {
  private static final Instant NOW = Instant.parse("2024-06-15T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static QueryText parse(String typed) {
    return QueryText.parse(typed, NOW, ZONE);
  }

  private static Query query(String typed) {
    return parse(typed).query();
  }

  private static Text all(String text) {
    return new Text(Scope.ALL, text);
  }

  @Test
  void plainWordsStayTogether() {
    assertEquals(all("red green"), query("  red   green "));
    assertEquals(new And(List.of()), query("  "));
    assertEquals(all("a:b http://x.example/y"), query("a:b http://x.example/y"));
    assertEquals(all("?!"), query("?!"));
    assertEquals(all("fish chips"), query("fish & chips"));
  }

  @Test
  void phrasesStartsAndExclusions() {
    assertEquals(new Phrase(Scope.ALL, "red green"), query("\"red green\""));
    assertEquals(new Phrase(Scope.ALL, "open end"), query("\"open end"));
    assertEquals(new Prefix(Scope.ALL, "inv"), query("inv*"));
    assertEquals(new And(List.of(all("red"), new Query.Not(all("green")))), query("red -green"));
    assertEquals(new Query.Not(new Text(Scope.FROM, "ann")), query("-from:ann"));
    assertEquals(all("e-mail"), query("e-mail"));
  }

  @Test
  void orBindsCloserThanABlank() {
    assertEquals(
        new And(List.of(all("a1"), new Or(List.of(all("b1"), all("c1"))), all("d1"))),
        query("a1 b1 OR c1 d1"));
    assertEquals(all("OR OR"), query("OR OR"), "nothing stands on both sides");
    assertEquals(all("this or that"), query("this or that"));
  }

  @Test
  void operatorsKnowTheirScope() {
    assertEquals(new Text(Scope.FROM, "ann@example.org"), query("From:ann@example.org"));
    assertEquals(new Phrase(Scope.SUBJECT, "two words"), query("subject:\"two words\""));
    assertEquals(new Text(Scope.RECIPIENTS, "bob"), query("to:bob"));
    assertEquals(new Text(Scope.ATTACHMENT_NAME, "report.pdf"), query("filename:report.pdf"));
    assertEquals(new Query.ListId("gardening"), query("list:gardening"));
    assertEquals(new Query.HasAttachment(), query("has:attachment"));
    assertEquals(new Query.SizeAtLeast(10 << 20), query("larger:10M"));
    assertEquals(new Query.SizeBelow(500), query("smaller:500"));
    assertEquals(new Query.SizeBelow(2 << 10), query("smaller:2kb"));
  }

  @Test
  void daysBeginWhereTheReaderIs() {
    long midnight = Instant.parse("2024-05-31T22:00:00Z").toEpochMilli();
    assertEquals(new Query.DateBefore(midnight), query("before:2024-06-01"));
    assertEquals(new Query.DateFrom(midnight), query("after:2024/6"));
    assertEquals(new Query.DateFrom(NOW.toEpochMilli() - 7 * 24 * 3_600_000L), query("newer:1w"));
    assertEquals(new Query.DateBefore(NOW.toEpochMilli() - 3 * 24 * 3_600_000L), query("older:3d"));
  }

  @Test
  void whatIsNoOperatorIsText() {
    assertEquals(all("before:noon"), query("before:noon"));
    assertEquals(all("before:2024-02-31"), query("before:2024-02-31"));
    assertEquals(all("has:fun larger:than"), query("has:fun larger:than"));
    assertEquals(all("from:"), query("from:"));
    assertEquals(all("is:raining"), query("is:raining"));
  }

  @Test
  void conditionsAreForTheCaller() {
    QueryText both = parse("in:Archive -is:read budget is:starred");
    assertEquals(all("budget"), both.query());
    assertEquals(
        List.of(
            new Condition.In("Archive", false),
            new Condition.Is(Condition.Mark.READ, true),
            new Condition.Is(Condition.Mark.FLAGGED, false)),
        both.conditions());
    assertEquals(new And(List.of()), query("in:inbox"));
  }

  @Test
  void tellsWhereTheWordsLie() {
    QueryText text = parse("from:ann \"big red\" x");
    assertEquals(
        List.of(new QueryText.Span(5, 8), new QueryText.Span(10, 17), new QueryText.Span(19, 20)),
        text.words());
  }
}
