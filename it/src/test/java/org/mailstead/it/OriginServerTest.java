package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimVerifier;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.wire.dns.ZoneFileResolver;

/** A whole server that knows who sent what it gets, and signs what it sends. */
@Tag("slow")
class OriginServerTest {
  private static final String PASSWORD = "a-password-of-some-length";
  private static final String ZONE =
      """
      good.example. IN TXT "v=spf1 ip4:127.0.0.0/8 -all"
      _dmarc.good.example. IN TXT "v=DMARC1; p=reject"
      _dmarc.bank.example. IN TXT "v=DMARC1; p=reject"
      """;

  @TempDir Path folder;

  /** A client of SMTP that says lines and returns the last line of each reply. */
  private record Smtp(Socket socket, BufferedReader in) implements AutoCloseable {
    static Smtp open(int port) throws IOException {
      var socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(30_000);
      var smtp =
          new Smtp(
              socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
      smtp.reply();
      return smtp;
    }

    String reply() throws IOException {
      String line = in.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        line = in.readLine();
      }
      return String.valueOf(line);
    }

    String say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
      return reply();
    }

    String send(String from, String to, String message) throws IOException {
      say("MAIL FROM:<" + from + ">");
      say("RCPT TO:<" + to + ">");
      say("DATA");
      return say(message.replace("\n", "\r\n") + "\r\n.");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void fromPort25ToTheReaderAndFromPort587ToTheVerifier() throws Exception {
    Path home = folder.resolve("home");
    Path zone = folder.resolve("zone");
    int base;
    try (Running server = Running.start(home)) {
      base = server.portBase();
      server.command("account", "add", "eve@example.test", "--password", PASSWORD);
      Files.writeString(zone, ZONE + server.command("dkim", "publish", "example.test"));
      assertEquals(0, server.stop());
    }
    Path settings = home.resolve("mailstead.toml");
    String changed =
        Files.readString(settings)
            .replace("resolver = \"none\"", "resolver = \"file:" + zone + "\"");
    Files.writeString(settings, changed);
    try (Running server = Running.start(home, base)) {
      outside(server);
      submission(server);
      assertEquals(0, server.stop());
    }
  }

  private static void outside(Running server) throws Exception {
    try (Smtp smtp = Smtp.open(server.port(25))) {
      smtp.say("EHLO localhost");
      String forged = smtp.send("x@good.example", "eve@example.test", "From: a@bank.example\n\nx");
      assertTrue(forged.startsWith("550 5.7.1 mail from bank.example"), forged);
      String good =
          smtp.send(
              "x@good.example",
              "eve@example.test",
              "Authentication-Results: localhost; dmarc=pass\nFrom: a@good.example\n\nx");
      assertTrue(good.startsWith("250 "), good);
    }
    String why = server.command("why", "eve@example.test");
    assertTrue(why.contains("dmarc: pass  header.from=good.example policy.dmarc=reject"), why);
    assertTrue(why.contains("spf: pass  smtp.mailfrom=x@good.example"), why);
    assertTrue(why.contains("dkim: none"), why);
  }

  private void submission(Running server) throws Exception {
    try (Smtp smtp = Smtp.open(server.port(587))) {
      smtp.say("EHLO localhost");
      String login = "\0eve@example.test\0" + PASSWORD;
      String base64 = Base64.getEncoder().encodeToString(login.getBytes(US_ASCII));
      assertTrue(smtp.say("AUTH PLAIN " + base64).startsWith("235"));
      String sent =
          smtp.send("eve@example.test", "eve@example.test", "From: eve@example.test\n\nhi");
      assertTrue(sent.startsWith("250 "), sent);
    }
    Path exported = folder.resolve("exported");
    server.command("export", "eve@example.test", exported.toString());
    String first = Files.readString(exported.resolve("INBOX/1.eml"), ISO_8859_1);
    assertTrue(first.contains("Authentication-Results: localhost;\r\n\tdmarc=pass"), first);
    assertEquals(
        first.indexOf("Authentication-Results"), first.lastIndexOf("Authentication-Results"));
    String text = Files.readString(exported.resolve("INBOX/2.eml"), ISO_8859_1);
    assertFalse(text.contains("Authentication-Results"), text);
    SignedMessage message =
        SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
    var dns = ZoneFileResolver.read(folder.resolve("zone"));
    List<Dkim> found =
        new DkimVerifier(dns, InstantSource.system(), DkimLimits.DEFAULT).verify(message);
    assertEquals(2, found.size(), text);
    assertTrue(found.stream().allMatch(Dkim::passed), found + "\n" + text);
  }
}
