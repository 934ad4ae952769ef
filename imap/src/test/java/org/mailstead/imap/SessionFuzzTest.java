package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.mailstead.testkit.LineClient;

/** Whole sessions in every state, over real connections: octets in, responses out, no defect. */
class SessionFuzzTest {
  /** Inputs until what they did to an account is left behind. */
  private static final int INPUTS_OF_AN_ACCOUNT = 300;

  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "LOGIN",
          "LOGIN\r\nx SELECT INBOX",
          "LOGIN\r\nx ENABLE IMAP4rev2 QRESYNC\r\nx SELECT INBOX",
          "LOGIN\r\nx ENABLE UIDONLY CONDSTORE UTF8=ACCEPT\r\nx SELECT INBOX",
          "LOGIN\r\nx NOTIFY SET (SELECTED (MessageNew (UID BODY.PEEK[]) MessageExpunge"
              + " FlagChange)) (PERSONAL (MessageNew MessageExpunge MailboxName))\r\n"
              + "x SELECT INBOX",
          "LOGIN\r\nx EXAMINE INBOX",
          "LOGIN\r\nx ENABLE QRESYNC UIDONLY IMAP4rev2\r\nx SELECT INBOX (QRESYNC (1 1))");

  private static final List<String> MAIL =
      List.of(
          "Subject: one\r\n\r\nHello\r\n",
          """
          Subject: =?utf-8?q?zw=C3=A4i?=
          From: "A B" <a@example.test>, c: d@e;
          Message-ID: <2@x>
          References: <1@x>
          Content-Type: multipart/mixed; boundary=b

          --b

          text
          --b
          Content-Type: text/html; charset=utf-8
          Content-Transfer-Encoding: base64

          PGI+YWFhPC9iPg==
          --b
          Content-Type: message/rfc822

          Subject: inner

          x
          --b--
          """
              .replace("\n", "\r\n"),
          "Content-Transfer-Encoding: x-odd\r\n\r\n\0x");

  private static final Sessions SESSIONS = new Sessions();

  /** A server whose defects are seen by the test. */
  private static final class Sessions extends Handler {
    private static final Logger LOG = Logger.getLogger("org.mailstead");
    private Optional<TestServer> server = Optional.empty();
    private final AtomicReference<Optional<LogRecord>> defect =
        new AtomicReference<>(Optional.empty());
    private int inputs;

    Sessions() {
      LOG.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
        defect.set(Optional.of(record));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private TestServer server() throws Exception {
      if (server.isEmpty() || inputs++ % INPUTS_OF_AN_ACCOUNT == 0) {
        if (server.isPresent()) {
          server.get().close();
        }
        server = Optional.of(new TestServer(TestServer.memory(), true));
      }
      return server.get();
    }

    /** Begins anew with another server: the one there was has had enough of wrong passwords. */
    void forget() {
      inputs = 0;
    }

    String talk(String said) throws Exception {
      int port = server().port;
      try (var _ = BugDetectors.allowNetworkConnections((_, to) -> to == port);
          var client = new LineClient(port)) {
        client.send(said);
        client.end();
        return new String(client.rest(), ISO_8859_1);
      }
    }

    /** COPY 1:* INBOX doubles it each time: a thousand messages are enough. */
    void limit() {
      TestServer now = server.orElseThrow();
      var inbox = now.post.mailboxes().tree(now.ada.id()).inbox();
      if (now.post.mailboxes().state(now.ada.id(), inbox.id()).messages() > 1000) {
        forget();
      }
    }

    void assertNoDefect(String said) {
      defect
          .getAndSet(Optional.empty())
          .ifPresent(record -> {
            throw new AssertionError(record.getMessage() + " by " + said, record.getThrown());
          });
    }
  }

  private static String beginning(int octet) {
    String login =
        "in LOGIN ada@example.test " + TestServer.PASSWORD + "\r\nin DELETE Trash\r\n" + appends();
    String chosen = BEGINNINGS.get(Math.floorMod(octet, BEGINNINGS.size()));
    return chosen.isEmpty() ? "" : chosen.replace("LOGIN", login + "in CREATE a/b") + "\r\n";
  }

  private static String appends() {
    var text = new StringBuilder("in STATUS INBOX (MESSAGES)\r\n");
    for (String message : MAIL) {
      text.append("in APPEND INBOX ~{").append(message.length()).append("+}\r\n");
      text.append(message).append("\r\n");
    }
    return text.toString();
  }

  /** The first octet says in which state the rest is said. */
  @FuzzTest(maxDuration = "300s")
  void session(byte[] octets) throws Exception {
    if (octets.length == 0) {
      return;
    }
    String said = new String(octets, 1, octets.length - 1, ISO_8859_1);
    String before = beginning(octets[0]);
    String answered = SESSIONS.talk(before + said);
    if (!before.isEmpty() && !answered.contains("in OK [CAPABILITY ")) {
      SESSIONS.forget();
      answered = SESSIONS.talk(before + said);
    }
    SESSIONS.assertNoDefect(said);
    SESSIONS.limit();
    assertTrue(answered.startsWith("* OK [CAPABILITY "), answered);
    // What follows is compressed, or the beginning of TLS.
    int readable = answered.length();
    for (String end : List.of("OK DEFLATE begins\r\n", "OK go ahead\r\n")) {
      int at = answered.indexOf(end);
      readable = at < 0 ? readable : Math.min(readable, at + end.length());
    }
    assertTrue(Answered.count(answered.substring(0, readable)) > 0, answered);
  }
}
