package org.mailstead.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.search.Found.Order;
import org.mailstead.search.Query.Scope;
import org.mailstead.words.AccountId;

class SearchIndexTest {
  private static final AccountId ANN = new AccountId(1);
  private static final AccountId BOB = new AccountId(2);
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(Samples.NOW), ZoneOffset.UTC);

  @TempDir private Path folder;
  private SearchIndex index;

  @BeforeEach
  void open() throws IOException {
    index = SearchIndex.open(folder, CLOCK);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void put(Document... documents) throws IOException {
    index.put(ANN, List.of(documents), 7);
    settle();
  }

  /** What was put is found within a second; tests need not wait so long. */
  private static void settle() {
    try {
      Thread.sleep(310);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Long> found(Query query) throws IOException {
    return index.matches(ANN, query).stream().boxed().toList();
  }

  private static Query all(String text) {
    return new Query.Text(Scope.ALL, text);
  }

  @Test
  void findsWordsWhereTheScopeLooks() throws IOException {
    put(
        Samples.mail(1, "Invoice for March", "Please pay"),
        Samples.mail(2, "Hello", "Here is the invoice"));
    assertEquals(List.of(1L, 2L), found(all("invoice")));
    assertEquals(List.of(1L), found(new Query.Text(Scope.SUBJECT, "INVOICE")));
    assertEquals(List.of(2L), found(new Query.Text(Scope.BODY, "invoices")));
    assertEquals(List.of(1L), found(all("pay invoice")));
    assertEquals(List.of(1L, 2L), found(new Query.Text(Scope.FROM, "ann")));
    assertEquals(List.of(1L, 2L), found(new Query.Text(Scope.RECIPIENTS, "bob@example.test")));
    assertEquals(List.of(), found(new Query.Text(Scope.CC, "bob@example.test")));
  }

  @Test
  void combinesQueries() throws IOException {
    put(
        Samples.mail(1, "red", "apple"),
        Samples.mail(2, "green", "apple"),
        Samples.mail(3, "green", "pear"));
    Query apple = all("apple");
    Query green = all("green");
    assertEquals(List.of(2L), found(new Query.And(List.of(apple, green))));
    assertEquals(List.of(1L, 2L, 3L), found(new Query.Or(List.of(apple, green))));
    assertEquals(List.of(3L), found(new Query.Not(apple)));
    assertEquals(List.of(1L), found(new Query.And(List.of(apple, new Query.Not(green)))));
    assertEquals(List.of(1L, 2L, 3L), found(new Query.And(List.of())));
    assertEquals(List.of(), found(new Query.Or(List.of())));
    assertEquals(List.of(), found(all("!?")));
  }

  @Test
  void comparesDatesAndSizes() throws IOException {
    put(Samples.mail(1, "a", "12345"), Samples.mail(2, "b", "1234567890"));
    long second = Samples.NOW - 2 * Samples.DAY;
    assertEquals(List.of(1L), found(new Query.DateFrom(second + 1)));
    assertEquals(List.of(1L, 2L), found(new Query.DateFrom(second)));
    assertEquals(List.of(), found(new Query.DateBefore(second)));
    assertEquals(List.of(2L), found(new Query.DateBefore(second + 1)));
    assertEquals(List.of(2L), found(new Query.SizeAtLeast(10)));
    assertEquals(List.of(1L), found(new Query.SizeBelow(10)));
  }

  @Test
  void findsHeaderFieldsListsAndAttachments() throws IOException {
    Document plain = Samples.mail(1, "a", "b");
    put(
        plain,
        new Document(
            2,
            "c",
            plain.people(),
            "d",
            List.of(
                new Document.Header("X-Mailer", "Pine 4.64"),
                new Document.Header("Message-ID", "<Ab.1@host.example>")),
            List.of(new Document.Attachment("Rechnung_2024-03.pdf", "total of 4711 euros")),
            new Document.Facts(Samples.NOW, 10, true, "Gardening <gardening.lists.example.org>")));
    assertEquals(List.of(2L), found(new Query.HasAttachment()));
    assertEquals(List.of(2L), found(new Query.Header("x-mailer", "")));
    assertEquals(List.of(2L), found(new Query.Header("X-Mailer", "pine")));
    assertEquals(List.of(), found(new Query.Header("X-Mailer", "mutt")));
    assertEquals(List.of(2L), found(new Query.Header("Message-ID", "<ab.1@host.example>")));
    assertEquals(List.of(2L), found(new Query.ListId("gardening.lists.example.org")));
    assertEquals(List.of(2L), found(new Query.ListId("")));
    assertEquals(List.of(2L), found(new Query.Text(Scope.ATTACHMENT_NAME, "rechnung")));
    assertEquals(List.of(2L), found(new Query.Text(Scope.ATTACHMENT_TEXT, "euro 4711")));
    assertEquals(List.of(2L), found(all("4711")));
  }

  @Test
  void replacesDropsAndForgets() throws IOException {
    put(Samples.mail(1, "first", "one"), Samples.mail(2, "second", "two"));
    index.put(ANN, List.of(Samples.mail(1, "third", "three")), 8);
    index.put(BOB, List.of(Samples.mail(1, "second", "four")), 3);
    settle();
    assertEquals(List.of(), found(all("first")));
    assertEquals(List.of(1L), found(all("third")));
    assertEquals(2, index.count(ANN));
    index.delete(ANN, List.of(2L), 9);
    settle();
    assertEquals(List.of(), found(all("second")));
    assertEquals(9, index.cursor(ANN));
    index.forget(ANN);
    settle();
    assertEquals(0, index.cursor(ANN));
    assertEquals(0, index.count(ANN));
    assertEquals(1, index.count(BOB));
    index.purge();
    settle();
    assertEquals(3, index.cursor(BOB));
  }

  @Test
  void remembersTheCursorOverAStart() throws IOException {
    put(Samples.mail(1, "kept", "text"));
    index.close();
    open();
    assertFalse(index.rebuilt());
    assertEquals(7, index.cursor(ANN));
    assertEquals(0, index.cursor(BOB));
    assertEquals(List.of(1L), found(all("kept")));
  }

  @Test
  void pagesInOrderOfDateAndOfRelevance() throws IOException {
    List<Document> many = new ArrayList<>();
    for (int i = 1; i <= 25; i++) {
      many.add(Samples.mail(i, "report " + i, "x"));
    }
    many.add(
        Samples.mail(
            26, "nothing", "a long text that has the report only once, " + "x ".repeat(50)));
    put(many.toArray(Document[]::new));
    Found first = index.find(ANN, all("report"), Order.DATE, 10, OptionalLong.empty());
    assertEquals(26, first.total());
    assertEquals(1, first.hits().getFirst().number());
    Found last = index.find(ANN, all("report"), Order.DATE, 20, first.next());
    assertEquals(16, last.hits().size());
    assertEquals(26, last.hits().getLast().number());
    assertTrue(last.next().isEmpty());
    Found ranked =
        index.find(ANN, all("report"), Order.RELEVANCE_AND_DATE, 30, OptionalLong.empty());
    assertEquals(1, ranked.hits().getFirst().number(), "of equals the newest");
    assertEquals(26, ranked.hits().getLast().number());
  }

  @Test
  void oneAccountLearnsNothingOfAnother() throws IOException {
    index.put(BOB, List.of(Samples.mail(1, "zanzibar", "secretly")), 1);
    put(Samples.mail(1, "harmless", "words"));
    assertEquals(List.of(), found(all("zanzibar")));
    assertEquals(List.of(), found(new Query.Prefix(Scope.ALL, "zan")));
    assertEquals(List.of(), index.suggestions(ANN, "zan", 5));
    assertEquals(List.of(), index.corrections(ANN, "zanzibr", 5));
    assertTrue(index.didYouMean(ANN, "zanzibr").isEmpty());
    assertEquals(List.of("zanzibar"), index.suggestions(BOB, "zan", 5));
  }

  @Test
  void rankingDoesNotDependOnWhatOthersHave() throws IOException {
    put(Samples.mail(1, "falcon", "kite"), Samples.mail(2, "kite", "falcon"));
    Query query = new Query.Or(List.of(all("falcon"), all("kite")));
    Found alone = index.find(ANN, query, Order.RELEVANCE_AND_DATE, 5, OptionalLong.empty());
    for (int i = 1; i <= 30; i++) {
      index.put(BOB, List.of(Samples.mail(i, "falcon", "falcon")), i);
    }
    settle();
    assertEquals(alone, index.find(ANN, query, Order.RELEVANCE_AND_DATE, 5, OptionalLong.empty()));
  }

  @Test
  void longAndDeepQueriesAreAnsweredOrRefused() throws IOException {
    put(Samples.mail(1, "subject", "alpha beta gamma"));
    assertEquals(List.of(1L), found(all("alpha ".repeat(60))));
    assertEquals(List.of(), found(new Query.Phrase(Scope.ALL, "alpha ".repeat(60))));
    Query deep = all("alpha");
    for (int i = 0; i < 10_000; i++) {
      deep = new Query.Not(deep);
    }
    Query tooDeep = deep;
    assertTrue(found(tooDeep).size() <= 1);
    List<Query> many = Collections.nCopies(20, all("alpha ".repeat(60)));
    assertThrows(IllegalArgumentException.class, () -> found(new Query.And(many)));
    assertEquals(List.of(1L), found(all("alpha")));
    assertFalse(index.rebuilt());
  }

  @Test
  void virtualThreadsSearchToo() throws Exception {
    put(Samples.mail(1, "subject", "text"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals(List.of(1L), threads.submit(() -> found(all("text"))).get());
    }
  }
}
