package org.mailstead.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.words.AccountId;

/** What people type and what they find: the table {@code cases.tsv} over {@code mails.tsv}. */
class CasesTest {
  private static final AccountId ANN = new AccountId(1);
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(Samples.NOW), ZoneOffset.UTC);

  private static List<String[]> table(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(CasesTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  private static Document mail(String[] row) {
    long number = Long.parseLong(row[0]);
    Document.Person from = Samples.person(row[1]);
    Document plain = Samples.mail(number, row[2], row[3].replace("\\n", "\n"));
    List<Document.Attachment> attached =
        row[4].isEmpty() ? List.of() : List.of(new Document.Attachment(row[4], row[5]));
    return new Document(
        number,
        plain.subject(),
        new Document.People(List.of(from), plain.people().to(), List.of(), List.of()),
        plain.body(),
        List.of(),
        attached,
        new Document.Facts(Samples.NOW, 1000, !attached.isEmpty(), ""));
  }

  @Test
  void everybodyFindsWhatTheTableSays(@TempDir Path folder) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String[]> cases = table("cases.tsv");
    try (var index = SearchIndex.open(folder, CLOCK)) {
      List<Document> mails = new ArrayList<>();
      for (String[] row : table("mails.tsv")) {
        mails.add(mail(row));
      }
      index.put(ANN, mails, 1);
      for (String[] row : cases) {
        String got = row[0].equals("find") ? found(index, row[1]) : meant(index, row[1]);
        if (!got.equals(row[2])) {
          wrong.add(row[1] + " (" + row[3] + "): " + got + " instead of " + row[2]);
        }
      }
    }
    assertTrue(cases.size() >= 60);
    assertEquals(List.of(), wrong);
  }

  private static String found(SearchIndex index, String typed) throws IOException {
    Query query = QueryText.parse(typed, CLOCK.instant(), ZoneOffset.UTC).query();
    return index.matches(ANN, query).stream()
        .mapToObj(Long::toString)
        .collect(Collectors.joining(","));
  }

  private static String meant(SearchIndex index, String typed) throws IOException {
    return index.didYouMean(ANN, typed).orElse("");
  }
}
