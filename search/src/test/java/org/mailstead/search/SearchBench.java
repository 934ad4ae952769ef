package org.mailstead.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.mailstead.search.Found.Order;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;
import org.mailstead.testkit.Archive;
import org.mailstead.words.AccountId;

/**
 * Measures the index on real mail of two lists: size in parts of the raw mail, emails indexed a
 * second of one core's time, and how long full-text search takes among many. Beyond the real emails
 * each further one is one of them with some lines of others and words that no other has.
 */
public final class SearchBench {
  private static final AccountId ANN = new AccountId(1);
  private static final int BATCH = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<byte[]> mails = new ArrayList<>();
  private final List<Document> real = new ArrayList<>();

  private SearchBench() {}

  /** Takes a folder to work in, which must not exist, and how many emails there should be. */
  public static void main(String[] arguments) throws IOException {
    var bench = new SearchBench();
    bench.read();
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    bench.size(folder.resolve("real"));
    bench.many(folder.resolve("many"), count);
  }

  private void read() throws IOException {
    for (String list : List.of("linux-man", "usrp-users")) {
      Archive.read("ham/" + list + ".tar.xz", name -> !name.contains("MANIFEST"))
          .ifPresent(files -> mails.addAll(files.values()));
    }
    for (int i = 0; i < mails.size(); i++) {
      real.add(Samples.parsed(i, mails.get(i)));
    }
  }

  private void size(Path folder) throws IOException {
    try (var index = SearchIndex.open(folder, Clock.systemUTC())) {
      for (int round = 0; round < 4; round++) {
        long cpu = cpu();
        for (int i = 0; i < real.size(); i += BATCH) {
          index.put(ANN, real.subList(i, Math.min(i + BATCH, real.size())), i);
        }
        index.purge();
        double seconds = (cpu() - cpu) / 1e9;
        say("real emails, round %d: %.0f a second of CPU".formatted(round, real.size() / seconds));
      }
    }
    long raw = mails.stream().mapToLong(mail -> mail.length).sum();
    say(
        "real emails: %d of %d octets, index %d octets: %.1f %%"
            .formatted(real.size(), raw, octets(folder), 100.0 * octets(folder) / raw));
    perFile(folder);
  }

  private static void perFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .sorted()
          .forEach(file -> say("  %s %d".formatted(file.getFileName(), file.toFile().length())));
    }
  }

  private void many(Path folder, int count) throws IOException {
    long raw = 0;
    long spent = 0;
    try (var index = SearchIndex.open(folder, Clock.systemUTC())) {
      for (int i = 0; i < count; i += BATCH) {
        List<Document> batch = new ArrayList<>();
        for (int j = i; j < i + BATCH; j++) {
          batch.add(varied(j));
          raw += mails.get(j % mails.size()).length;
        }
        long cpu = cpu();
        index.put(ANN, batch, i);
        spent += cpu() - cpu;
      }
      long cpu = cpu();
      index.commit();
      spent += cpu() - cpu;
      say("%d emails: %.0f a second of CPU".formatted(count, count / (spent / 1e9)));
    }
    say("index: %.1f %% of the raw mail".formatted(100.0 * octets(folder) / raw));
    try (var index = SearchIndex.open(folder, Clock.systemUTC())) {
      for (Order order : Order.values()) {
        for (int words = 1; words <= 3; words++) {
          search(index, order, words);
        }
      }
      prefixes(index);
      corrections(index);
    }
  }

  private Document varied(int number) {
    Document like = real.get(number % real.size());
    var body = new StringBuilder(like.body());
    if (number >= real.size()) {
      String[] other = real.get(random.nextInt(real.size())).body().split("\n", -1);
      for (int i = 0; i < 5; i++) {
        body.append('\n').append(other[random.nextInt(other.length)]);
      }
      body.append('\n').append(Long.toString(random.nextLong(), 36).substring(1));
    }
    return new Document(
        number,
        like.subject(),
        like.people(),
        body.toString(),
        like.headers(),
        like.attachments(),
        like.facts());
  }

  private void search(SearchIndex index, Order order, int words) throws IOException {
    var times = new long[400];
    for (int i = -200; i < times.length; i++) {
      var query = new Query.Text(Query.Scope.ALL, words(words));
      long start = System.nanoTime();
      index.find(ANN, query, order, 50, OptionalLong.empty());
      if (i >= 0) {
        times[i] = System.nanoTime() - start;
      }
    }
    tell(order + ", " + words + " words", times);
  }

  private void prefixes(SearchIndex index) throws IOException {
    var times = new long[200];
    for (int i = 0; i < times.length; i++) {
      String word = words(1);
      var query = new Query.Prefix(Query.Scope.ALL, word.substring(0, Math.min(3, word.length())));
      long start = System.nanoTime();
      index.find(ANN, query, Order.DATE, 50, OptionalLong.empty());
      times[i] = System.nanoTime() - start;
    }
    tell("start of a word", times);
  }

  private void corrections(SearchIndex index) throws IOException {
    var times = new long[100];
    for (int i = 0; i < times.length; i++) {
      String word = words(1);
      String mistyped =
          word.substring(0, word.length() / 2) + "q" + word.substring(word.length() / 2);
      long start = System.nanoTime();
      index.didYouMean(ANN, mistyped);
      times[i] = System.nanoTime() - start;
    }
    tell("did you mean", times);
  }

  private static void tell(String what, long[] times) {
    Arrays.sort(times);
    say(
        "search, %s: median %.1f ms, p95 %.1f ms, p99 %.1f ms"
            .formatted(
                what,
                times[times.length / 2] / 1e6,
                times[times.length * 95 / 100] / 1e6,
                times[times.length * 99 / 100] / 1e6));
  }

  /** Words that stand together somewhere, common and rare. */
  private String words(int count) {
    List<Token> tokens = List.of();
    while (tokens.size() <= count) {
      tokens = Tokens.of(real.get(random.nextInt(real.size())).body());
    }
    int at = random.nextInt(tokens.size() - count);
    var words = new ArrayList<String>();
    tokens.subList(at, at + count).forEach(token -> words.add(token.form()));
    return String.join(" ", words);
  }

  private static long octets(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  // Of all threads: what merges in the background is a cost of indexing too.
  private static long cpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }

  private static void say(String figure) {
    System.out.println("FIGURE " + figure);
  }
}
