package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail programs that nobody here wrote, each doing what people do with it. */
@Tag("foreign")
@Tag("slow")
class ClientsTest {
  private static final String PASSWORD = "clients-come-and-go";

  @TempDir static Path shared;

  private static Running server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = Running.start(shared.resolve("home"));
    server.command("account", "add", "u%d@example.test", "--count", "8", "--password", PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void swaks(String to, String subject, String... more) throws Exception {
    Foreign.need("swaks", "swaks");
    Stream<String> words =
        Stream.concat(
            Stream.of(
                "swaks",
                "--server",
                "127.0.0.1:" + server.port(25),
                "--from",
                "stranger@else.test",
                "--to",
                to,
                "--header",
                "Subject: " + subject),
            Stream.of(more));
    Foreign.run(folder, 30, words.toArray(String[]::new)).orFail();
  }

  private Path write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void mbsyncMirrorsAMailboxBothWays() throws Exception {
    Foreign.need("mbsync", "isync");
    for (int i = 0; i < 3; i++) {
      swaks("u0@example.test", "mirrored " + i);
    }
    Files.createDirectories(folder.resolve("mail"));
    Path config =
        write(
            "mbsyncrc",
            """
            IMAPAccount here
            Host 127.0.0.1
            Port %d
            User u0@example.test
            Pass %s
            SSLType None
            AuthMechs LOGIN

            IMAPStore far
            Account here

            MaildirStore near
            Path %s/mail/
            Inbox %s/mail/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """
                .formatted(server.port(143), PASSWORD, folder, folder));
    Foreign.run(folder, 60, "mbsync", "-c", config.toString(), "-a").orFail();
    assertEquals(3, files("mail/INBOX/new") + files("mail/INBOX/cur"));
    Files.createDirectories(folder.resolve("mail/Drafts/cur"));
    Path made = folder.resolve("mail/Drafts/cur/1.2.here:2,D");
    Files.writeString(made, "From: me@example.test\nSubject: from the mirror\n\nhello\n");
    Foreign.run(folder, 60, "mbsync", "-c", config.toString(), "-a").orFail();
    assertTrue(python("u0", "Drafts").contains("from the mirror"));
  }

  private long files(String part) throws Exception {
    try (Stream<Path> all = Files.list(folder.resolve(part))) {
      return all.count();
    }
  }

  /** The subjects in a mailbox, by Python's imaplib. */
  private String python(String account, String mailbox) throws Exception {
    Foreign.need("python3", "python3");
    String code =
        """
        import imaplib, sys
        c = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
        c.login(sys.argv[2] + '@example.test', sys.argv[3])
        c.select(sys.argv[4], readonly=True)
        kind, data = c.fetch('1:*', '(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])')
        for item in data:
            if isinstance(item, tuple):
                print(item[0].decode(), item[1].decode().strip())
        """;
    return Foreign.run(
            folder,
            30,
            "python3",
            "-c",
            code,
            Integer.toString(server.port(143)),
            account,
            PASSWORD,
            mailbox)
        .orFail()
        .output();
  }

  @Test
  void fetchmailDrainsByPop3AndHandsOverByLmtp() throws Exception {
    Foreign.need("fetchmail", "fetchmail");
    for (int i = 0; i < 3; i++) {
      swaks("u1@example.test", "drained " + i);
    }
    Path config =
        write(
            "fetchmailrc",
            """
            poll 127.0.0.1 protocol pop3 port %d
              username "u1@example.test" password "%s" is "u2@example.test" here
              lmtp smtphost "127.0.0.1/%d"
              no sslcertck
              sslproto ''
              fetchall
            """
                .formatted(server.port(110), PASSWORD, server.port(24)));
    String out =
        Foreign.run(folder, 60, "fetchmail", "-f", config.toString(), "--nosyslog", "--nodetach")
            .orFail()
            .output();
    assertTrue(out.contains("3 messages"), out);
    String got = python("u2", "INBOX");
    for (int i = 0; i < 3; i++) {
      assertTrue(got.contains("drained " + i), got);
    }
    assertEquals("", python("u1", "INBOX"));
  }

  @Test
  void muttReadsAMailbox() throws Exception {
    Foreign.need("mutt", "mutt");
    swaks("u3@example.test", "read by mutt", "--body", "the body that mutt shows");
    Path config =
        write(
            "muttrc",
            """
            set folder="imap://127.0.0.1:%d"
            set imap_user="u3@example.test"
            set imap_pass="%s"
            set ssl_starttls=no
            set ssl_force_tls=no
            set spoolfile="imap://127.0.0.1:%d/INBOX"
            set header_cache=""
            set copy=no
            push "<save-message>%s/saved.mbox<enter>y<exit>"
            set confirmcreate=no
            set delete=no
            """
                .formatted(server.port(143), PASSWORD, server.port(143), folder));
    // mutt wants a terminal: script gives it one. In the foreground: a program that timeout puts
    // into the background is stopped as soon as it touches the terminal, and never ends.
    String mutt = "TERM=vt100 timeout --foreground -k 5 30 mutt -n -F " + config;
    Foreign.run(folder, 60, "script", "-qec", mutt, "/dev/null");
    String saved = Files.readString(folder.resolve("saved.mbox"));
    assertTrue(saved.contains("the body that mutt shows"), saved);
  }

  @Test
  void msmtpSubmitsWithAuthentication() throws Exception {
    Foreign.need("msmtp", "msmtp");
    Path config =
        write(
            "msmtprc",
            """
            account here
            host 127.0.0.1
            port %d
            from u4@example.test
            auth plain
            user u4@example.test
            password %s
            tls on
            tls_certcheck off
            account default : here
            """
                .formatted(server.port(587), PASSWORD));
    Path message =
        write("message", "From: u4@example.test\nTo: u5@example.test\nSubject: by msmtp\n\nhi\n");
    Foreign.run(folder, 30, "sh", "-c", "msmtp -C " + config + " u5@example.test <" + message)
        .orFail();
    assertTrue(python("u5", "INBOX").contains("by msmtp"));
  }

  @Test
  void swaksIsToldWhatItMayNotDo() throws Exception {
    Foreign.need("swaks", "swaks");
    String server25 = "127.0.0.1:" + server.port(25);
    String relayed =
        Foreign.run(
                folder, 30, "swaks", "--server", server25, "--from", "a@b.test", "--to", "c@d.test")
            .output();
    assertTrue(relayed.contains("550 5.7.1"), relayed);
    String unknown =
        Foreign.run(
                folder,
                30,
                "swaks",
                "--server",
                server25,
                "--from",
                "a@b.test",
                "--to",
                "nobody@example.test")
            .output();
    assertTrue(unknown.contains("550 5.1.1"), unknown);
  }

  @Test
  void severalRecipientsEachGetTheMessageOnce() throws Exception {
    swaks("u6@example.test,u7@example.test", "for two");
    for (int i = 0; i < 50 && !python("u7", "INBOX").contains("for two"); i++) {
      Thread.sleep(100);
    }
    for (String account : List.of("u6", "u7")) {
      assertEquals(1, python(account, "INBOX").lines().filter(l -> l.contains("for two")).count());
    }
  }
}
