package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;

/** What programs decide. */
class RulesTest {
  private static final String MAIL =
      """
      From: Ann <ann@example.com>
      To: bob+lists@example.org
      Subject: [news] Read all of it
      Message-ID: <1@example.com>
      Content-Type: multipart/mixed; boundary=x

      --x
      Content-Type: text/plain

      hello
      --x
      Content-Type: application/x-evil; name=a.exe

      MZ
      --x--
      """
          .replace("\n", "\r\n");

  private static Program program(String name, String script) {
    return switch (ScriptCompiler.compile(name, script.getBytes(UTF_8))) {
      case Compiled.Right(Program program) -> program;
      case Compiled.Wrong(var errors) -> throw new AssertionError(errors.toString());
    };
  }

  private static Outcome run(String... scripts) {
    var programs = new ArrayList<Program>();
    for (String script : scripts) {
      programs.add(program("s" + (programs.size() + 1), script));
    }
    return Rules.run(
        programs,
        ByteSource.of(MAIL.getBytes(UTF_8)),
        new MailEnvelope("ann@example.com", "bob+lists@example.org", Optional.empty()),
        Svtest.nowhere(() -> Instant.parse("2026-03-01T12:00:00Z")));
  }

  private static String text(Content content) {
    return new String(Mail.bytes(content.octets(), 0, content.octets().length()), UTF_8);
  }

  @Test
  void anActionNamesItsRule() {
    Outcome outcome =
        run(
            """
            require ["fileinto", "subaddress", "imap4flags"];
            if address :detail "to" "lists" {
              fileinto :flags ["\\\\Seen", "work"] "Lists";
            }
            """);
    var into = assertInstanceOf(Action.FileInto.class, outcome.actions().getFirst());
    assertEquals("s1, line 3", into.rule().toString());
    assertEquals("Lists", into.into().mailbox());
    assertEquals(Set.of("\\Seen", "work"), into.into().flags());
    assertEquals(1, outcome.actions().size());
  }

  @Test
  void aScriptThatFailsKeepsTheMessageAndSaysWhy() {
    Outcome outcome =
        run("require [\"fileinto\", \"ihave\"];\nfileinto \"a\";\nerror \"no more\";");
    assertInstanceOf(Action.Keep.class, outcome.actions().getFirst());
    assertEquals(1, outcome.actions().size());
    assertEquals("s1, line 3: no more", outcome.failure().orElseThrow().toString());
  }

  @Test
  void theNextScriptDecidesAnewWhileTheMessageIsKept() {
    assertInstanceOf(Action.Discard.class, run("keep;", "discard;").actions().getFirst());
    Outcome discarded = run("discard;", "keep;");
    assertEquals(1, discarded.actions().size());
    assertInstanceOf(Action.Discard.class, discarded.actions().getFirst());
  }

  @Test
  void refusedAndFiledAtOnceIsAnError() {
    assertTrue(run("require \"reject\"; keep; reject \"no\";").failure().isPresent());
    assertTrue(run("require \"reject\"; reject \"no\"; keep;").failure().isPresent());
    // What a script before it did stands, and nobody is told otherwise.
    Outcome two =
        run(
            "require [\"fileinto\",\"copy\"]; fileinto :copy \"a\";",
            "require \"reject\"; reject \"x\";");
    assertTrue(two.failure().isEmpty());
    assertFalse(two.actions().stream().anyMatch(Action.Reject.class::isInstance));
    assertTrue(two.actions().stream().anyMatch(Action.Keep.class::isInstance));
  }

  @Test
  void anEditedMessageKeepsItsBody() {
    Outcome outcome =
        run(
            """
            require ["editheader", "variables"];
            if header :matches "subject" "[*] *" {
              deleteheader "subject";
              addheader "Subject" "${2} (${1})";
            }
            """);
    var keep = assertInstanceOf(Action.Keep.class, outcome.actions().getFirst());
    assertTrue(keep.content().changed());
    String made = text(keep.content());
    assertTrue(made.startsWith("Subject: Read all of it (news)\r\nFrom: Ann"), made);
    assertTrue(
        made.endsWith("\r\n\r\n--x" + MAIL.substring(MAIL.indexOf("\r\n\r\n--x") + 7)), made);
    assertEquals(2, made.split("Subject:", -1).length);
  }

  @Test
  void aPartIsReplacedWhereItStands() {
    Outcome outcome =
        run(
            """
            require ["foreverypart", "mime", "replace", "editheader"];
            addheader "X-Seen" "yes";
            foreverypart {
              if header :mime :contenttype "Content-Type" "application/x-evil" {
                replace "A part was removed.";
              }
            }
            """);
    var keep = assertInstanceOf(Action.Keep.class, outcome.actions().getFirst());
    String made = text(keep.content());
    assertTrue(made.startsWith("X-Seen: yes\r\nFrom: Ann"), made);
    assertTrue(made.contains("A part was removed."), made);
    assertFalse(made.contains("MZ"), made);
    assertTrue(made.contains("\r\n\r\nhello\r\n--x\r\nContent-Type: text/plain"), made);
  }

  @Test
  void aMessageIsEnclosedInAnother() {
    Outcome outcome =
        run("require \"enclose\"; enclose :subject \"Beware\" \"It was warned of.\";");
    var keep = assertInstanceOf(Action.Keep.class, outcome.actions().getFirst());
    String made = text(keep.content());
    assertTrue(made.contains("Subject: Beware\r\n"), made);
    assertTrue(made.contains("Content-Type: message/rfc822"), made);
    assertTrue(made.contains("Subject: [news] Read all of it\r\nMessage-ID"), made);
  }

  @Test
  void anAnswerIsRememberedByItsHandleOrItsText() {
    String script = "require \"vacation\"; vacation %s \"%s\";";
    assertEquals(
        memory(script.formatted(":handle \"h\"", "a")),
        memory(script.formatted(":handle \"h\"", "b")));
    assertFalse(memory(script.formatted("", "a")).equals(memory(script.formatted("", "b"))));
    assertTrue(run(script.formatted("", "a") + "vacation \"b\";").failure().isPresent());
  }

  private static String memory(String script) {
    return run(script).actions().stream()
        .filter(Action.Vacation.class::isInstance)
        .map(Action.Vacation.class::cast)
        .findFirst()
        .orElseThrow()
        .memory();
  }

  @Test
  void aDuplicateIsTrackedOnceForARun() {
    Outcome outcome = run("require \"duplicate\"; if anyof (duplicate, duplicate) { discard; }");
    assertEquals(1, outcome.tracked().size());
    assertEquals("\n<1@example.com>", outcome.tracked().getFirst().key());
    assertInstanceOf(Action.Keep.class, outcome.actions().getFirst());
  }

  @Test
  void noScriptKeepsTheServerBusy() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String doubling =
              "require [\"variables\", \"regex\"]; set \"a\" \"aaaaaaaaaaaaaaaa\";"
                  + "set \"a\" \"${a}${a}${a}${a}\";".repeat(10)
                  + "if string :matches \"${a}\" \"*a*a*a*a*a*a*a*b\" { stop; }".repeat(5000)
                  + "if string :regex \"${a}\" \"(a*)*(a|aa)+b\" { stop; }".repeat(5000);
          assertEquals(
              List.of("the script compares too much"),
              run(doubling).failure().stream().map(Outcome.Failure::why).toList());
        });
  }

  @Test
  void aNoticeGoesByMailOnly() {
    Outcome outcome =
        run(
            "require \"enotify\"; notify :importance \"1\" :message \"new\""
                + " \"mailto:me%40example.net?subject=a%20b&from=x@y.z\";");
    var notice = assertInstanceOf(Action.Notify.class, outcome.actions().getFirst());
    assertEquals("me@example.net", notice.method().to().getFirst().toString());
    assertEquals(List.of(new Mailto.Field("subject", "a b")), notice.method().fields());
    assertInstanceOf(Action.Keep.class, outcome.actions().getLast());
  }

  /** The scripts run on Sunday, 1 March 2026 at noon, UTC. */
  private static Instant until(String arguments) {
    Outcome outcome = run("require [\"snooze\"]; snooze " + arguments + ";");
    return assertInstanceOf(Action.Snooze.class, outcome.actions().getFirst(), outcome.toString())
        .until();
  }

  @Test
  void whatIsPutAsideComesBackAtTheNextTime() {
    assertEquals(Instant.parse("2026-03-01T18:30:00Z"), until("[\"18:30\", \"07:00\"]"));
    assertEquals(Instant.parse("2026-03-02T07:00:00Z"), until("[\"07:00:00\"]"));
    assertEquals(Instant.parse("2026-03-02T12:00:00Z"), until("\"12:00\""), "not at once");
    assertEquals(Instant.parse("2026-03-06T09:00:00Z"), until(":weekdays \"5\" \"09:00\""));
    assertEquals(Instant.parse("2026-03-08T09:00:00Z"), until(":weekdays \"0\" \"09:00\""));
    assertEquals(
        Instant.parse("2026-03-01T22:00:00Z"), until(":tzid \"Australia/Melbourne\" \"09:00\""));
  }

  @Test
  void aTimeThatTheClocksSkipIsTheNextThatThereIs() {
    // In Berlin 02:30 is not there on 29 March 2026.
    var waking =
        new Waking(
            Set.of(java.time.DayOfWeek.SUNDAY),
            java.util.List.of(java.time.LocalTime.of(2, 30)),
            java.time.ZoneId.of("Europe/Berlin"));
    assertEquals(
        Instant.parse("2026-03-29T01:30:00Z"),
        waking.after(Instant.parse("2026-03-28T12:00:00Z")).orElseThrow());
  }

  @Test
  void aSnoozeThatCannotBeIsFoundWhenItIsCompiled() {
    for (String wrong :
        new String[] {
          "snooze \"7:00\";",
          "snooze \"24:00\";",
          "snooze;",
          "snooze :weekdays \"7\" \"07:00\";",
          "snooze :tzid \"Atlantis/Deep\" \"07:00\";",
          "snooze :addflags \"x\" \"07:00\";",
          "snooze :flags \"x\" \"07:00\";"
        }) {
      Compiled compiled =
          ScriptCompiler.compile("s", ("require \"snooze\"; " + wrong).getBytes(UTF_8));
      assertInstanceOf(Compiled.Wrong.class, compiled, wrong);
    }
    assertTrue(
        run("require \"snooze\"; snooze \"07:00\"; snooze \"08:00\";").failure().isPresent());
    assertTrue(
        run("require [\"snooze\", \"variables\"]; set \"t\" \"noon\"; snooze \"${t}\";")
            .failure()
            .isPresent());
  }

  private static List<String> filed(Outcome outcome) {
    return outcome.actions().stream()
        .filter(Action.FileInto.class::isInstance)
        .map(action -> ((Action.FileInto) action).into().mailbox())
        .toList();
  }

  @Test
  void whatAScriptAddsIsFoundByNameAndWhatItDeletesIsNot() {
    Outcome outcome =
        run(
            """
            require ["editheader", "fileinto", "regex"];
            if exists "x-new" { fileinto "early"; }
            addheader "X-New" "one";
            addheader "X-New" "two";
            if allof (header :is "x-NEW" "one", header :regex "X-new" "^two$") { fileinto "both"; }
            deleteheader :contains "x-new" "two";
            if header :is "x-new" "two" { fileinto "second"; }
            if header :is "x-new" "one" { fileinto "first"; }
            """);
    assertEquals(List.of("both", "first"), filed(outcome));
  }

  @Test
  void wildcardsTakeCapitalsAsTheComparatorDoes() {
    Outcome outcome =
        run(
            """
            require ["fileinto", "variables", "comparator-i;unicode-casemap"];
            if header :matches "subject" "?NEWS] read*OF IT" { fileinto "folded"; }
            if header :matches :comparator "i;octet" "subject" "?NEWS]*" { fileinto "octets"; }
            set "s" "Été {x} [X] \ud83d\ude00!";
            if string :matches "${s}" "éTÉ*" { fileinto "accents"; }
            if string :matches :comparator "i;unicode-casemap" "${s}" "éTÉ*?!" {
              fileinto "unicode";
            }
            if string :matches "${s}" "*[x] ?!" { fileinto "beyond"; }
            if string :matches "${s}" "*[x}*" { fileinto "neighbours"; }
            """);
    assertEquals(List.of("folded", "unicode", "beyond"), filed(outcome));
  }
}
