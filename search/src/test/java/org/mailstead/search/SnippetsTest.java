package org.mailstead.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

class SnippetsTest {
  private static Query query(String typed) {
    return QueryText.parse(typed, Instant.EPOCH, ZoneOffset.UTC).query();
  }

  private static String subject(String typed, String subject) {
    return Snippets.ofSubject(query(typed), subject).orElse("nothing");
  }

  private static String body(String typed, String body) {
    return Snippets.ofBody(query(typed), body).orElse("nothing");
  }

  @Test
  void marksWordsInTheirForms() {
    assertEquals("The <mark>invoices</mark> of May", subject("invoice", "The invoices of May"));
    assertEquals("<mark>École</mark> fermée", subject("ecole", "École fermée"));
    assertEquals(
        "Die <mark>Häuser</mark> sind nicht hier und das ist gut",
        subject("haus", "Die Häuser sind nicht hier und das ist gut"));
  }

  @Test
  void marksStartsPhrasesAndExclusionsRight() {
    assertEquals("an <mark>inv</mark>oice", subject("inv*", "an invoice"));
    assertEquals("<mark>red green</mark> red", subject("\"red green\"", "red green red"));
    assertEquals("<mark>red</mark> green", subject("red -green", "red green"));
    assertEquals("nothing", subject("from:red", "red"));
    assertEquals("nothing", subject("blue", "red"));
    assertEquals("nothing", body("subject:red", "red"));
  }

  @Test
  void marksChineseAndJapanese() {
    assertEquals("<mark>東京</mark>都庁で", subject("東京", "東京都庁で"));
    assertEquals("東<mark>京都庁</mark>で", subject("京都庁", "東京都庁で"));
    assertEquals("東京都<mark>庁</mark>で", subject("庁", "東京都庁で"));
    assertEquals("新しい<mark>会議</mark>", subject("会議", "新しい会議"));
  }

  @Test
  void escapesAllElse() {
    assertEquals("&lt;b&gt; &amp; <mark>red</mark> &quot;&#39;", subject("red", "<b> & red \"'"));
    assertEquals("<mark>script</mark>", subject("script", "script").strip());
    assertEquals(
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;",
        subject("script", "<script>alert(1)</script>"));
  }

  @Test
  void showsThePlaceWithMostOfIt() {
    String text = "red ".repeat(1) + "filler words ".repeat(60) + "here red and blue stand";
    String shown = body("red blue", text);
    assertTrue(shown.contains("<mark>red</mark> and <mark>blue</mark>"), shown);
    assertTrue(shown.getBytes(UTF_8).length <= Snippets.MOST, shown);
    assertFalse(shown.contains("\n"));
  }

  @Test
  void isNeverLongerAndAlwaysWellFormed() {
    Property.holds(
        400,
        random -> {
          var text = new StringBuilder();
          String[] pieces = {
            "red", "<", "&", "\"", " ", "\n", "会議", "é", "😀", "\ud800", "x", "blue"
          };
          int length = random.nextInt(1, 400);
          for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
          }
          Optional<String> shown = Snippets.ofBody(query("red 会議 bl*"), text.toString());
          shown.ifPresent(html -> {
            assertTrue(html.getBytes(UTF_8).length <= Snippets.MOST, html);
            String rest = html.replaceAll("<mark>[^<>]+</mark>", "");
            assertTrue(rest.chars().noneMatch(c -> c == '<' || c == '>' || c == '"'), html);
            assertTrue(html.contains("<mark>"), html);
          });
        });
  }
}
