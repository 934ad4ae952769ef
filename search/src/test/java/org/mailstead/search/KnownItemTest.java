package org.mailstead.search;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;
import org.mailstead.testkit.Archive;
import org.mailstead.words.AccountId;

/**
 * Known-item search on the mail of two public lists: a reply's subject words, or a line that it
 * quotes, should find the message that it answers. Beside it notmuch, where it is installed.
 */
@Tag("foreign")
class KnownItemTest {
  private static final AccountId ANN = new AccountId(1);
  private static final int LOOKED = 10;

  /** Cases of each kind that are tried; {@code -Dsearch.cases=100000} tries all. */
  private static final int TRIED = Integer.getInteger("search.cases", 150);

  /** A question and the number of its answer. */
  private record Case(List<String> words, long parent) {}

  private record Score(int cases, int first, double reciprocal) {
    @Override
    public String toString() {
      return "success@1 %.3f, MRR %.3f (%d cases)"
          .formatted((double) first / cases, reciprocal / cases, cases);
    }

    double success() {
      return (double) first / cases;
    }
  }

  private interface Engine {
    List<Long> find(List<String> words) throws IOException;
  }

  @TempDir private Path temp;

  @Test
  void findsWhatAReplyAnswers() throws IOException {
    List<byte[]> mails = new ArrayList<>();
    for (String list : List.of("linux-man", "usrp-users")) {
      Optional<SortedMap<String, byte[]>> files =
          Archive.read("ham/" + list + ".tar.xz", name -> !name.contains("MANIFEST"));
      assumeTrue(files.isPresent(), "no test data: set MAILSTEAD_TEST_DATA");
      mails.addAll(files.get().values());
    }
    List<Case> subjects = new ArrayList<>();
    List<Case> quotes = new ArrayList<>();
    cases(mails, subjects, quotes);
    Clock clock = Clock.fixed(Instant.parse("2025-07-01T00:00:00Z"), ZoneOffset.UTC);
    subjects = some(subjects);
    quotes = some(quotes);
    Score ourSubjects;
    Score ourQuotes;
    try (var index = SearchIndex.open(temp.resolve("index"), clock)) {
      for (int i = 0; i < mails.size(); i++) {
        index.put(ANN, List.of(Samples.parsed(i, mails.get(i))), i);
      }
      Engine ours = words -> ours(index, words);
      ourSubjects = score(subjects, ours);
      ourQuotes = score(quotes, ours);
    }
    System.out.println("FIGURE ours, subject words: " + ourSubjects);
    System.out.println("FIGURE ours, quoted line:   " + ourQuotes);
    assertTrue(ourQuotes.success() > 0.5, "a quoted line finds its writer");
    if (Files.isExecutable(Path.of("/usr/bin/notmuch"))) {
      beside(mails, subjects, quotes, ourSubjects, ourQuotes);
    }
  }

  private static List<Case> some(List<Case> all) {
    int step = Math.max(1, all.size() / TRIED);
    List<Case> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private void beside(
      List<byte[]> mails, List<Case> subjects, List<Case> quotes, Score bySubject, Score byQuote)
      throws IOException {
    var notmuch = new Notmuch(temp.resolve("notmuch"), mails);
    for (String order : List.of("newest-first", "oldest-first")) {
      Score theirSubjects = score(subjects, words -> notmuch.find(words, order));
      Score theirQuotes = score(quotes, words -> notmuch.find(words, order));
      System.out.println("FIGURE notmuch " + order + ", subject words: " + theirSubjects);
      System.out.println("FIGURE notmuch " + order + ", quoted line:   " + theirQuotes);
      assertTrue(bySubject.success() >= theirSubjects.success());
      assertTrue(byQuote.success() >= theirQuotes.success());
      assertTrue(bySubject.reciprocal() >= theirSubjects.reciprocal());
      assertTrue(byQuote.reciprocal() >= theirQuotes.reciprocal());
    }
  }

  private static List<Long> ours(SearchIndex index, List<String> words) throws IOException {
    Query query = QueryText.parse(String.join(" ", words), Instant.EPOCH, ZoneOffset.UTC).query();
    return index
        .find(ANN, query, Found.Order.RELEVANCE_AND_DATE, LOOKED, OptionalLong.empty())
        .hits()
        .stream()
        .map(Found.Hit::number)
        .toList();
  }

  private static Score score(List<Case> cases, Engine engine) throws IOException {
    int first = 0;
    double reciprocal = 0;
    for (Case each : cases) {
      int rank = engine.find(each.words()).indexOf(each.parent());
      first += rank == 0 ? 1 : 0;
      reciprocal += rank < 0 ? 0 : 1.0 / (rank + 1);
    }
    return new Score(cases.size(), first, reciprocal);
  }

  private static void cases(List<byte[]> mails, List<Case> subjects, List<Case> quotes) {
    Map<String, Long> byId = new HashMap<>();
    List<MessageStructure> structures = new ArrayList<>();
    for (int i = 0; i < mails.size(); i++) {
      MessageStructure structure = MessageStructure.of(mails.get(i));
      structures.add(structure);
      byId.putIfAbsent(Samples.field(structure, "Message-ID").strip(), (long) i);
    }
    Set<String> asked = new LinkedHashSet<>();
    for (int i = 0; i < mails.size(); i++) {
      MessageStructure reply = structures.get(i);
      Long parent = byId.get(Samples.field(reply, "In-Reply-To").strip());
      if (parent == null) {
        continue;
      }
      List<String> subject = words(BaseSubject.of(Samples.field(reply, "Subject")).text());
      if (subject.size() >= 2 && asked.add(parent + String.join(" ", subject))) {
        subjects.add(new Case(subject, parent));
      }
      quoted(Samples.parsed(i, mails.get(i)).body())
          .ifPresent(line -> quotes.add(new Case(line, parent)));
    }
  }

  /** The first quoted line with enough words to be known again. */
  private static Optional<List<String>> quoted(String mail) {
    return mail.lines()
        .filter(line -> line.startsWith("> ") && !line.startsWith("> >"))
        .map(KnownItemTest::words)
        .filter(words -> words.size() >= 6 && words.size() <= 14)
        .findFirst();
  }

  private static List<String> words(String text) {
    return Tokens.of(text).stream().map(Token::form).filter(form -> form.length() > 1).toList();
  }
}
