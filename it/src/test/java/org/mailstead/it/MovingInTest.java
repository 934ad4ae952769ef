package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.LineClient;

/** All mail moves from one server's IMAP into an account of another: here both are one. */
@Tag("slow")
class MovingInTest {
  private static final int MESSAGES = 3_000;
  private static final String EVE = "eve@example.test";
  private static final String ADA = "ada@example.test";
  private static final String PASSWORD = "moving-in-takes-a-while";

  @TempDir Path folder;

  /** A server that trusts itself, and finds itself by its name. */
  private Running start(Path home) throws Exception {
    Files.createDirectories(home);
    Path zone = folder.resolve("zone");
    Files.writeString(zone, "localhost. A 127.0.0.1\n");
    Files.writeString(
        home.resolve("mailstead.toml"),
        """
        hostname = "localhost"
        plaintext_login = true
        resolver = "file:%s"
        """
            .formatted(zone));
    Running.start(home).close();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(home.resolve("tls/certificate.pem"))) {
      var certificates = CertificateFactory.getInstance("X.509");
      trusted.setCertificateEntry("own", certificates.generateCertificate(in));
    }
    try (var out = Files.newOutputStream(folder.resolve("trusted"))) {
      trusted.store(out, "changeit".toCharArray());
    }
    return Running.start(home, options());
  }

  private String[] options() {
    return new String[] {
      "-Djavax.net.ssl.trustStore=" + folder.resolve("trusted"),
      "-Djavax.net.ssl.trustStorePassword=changeit"
    };
  }

  private static LineClient imap(Running server, String who) throws Exception {
    var imap = new LineClient(server.port(143));
    imap.line();
    said(imap, "login " + who + " " + PASSWORD);
    return imap;
  }

  /** What comes before the OK. */
  private static List<String> said(LineClient imap, String command) throws Exception {
    imap.send("a " + command + "\r\n");
    List<String> lines = new ArrayList<>();
    String line = imap.line();
    while (!line.startsWith("a ")) {
      lines.add(line);
      line = imap.line();
    }
    assertTrue(line.startsWith("a OK"), command + ": " + line);
    return lines;
  }

  private static long count(Running server, String who, String mailbox) throws Exception {
    try (LineClient imap = imap(server, who)) {
      String line = said(imap, "status " + mailbox + " (messages)").getFirst();
      return Long.parseLong(line.replaceAll("(?i).*messages (\\d+).*", "$1"));
    }
  }

  private static void append(LineClient imap, String mailbox, String flags, String id)
      throws Exception {
    String message = "Message-ID: <" + id + "@x>\r\nSubject: " + id + "\r\n\r\nbody\r\n";
    imap.send(
        "a append %s (%s) \"03-Mar-2020 10:00:00 +0100\" {%d+}\r\n%s\r\n"
            .formatted(mailbox, flags, message.length(), message));
    String line = imap.line();
    while (!line.startsWith("a ")) {
      line = imap.line();
    }
    assertTrue(line.startsWith("a OK"), line);
  }

  private void fill(Running server) throws Exception {
    server.command("account", "add", EVE, "--password", PASSWORD);
    server.command("account", "add", ADA, "--password", PASSWORD);
    var text = new StringBuilder();
    for (int i = 0; i < MESSAGES; i++) {
      text.append("From x Mon Nov 23 12:00:00 2026\nMessage-ID: <m%d@x>\n".formatted(i));
      text.append("Subject: number %d\n\n%s\n\n".formatted(i, "words ".repeat(300)));
    }
    Path mbox = folder.resolve("many.mbox");
    Files.writeString(mbox, text);
    server.command("import", EVE, mbox.toString());
    try (LineClient imap = imap(server, EVE)) {
      said(imap, "create \"&ZeVnLIqe-/&U+REAA-\"");
      append(imap, "\"&ZeVnLIqe-/&U+REAA-\"", "\\Flagged \\Seen $Old", "kept");
      append(imap, "\"&ZeVnLIqe-/&U+REAA-\"", "\\Deleted", "gone");
      append(imap, "Sent", "\\Seen \\Answered", "sent");
    }
  }

  private Foreign.Ended pull(Running server, String password) throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, password + "\n");
    return server.tried(
        "import",
        ADA,
        "--from-imap",
        "localhost:" + server.port(993),
        "--user",
        EVE,
        "--password-file",
        file.toString());
  }

  @Test
  void allComesInAlsoWhenTheServerIsKilledMeanwhile() throws Exception {
    Path home = folder.resolve("home");
    Running server = start(home);
    try {
      fill(server);
      Foreign.Ended wrong = pull(server, "wrong");
      assertTrue(wrong.code() != 0, wrong.output());
      assertTrue(wrong.output().contains("does not take that user and password"), wrong.output());
      Running first = server;
      Thread asking =
          Thread.startVirtualThread(() -> {
            try {
              pull(first, PASSWORD);
            } catch (Exception | AssertionError e) {
              // The server was killed under it.
            }
          });
      long in = 0;
      while (in < 300) {
        Thread.sleep(50);
        in = count(server, ADA, "INBOX");
      }
      server.kill();
      asking.join();
      server = Running.start(home, server.portBase(), options());
      String list = server.command("job", "list");
      while (list.contains("  running  ")) {
        Thread.sleep(100);
        list = server.command("job", "list");
      }
      assertEquals(MESSAGES, count(server, ADA, "INBOX"), list);
      assertTrue(in < MESSAGES, "it was killed too late to show anything");
      looksAlike(server);
      long began = System.nanoTime();
      Foreign.Ended again = pull(server, PASSWORD);
      System.out.println("again: " + (System.nanoTime() - began) / 1_000_000 + " ms");
      assertEquals(0, again.code(), again.output());
      assertTrue(again.output().contains("done (0)"), again.output());
      assertEquals(MESSAGES, count(server, ADA, "INBOX"));
      assertTrue(!server.log().contains(PASSWORD), "a password is in the log");
    } finally {
      server.close();
    }
  }

  private static void looksAlike(Running server) throws Exception {
    assertEquals(1, count(server, ADA, "Sent"));
    try (LineClient imap = imap(server, ADA)) {
      List<String> opened = said(imap, "select \"&ZeVnLIqe-/&U+REAA-\"");
      assertTrue(opened.contains("* 1 EXISTS"), opened.toString());
      String one = said(imap, "fetch 1 (flags internaldate)").getFirst();
      for (String piece : List.of("\\Flagged", "\\Seen", "$Old", "03-Mar-2020 09:00:00 +0000")) {
        assertTrue(one.contains(piece), one);
      }
    }
  }
}
