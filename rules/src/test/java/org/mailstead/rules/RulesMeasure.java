package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.testkit.Archive;

/**
 * How many messages a script of fifty rules looks at in a second of CPU: {@code prepare DIR COUNT}
 * writes messages and the script, also as a maildir for others; {@code run DIR ROUNDS} measures.
 */
final class RulesMeasure {
  private static final PrintStream OUT = System.out;
  private static final int RULES = 50;

  private RulesMeasure() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "prepare" -> prepare(folder, number);
      case "run" -> run(folder, number);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void prepare(Path folder, int count) throws IOException {
    Path ours = Files.createDirectories(folder.resolve("messages"));
    Path theirs = Files.createDirectories(folder.resolve("Maildir/cur"));
    Files.createDirectories(folder.resolve("Maildir/new"));
    Files.createDirectories(folder.resolve("Maildir/tmp"));
    Files.writeString(folder.resolve("script.sieve"), script());
    List<byte[]> mail = new ArrayList<>();
    for (String name : List.of("ham/linux-man.tar.xz", "ham/usrp-users.tar.xz")) {
      mail.addAll(Archive.read(name, _ -> true).orElseThrow().values());
    }
    for (int i = 0; i < count; i++) {
      String text = new String(mail.get(i % mail.size()), ISO_8859_1).replace("\r\n", "\n");
      String crlf = text.replace("\n", "\r\n");
      Files.writeString(ours.resolve("%06d".formatted(i)), crlf, ISO_8859_1);
      String file =
          "%d.M%dP1.host,S=%d,W=%d:2,"
              .formatted(1_700_000_000 + i, i, text.length(), crlf.length());
      Files.writeString(theirs.resolve(file), text, ISO_8859_1);
    }
  }

  /** Rules as people have them: most ask for something that few messages have. */
  private static String script() {
    var script = new StringBuilder("require [\"fileinto\", \"regex\", \"imap4flags\"];\n");
    for (int i = 0; i < RULES; i++) {
      String test =
          switch (i % 5) {
            case 0 -> "header :contains \"subject\" [\"invoice %d\", \"offer %d\"]";
            case 1 -> "address :domain :is [\"from\", \"sender\"] \"shop%d.example\"";
            case 2 -> "header :matches [\"list-id\", \"list-post\"] \"*<list%d.example*\"";
            case 3 -> "header :regex \"subject\" \"^\\\\[(ticket|case) ?#?%d[0-9]*\\\\]\"";
            default ->
                "allof (exists \"x-priority%d\", not size :over 100K,"
                    + " anyof (header :is \"x-mailer\" \"m%d\", header :contains \"to\" \"u%d@\"))";
          };
      String rule = test.replace("%d", "" + i);
      script.append("if %s { addflag \"rule%d\"; fileinto \"F%2$d\"; stop; }\n".formatted(rule, i));
    }
    return script.append("keep;\n").toString();
  }

  private static void run(Path folder, int rounds) throws IOException {
    byte[] script = Files.readAllBytes(folder.resolve("script.sieve"));
    Program program =
        switch (ScriptCompiler.compile("measured", script)) {
          case Compiled.Right(Program right) -> right;
          case Compiled.Wrong(var errors) -> throw new AssertionError(errors.toString());
        };
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("messages"))) {
      files = all.sorted().toList();
    }
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (int round = 0; round < rounds; round++) {
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      int kept = 0;
      for (Path file : files) {
        kept += keeps(program, Files.readAllBytes(file)) ? 1 : 0;
      }
      double used = (system.getProcessCpuTime() - cpu) / 1e9;
      double took = (System.nanoTime() - start) / 1e9;
      OUT.printf(
          "%d messages, %d kept, CPU %.2f s, wall %.2f s: %.0f a second of CPU%n",
          files.size(), kept, used, took, files.size() / used);
    }
  }

  private static boolean keeps(Program program, byte[] message) {
    Outcome outcome =
        Rules.run(
            List.of(program),
            ByteSource.of(message),
            new MailEnvelope("ann@example.com", "bob@example.org", Optional.empty()),
            Svtest.nowhere(() -> Instant.parse("2026-03-01T12:00:00Z")));
    return outcome.actions().getFirst() instanceof Action.Keep;
  }
}
