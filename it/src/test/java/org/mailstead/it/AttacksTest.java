package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.LineClient;

/** What strangers try at the ports of a whole server; docs/mta.md lists all such tests. */
@Tag("slow")
class AttacksTest {
  /** Ends of a message, as servers have been found that take them for it. */
  private static final List<String> FALSE_ENDS =
      List.of(
          "\n.\n",
          "\n.\r\n",
          "\r\n.\n",
          "\r.\r",
          "\r.\r\n",
          "\r\n.\r",
          "\r\n\0.\r\n",
          "\r\n.\0\r\n",
          "\r\n.\r\0\n",
          "\n\r.\r\n",
          "\r\r\n.\n",
          "\r\n.\r\r\n");

  private static final String INNER =
      """
      MAIL FROM:<evil@else.test>
      RCPT TO:<eve@example.test>
      DATA
      Subject: inner

      x
      .
      """
          .replace("\n", "\r\n");

  @TempDir Path folder;

  @Test
  void nobodySmugglesAMessageOrACommand() throws Exception {
    try (Mta ours = Mta.start(folder.resolve("home"), "none", 9)) {
      for (int port : List.of(25, 24)) {
        for (String end : FALSE_ENDS) {
          smuggle(ours.port(port), port == 24 ? "LHLO" : "EHLO", end);
        }
      }
      assertEquals(List.of(), ours.inbox(Mta.EVE));
      startTls(ours.port(25));
      startTls(ours.port(587));
    }
  }

  /** The message is refused whole, and what follows its true end is heard as commands. */
  private static void smuggle(int port, String hello, String end) throws Exception {
    try (Talk talk = Talk.silent("127.0.0.1", port)) {
      talk.good(hello + " client.test");
      talk.good("MAIL FROM:<ann@else.test>");
      talk.good("RCPT TO:<eve@example.test>");
      talk.good("DATA");
      talk.raw("Subject: outer\r\n\r\nx" + end + INNER);
      String answer = talk.reply().getLast();
      assertTrue(answer.startsWith("550 5.6.0"), end + ": " + answer);
      assertTrue(talk.good("NOOP").startsWith("250"));
    }
  }

  /** What was said in the packet of STARTTLS may be anybody's: the connection ends. */
  private static void startTls(int port) throws Exception {
    try (Talk talk = Talk.open(port)) {
      talk.raw("STARTTLS\r\nMAIL FROM:<evil@else.test>\r\n");
      assertTrue(talk.reply().getLast().startsWith("220"));
      assertEquals(LineClient.CLOSED, talk.client().line());
    }
  }

  /** Two servers, each with a group that leads to the other's. */
  @Test
  void mailThatTwoServersForwardToEachOtherEndsAndItsSenderIsTold() throws Exception {
    int one = Running.freeBase();
    int two = Running.freeBase();
    try (NameService names = new NameService(0);
        Mta first = start("one", one, names, two);
        Mta second = start("two", two, names, one)) {
      names.add("one.test. A 127.0.0.1\ntwo.test. A 127.0.0.1");
      names.add("example.test. A 127.0.0.1");
      first.server().command("account", "group", "loop@one.test", "loop@two.test");
      second.server().command("account", "group", "loop@two.test", "loop@one.test");
      first.send("loop@two.test", "From: eve@example.test\nSubject: round\n\nx");
      // The first refuses it at last, and the second, which has an eve too, tells her.
      String told = second.awaitMessage(Mta.EVE, "Auto-Submitted: auto-replied");
      assertTrue(told.contains("Status: 5.4.6"), told);
      assertEquals(List.of(), first.inbox(Mta.EVE));
      assertEquals(1, second.inbox(Mta.EVE).size());
      int rounds = first.server().log().split("accepted id=", -1).length;
      assertTrue(rounds < 20, rounds + " rounds");
    }
  }

  private Mta start(String name, int base, NameService names, int other) throws Exception {
    Path home = folder.resolve(name);
    Mta mta = Mta.start(home, "mx." + name + ".test", base, names.address(), other + 25);
    mta.server().command("domain", "add", name + ".test");
    return mta;
  }
}
