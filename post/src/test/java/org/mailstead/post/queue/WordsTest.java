package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** The small parts: sentences, pauses, encodings. */
class WordsTest {
  private static Properties sentences(String language) throws IOException {
    var found = new Properties();
    String name = language.isEmpty() ? "reports" : "reports_" + language;
    try (InputStream in = WordsTest.class.getResourceAsStream(name + ".properties")) {
      found.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return found;
  }

  @Test
  void everyLanguageHasEverySentence() throws IOException {
    Properties english = sentences("");
    assertTrue(english.size() > 20);
    for (String language : List.of("de", "fr", "es", "pt")) {
      Properties other = sentences(language);
      assertEquals(english.stringPropertyNames(), other.stringPropertyNames(), language);
      for (String key : english.stringPropertyNames()) {
        boolean argument = english.getProperty(key).contains("{0}");
        assertEquals(argument, other.getProperty(key).contains("{0}"), language + " " + key);
        // MessageFormat would swallow it.
        assertFalse(other.getProperty(key).contains("'"), language + " " + key);
      }
    }
  }

  @Test
  void aLanguageIsFoundByItsTagAndElseItIsEnglish() {
    assertEquals("Das Postfach ist voll.", ReportWords.in("de-CH").reason("4.2.2"));
    assertEquals("La boîte est pleine.", ReportWords.in("fr").reason("5.2.2"));
    assertEquals("The mailbox is full.", ReportWords.in("ja").reason("5.2.2"));
    assertEquals("The mailbox is full.", ReportWords.in("").reason("5.2.2"));
    assertEquals("", ReportWords.in("en").reason("5.9.9"));
    assertTrue(ReportWords.in("xx").isEnglish());
  }

  @Test
  void pausesDoubleUpToTheLongestAndDifferALittle() {
    Property.holds(
        200,
        random -> {
          int attempts = 1 + random.nextInt(2_000);
          Duration first = Duration.ofMinutes(5);
          Duration longest = Duration.ofHours(4);
          long due = attempts > 6 ? longest.toMillis() : first.toMillis() << (attempts - 1);
          long pause = Backoff.pause(first, longest, attempts, random).toMillis();
          long usual = Math.min(due, longest.toMillis());
          assertTrue(pause >= usual * 0.79 && pause <= usual * 1.21, attempts + ": " + pause);
        });
    var random = new SplittableRandom(1);
    var one = Backoff.pause(Duration.ofMinutes(5), Duration.ofHours(4), 1, random);
    var other = Backoff.pause(Duration.ofMinutes(5), Duration.ofHours(4), 1, random);
    assertFalse(one.equals(other));
  }

  @Test
  void theLastAttemptFallsOnTheEnd() {
    var backoff = new Backoff(QueueConfig.of("mx.example.test", 25, true));
    Instant arrived = Instant.parse("2026-03-02T09:00:00Z");
    Instant end = arrived.plus(Duration.ofDays(5));
    Instant late = end.minusSeconds(60);
    assertEquals(Optional.of(end), backoff.next(Result.Why.OUTSIDE, 40, arrived, late));
    assertEquals(Optional.empty(), backoff.next(Result.Why.OUTSIDE, 41, arrived, end));
    assertEquals(
        Optional.empty(),
        backoff.next(Result.Why.QUOTA, 9, arrived, arrived.plus(Duration.ofDays(2))));
  }

  @Test
  void xtextIsDecodedAndABrokenEscapeStays() {
    assertEquals("a+b=c", Xtext.decode("a+2Bb+3Dc"));
    assertEquals("a+", Xtext.decode("a+"));
    assertEquals("a+2", Xtext.decode("a+2"));
    assertEquals("a+zz", Xtext.decode("a+zz"));
    assertEquals("a??b", Xtext.decode("a+0D+0Ab"));
    assertEquals("+C3+BC", Xtext.decode("+C3+BC"));
    assertEquals("rfc822;a+b@c", Xtext.original("rfc822;a+2Bb@c"));
    assertEquals("", Xtext.original("nonsense"));
  }
}
