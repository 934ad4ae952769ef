package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Scripts;
import org.mailstead.words.TenantId;

/** Scripts that run when a client does something in a mailbox (RFC 6785). */
class ImapSieveTest {
  private TestServer server;
  private Talk talk;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(TestServer.memory(), true);
    talk = new Talk(server.port);
    talk.line();
    command("LOGIN ada@example.test " + TestServer.PASSWORD);
    command("CREATE Watched");
    command("CREATE Copies");
  }

  @AfterEach
  void close() throws Exception {
    talk.close();
    server.close();
  }

  /** All lines of an answer; the last one is OK. */
  private List<String> command(String words) throws IOException {
    talk.send("t " + words + "\r\n");
    List<String> lines = new ArrayList<>();
    do {
      lines.add(talk.response());
    } while (!lines.getLast().startsWith("t "));
    assertTrue(lines.getLast().startsWith("t OK"), lines.toString());
    return lines;
  }

  private void script(String name, String text) {
    server.post.scripts().put(new Scripts.Account(server.ada.id()), name, text.getBytes(UTF_8));
  }

  private void watch(String text) throws IOException {
    script("watch", text);
    command("SETMETADATA Watched (/shared/imapsieve/script \"watch\")");
  }

  private void append(String mailbox) throws IOException {
    command("APPEND " + mailbox + " {31+}\r\nSubject: one\r\n\r\nText of one.\r\n");
  }

  private int count(String mailbox) throws IOException {
    String status = command("STATUS " + mailbox + " (MESSAGES)").getFirst();
    return Integer.parseInt(status.replaceAll("(?s).*MESSAGES (\\d+).*", "$1"));
  }

  private String flags() throws IOException {
    return command("FETCH 1 FLAGS").getFirst();
  }

  @Test
  void itIsOfferedWithTheAddressOfTheScripts() throws Exception {
    String offered = command("CAPABILITY").getFirst();
    assertTrue(offered.endsWith(" IMAPSIEVE=sieve://imap.example.test"), offered);
  }

  @Test
  void theThreeCausesAreToldApart() throws Exception {
    watch(
        """
        require ["imapsieve", "environment", "imap4flags", "variables"];
        if environment :matches "imap.cause" "*" { set "cause" "${1}"; }
        if environment :matches "imap.mailbox" "*" { set "box" "${1}"; }
        if not environment :is ["location"] "MS" { stop; }
        if not environment :is "phase" "post" { stop; }
        if not environment :is "imap.email" "ada@example.test" { stop; }
        addflag "${cause}-${box}";
        if environment :contains "imap.changedflags" "\\\\Flagged" { addflag "noticed"; }
        """);
    append("Watched");
    append("INBOX");
    command("SELECT INBOX");
    command("COPY 1 Watched");
    command("SELECT Watched");
    String first = flags();
    assertTrue(first.contains("APPEND-Watched"), first);
    String second = command("FETCH 2 FLAGS").getFirst();
    assertTrue(second.contains("COPY-Watched") && !second.contains("APPEND"), second);
    List<String> told = command("STORE 1 +FLAGS (\\Flagged)");
    assertTrue(told.getFirst().contains("noticed"), "told with what the script did: " + told);
    assertTrue(flags().contains("FLAG-Watched"));
    command("STORE 1 -FLAGS (noticed FLAG-Watched)");
    assertTrue(flags().contains("FLAG-Watched"), "every change is one");
    assertTrue(!flags().contains("noticed"));
  }

  @Test
  void seeingIsAChangeOfFlags() throws Exception {
    watch(
        """
        require ["imapsieve", "environment", "imap4flags"];
        if environment :is "imap.changedflags" "\\\\Seen" { addflag "looked-at"; }
        """);
    append("Watched");
    command("SELECT Watched");
    command("FETCH 1 BODY.PEEK[]");
    assertTrue(!flags().contains("looked-at"));
    command("FETCH 1 BODY[]");
    assertTrue(flags().contains("looked-at"));
  }

  @Test
  void whatAScriptFilesIsACopyAndTheOriginalIsMarked() throws Exception {
    watch(
        """
        require ["imapsieve", "fileinto", "editheader"];
        addheader "X-Filed" "yes";
        fileinto "Copies";
        """);
    append("Watched");
    command("SELECT Watched");
    assertTrue(flags().contains("\\Deleted"), flags());
    assertEquals(1, count("Copies"));
    command("SELECT Copies");
    String copy = String.join("\n", command("FETCH 1 (FLAGS BODY[])"));
    assertTrue(copy.contains("X-Filed: yes") && !copy.contains("\\Deleted"), copy);
  }

  @Test
  void aCopyByTheScriptIsNoEvent() throws Exception {
    watch("require [\"imapsieve\", \"fileinto\", \"copy\"]; fileinto :copy \"Watched\";");
    append("Watched");
    assertEquals(2, count("Watched"));
    command("SELECT Watched");
    assertTrue(!flags().contains("\\Deleted"), flags());
  }

  @Test
  void whatIsSentOnComesFromTheOwner() throws Exception {
    watch("require [\"imapsieve\", \"copy\"]; redirect :copy \"items@else.example\";");
    append("Watched");
    assertEquals(1, server.sentByScripts.size());
    var mail = server.sentByScripts.getFirst();
    assertEquals("ada@example.test", mail.returnPath().orElseThrow().toString());
    assertEquals("items@else.example", mail.recipients().getFirst().address().toString());
  }

  @Test
  void scriptsForNewMailDoNothingHere() throws Exception {
    for (String text :
        List.of(
            "require [\"imapsieve\", \"vacation\"]; discard;",
            "require [\"imapsieve\", \"reject\"]; discard;",
            "require [\"imapsieve\", \"envelope\"]; if envelope \"to\" \"x\" {} discard;",
            "this is no script")) {
      watch(text);
      append("Watched");
    }
    command("SETMETADATA Watched (/shared/imapsieve/script \"missing\")");
    append("Watched");
    command("SELECT Watched");
    for (String answer : command("FETCH 1:5 FLAGS")) {
      assertTrue(!answer.contains("\\Deleted"), answer);
    }
  }

  @Test
  void theOperatorsScriptRunsWhereAMailboxNamesNone() throws Exception {
    server
        .post
        .scripts()
        .put(
            new Scripts.Everybody(TenantId.FIRST),
            "all",
            "require [\"imap4flags\"]; addflag \"global\";".getBytes(UTF_8));
    server.events.order(Optional.of("all"));
    String entry = command("GETMETADATA \"\" /shared/imapsieve/script").getFirst();
    assertTrue(entry.contains("\"all\""), entry);
    append("INBOX");
    command("SELECT INBOX");
    assertTrue(flags().contains("global"));
    command("SETMETADATA Watched (/shared/imapsieve/script \"\")");
    append("Watched");
    command("SELECT Watched");
    assertTrue(!flags().contains("global"), "an empty name is none");
    talk.send("t SETMETADATA \"\" (/shared/imapsieve/script \"watch\")\r\n");
    assertTrue(talk.line().startsWith("t NO"), "only the operator speaks for all");
  }

  @Test
  void movedMailIsCopiedMail() throws Exception {
    watch(
        """
        require ["imapsieve", "environment", "imap4flags"];
        if environment :is "imap.cause" "COPY" { addflag "came"; }
        """);
    append("INBOX");
    command("SELECT INBOX");
    command("MOVE 1 Watched");
    command("SELECT Watched");
    assertTrue(flags().contains("came"));
  }
}
