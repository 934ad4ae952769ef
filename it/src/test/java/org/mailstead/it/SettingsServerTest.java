package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settings of a running server: a mail program that stays connected (Python's smtplib and imaplib)
 * sees each change by its next command.
 */
@Tag("slow")
class SettingsServerTest {
  private static final String EVE = "eve@example.test";
  private static final String PASSWORD = "a-password-of-some-length";

  /** Does what its standard input says, on connections that it opened at first. */
  private static final String CLIENT =
      """
      import imaplib, smtplib, sys
      port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
      def smtp(at):
          one = smtplib.SMTP('127.0.0.1', at, timeout=60)
          one.ehlo()
          return one
      outside, submit = smtp(port + 25), smtp(port + 587)
      submit.login(user, password)
      imap = imaplib.IMAP4('127.0.0.1', port + 143)
      imap.login(user, password)
      imap.select()
      plain = imaplib.IMAP4('127.0.0.1', port + 143)
      def send(one, sender, to, text='x'):
          try:
              one.sendmail(sender, [to], 'From: <%s>\\r\\nTo: <%s>\\r\\nSubject: x\\r\\n\\r\\n%s'
                           % (sender, to, text))
              return 'taken'
          except smtplib.SMTPRecipientsRefused as e:
              return '%d %s' % list(e.recipients.values())[0]
          except smtplib.SMTPResponseException as e:
              return '%d %s' % (e.smtp_code, e.smtp_error)
      for line in sys.stdin:
          word, *rest = line.split()
          if word == 'outside':
              answer = send(outside, 'x@else.test', user)
          elif word == 'submit':
              answer = send(submit, user, rest[0])
          elif word == 'large':
              answer = send(submit, user, user, 'y' * 200000)
          elif word == 'append':
              answer = ' '.join(map(str, imap.append('INBOX', None, None, b'z' * 200000)))
          elif word == 'ehlo':
              answer = outside.ehlo()[1].decode()
          elif word == 'capability':
              answer = ' '.join(map(str, imap.capability()))
          elif word == 'plain':
              answer = ' '.join(map(str, plain.capability()))
          print(answer.replace('\\n', ' '), flush=True)
      """;

  @TempDir Path folder;

  /** The program, as long as it is connected. */
  private record Client(Process process) implements AutoCloseable {
    String say(String line) throws IOException {
      process.outputWriter().write(line + "\n");
      process.outputWriter().flush();
      return String.valueOf(process.inputReader().readLine());
    }

    void says(String line, String expected) throws IOException {
      String answer = say(line);
      assertTrue(answer.contains(expected), line + ": " + answer);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private Client client(Running server) throws Exception {
    Foreign.need("python3", "python3");
    Path script = Files.writeString(folder.resolve("client.py"), CLIENT);
    Process process =
        new ProcessBuilder("python3", script.toString(), "" + server.portBase(), EVE, PASSWORD)
            .redirectError(folder.resolve("client.txt").toFile())
            .start();
    return new Client(process);
  }

  private static void set(Running server, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("settings", "set"));
    all.addAll(List.of(words));
    server.command(all.toArray(String[]::new));
  }

  @Test
  void aChangeIsSeenOnConnectionsThatAreOpen() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path zone = Files.writeString(folder.resolve("zone"), "else.test. IN TXT \"v=spf1 -all\"\n");
    Files.writeString(home.resolve("mailstead.toml"), "resolver = \"file:" + zone + "\"\n");
    try (Running server = Running.start(home)) {
      server.command("account", "add", EVE, "--password", PASSWORD);
      try (Client client = client(server)) {
        fromOutside(server, client);
        sizes(server, client);
        sending(server, client);
        client.says("plain", "AUTH=PLAIN");
        set(server, "plaintext_login", "false");
        client.says("plain", "LOGINDISABLED");
        client.says("capability", " NOTIFY");
        set(server, "imap_without", "NOTIFY");
        assertFalse(client.say("capability").contains(" NOTIFY"));
      }
      assertEquals(0, server.stop());
      assertFalse(server.log().contains("ERROR"), server.log());
    }
  }

  private static void fromOutside(Running server, Client client) throws Exception {
    // Whoever sends for a domain that says that nobody does has three points.
    client.says("outside", "taken");
    assertTrue(server.command("why", EVE).contains("verdict: ham"), server.command("why", EVE));
    set(server, "junk_points", "3");
    client.says("outside", "taken");
    assertTrue(server.command("why", EVE, "Junk", "1").contains("verdict: junk"));
    set(server, "refuse_points", "3");
    client.says("outside", "550 ");
    set(server, "without_filter", "127.0.0.0/8");
    client.says("outside", "taken");
    for (String key : List.of("refuse_points", "junk_points", "without_filter")) {
      server.command("settings", "reset", key);
    }
  }

  private static void sizes(Running server, Client client) throws Exception {
    client.says("large", "taken");
    client.says("append", "OK");
    set(server, "message_size", "100 KB");
    client.says("ehlo", "SIZE 100000");
    client.says("large", "552 ");
    client.says("append", "TOOBIG");
    server.command("settings", "reset", "message_size");
    client.says("large", "taken");
  }

  private static void sending(Running server, Client client) throws Exception {
    client.says("submit x@else.test", "taken");
    String queue = server.command("queue", "list");
    assertTrue(queue.contains("x@else.test"), queue);
    set(server, "sending", "true");
    // No name exists for the try-out's resolver, so what leaves comes back at once.
    Peers.await(
        () -> server.command("queue", "list"),
        left -> !left.contains("x@else.test"),
        () -> "still held");
    set(server, "messages_per_account", "3", "--domain", "example.test");
    String over = client.say("submit ada@example.test");
    assertTrue(over.contains("451") && over.contains("may send 3 messages in 24 hours"), over);
    set(server, "messages_per_account", "9", "--account", EVE);
    client.says("submit ada@example.test", "taken");
    server.command("settings", "reset", "messages_per_account", "--account", EVE);
    client.says("submit ada@example.test", "451");
  }

  private static void refused(Running server, String why, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("settings"));
    all.addAll(List.of(words));
    all.addAll(List.of("--home", server.home().toString()));
    Foreign.Ended ended = Running.ended(all);
    assertEquals(1, ended.code(), ended.output());
    assertTrue(ended.output().contains(why), ended.output());
  }

  @Test
  void anOldFileHoldsFastUntilItsLinesAreTakenOver() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path file = home.resolve("mailstead.toml");
    Files.writeString(
        file,
        """
        hostname = "mail.example.test"
        resolver = "none"
        plaintext_login = true
        junk_points = 5
        greylist = "suspicious"
        [tls]
        acme_names = "imap.example.test"
        """);
    int base;
    try (Running server = Running.start(home)) {
      base = server.portBase();
      refused(server, "junk_points is set in mailstead.toml, line 4: ", "set", "junk_points", "4");
      refused(server, "is set in mailstead.toml, line 7: ", "reset", "tls.acme_names");
      refused(server, "hostname stands in mailstead.toml, line 1: ", "set", "hostname", "a.test");
      refused(server, "there is no setting", "set", "x".repeat(3000), "1");
      refused(server, "junk_points is set", "set", "junk_points", "\u0007\u001b[31m");
      refused(server, "dns_lists is \"none\" or", "set", "dns_lists", "a ".repeat(4000));
      refused(server, "sending is true or false", "set", "sending", "vielleicht");
      String taken = server.command("settings", "adopt");
      assertTrue(taken.contains("taken: greylist = suspicious\n"), taken);
      assertTrue(Files.readString(file).contains("\n# junk_points = 5\n"));
      set(server, "junk_points", "4");
      assertEquals(0, server.stop());
    }
    try (Running server = Running.start(home, base)) {
      String list = server.command("settings", "list", "--changed");
      assertTrue(list.contains("hostname = mail.example.test  (mailstead.toml, line 1)\n"), list);
      assertTrue(list.contains("junk_points = 4  (set for the system)\n"), list);
      assertTrue(list.contains("greylist = suspicious  (set for the system)\n"), list);
      assertTrue(list.contains("plaintext_login = true  (set for the system)\n"), list);
      assertEquals(0, server.stop());
    }
  }
}
