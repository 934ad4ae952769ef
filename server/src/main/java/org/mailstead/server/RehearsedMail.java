package org.mailstead.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays mail programs at a rehearsal: some thousand messages come in, are listed, read, flagged,
 * moved and fetched. What the compiler learns from that is kept with the loaded classes, so that a
 * server is nearly as quick after its start as after an hour.
 *
 * @param account who signs in, and gets the mail
 */
record RehearsedMail(String account, String password) {
  private static final int SENDERS = 8;
  private static final int MESSAGES = 300;
  private static final int READS = 300;

  /** Ports by service name, such as {@code smtp}. */
  void play(java.util.Map<String, Integer> ports) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all(threads, SENDERS, number -> send(ports.getOrDefault("smtp", 0), number));
      all(threads, 2, number -> read(ports.getOrDefault("imap", 0), number));
    }
    drain(ports.getOrDefault("pop3", 0));
  }

  private interface Part {
    void play(int number) throws IOException;
  }

  private static void all(ExecutorService threads, int count, Part part)
      throws IOException, InterruptedException {
    List<Future<?>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      parts.add(
          threads.submit(
              (Callable<?>)
                  () -> {
                    part.play(number);
                    return number;
                  }));
    }
    for (Future<?> played : parts) {
      try {
        played.get();
      } catch (ExecutionException e) {
        throw new IOException("the rehearsal failed", e.getCause());
      }
    }
  }

  private void send(int port, int sender) throws IOException {
    var random = new Random(sender);
    for (int session = 0; session < MESSAGES / 20; session++) {
      try (var smtp = new Talk(port)) {
        smtp.reply();
        smtp.ask("EHLO rehearsal.test");
        for (int i = 0; i < 20; i++) {
          String from = "MAIL FROM:<sender" + i + "@rehearsal.test> SIZE=20000\r\n";
          smtp.send(from + "RCPT TO:<" + account + ">\r\nDATA\r\n");
          smtp.reply();
          smtp.reply();
          smtp.reply();
          smtp.send(message(random, i) + ".\r\n");
          smtp.reply();
        }
        smtp.ask("QUIT");
      }
    }
  }

  private void read(int port, int reader) throws IOException {
    var random = new Random(reader);
    for (int session = 0; session < 4; session++) {
      try (var imap = new Talk(port)) {
        imap.line();
        imap.tagged("LOGIN " + account + " " + password);
        imap.tagged("LIST \"\" *");
        imap.tagged("STATUS Archive (MESSAGES UNSEEN UIDNEXT)");
        int count = imap.tagged("SELECT INBOX");
        imap.tagged("FETCH 1:* (FLAGS UID ENVELOPE INTERNALDATE RFC822.SIZE BODYSTRUCTURE)");
        imap.tagged("SEARCH SUBJECT report UNSEEN");
        for (int i = 0; i < READS && count > 0; i++) {
          int at = 1 + random.nextInt(count);
          imap.tagged("FETCH " + at + " (BODY.PEEK[])");
          imap.tagged("FETCH " + at + " (FLAGS BODY.PEEK[HEADER.FIELDS (From Date X-Id)])");
          if (i % 3 == 0) {
            imap.tagged("STORE " + at + (i % 2 == 0 ? " +" : " -") + "FLAGS (\\Flagged)");
          }
        }
        for (int i = 0; i < READS / 3; i++) {
          String mail = message(random, i);
          imap.tagged("APPEND Archive (\\Seen) {" + mail.length() + "+}\r\n" + mail);
          imap.tagged("UID COPY " + (1 + random.nextInt(20)) + " Archive");
        }
        imap.tagged("LOGOUT");
      }
    }
  }

  private void drain(int port) throws IOException {
    try (var pop = new Talk(port)) {
      pop.line();
      pop.ask("USER " + account);
      pop.ask("PASS " + password);
      for (int i = 1; i <= READS; i++) {
        pop.send("RETR " + i + "\r\n");
        while (!pop.line().equals(".")) {}
        pop.ask("DELE " + i);
      }
      pop.ask("QUIT");
    }
  }

  /** Of several kinds and sizes, with the fields that mail has. */
  private static String message(Random random, int number) {
    var text = new StringBuilder();
    text.append("Received: from a.test by b.test with ESMTP id ").append(random.nextInt());
    text.append("; Wed, 25 Nov 2026 10:00:00 +0000\r\n");
    text.append("From: \"Rehearsal, R.\" <sender").append(number).append("@rehearsal.test>\r\n");
    text.append("To: A <a@example.test>, =?utf-8?q?J=C3=BCrgen?= <j@example.test>\r\n");
    text.append("Subject: Re: a report of ").append(random.nextInt(50)).append("\r\n");
    text.append("Date: Wed, 25 Nov 2026 10:00:00 +0000\r\n");
    text.append("Message-ID: <").append(random.nextLong()).append("@rehearsal.test>\r\n");
    text.append("References: <").append(random.nextInt(50)).append("@rehearsal.test>\r\n");
    text.append("MIME-Version: 1.0\r\n");
    String plain = words(random, 4 + random.nextInt(60));
    if (number % 4 == 0) {
      return text + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + plain;
    }
    text.append("Content-Type: multipart/mixed; boundary=\"=_outer\"\r\n\r\n--=_outer\r\n");
    text.append("Content-Type: multipart/alternative; boundary=\"=_inner\"\r\n\r\n--=_inner\r\n");
    text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n").append(plain);
    text.append("--=_inner\r\nContent-Type: text/html; charset=utf-8\r\n");
    text.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>");
    text.append(plain).append("</p></body></html>\r\n--=_inner--\r\n");
    if (number % 4 == 3) {
      text.append("--=_outer\r\nContent-Type: application/pdf; name=\"a report.pdf\"\r\n");
      text.append("Content-Transfer-Encoding: base64\r\n\r\n");
      byte[] bytes = new byte[57];
      for (int i = 0; i < 40 + random.nextInt(600); i++) {
        random.nextBytes(bytes);
        text.append(java.util.Base64.getEncoder().encodeToString(bytes)).append("\r\n");
      }
    }
    return text.append("--=_outer--\r\n").toString();
  }

  private static String words(Random random, int lines) {
    var text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      for (int word = 0; word < 12; word++) {
        text.append(Integer.toString(random.nextInt(40_000), 36)).append(' ');
      }
      text.append("\r\n");
    }
    return text.toString();
  }

  /** One connection. */
  private static final class Talk implements Closeable {
    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;

    Talk(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
    }

    String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the server went");
        }
        line.append((char) c);
      }
      return line.toString().stripTrailing();
    }

    /** SMTP's or POP3's answer. */
    String reply() throws IOException {
      String line = line();
      while (line.length() > 3 && line.charAt(3) == '-') {
        line = line();
      }
      if (line.startsWith("4") || line.startsWith("5") || line.startsWith("-")) {
        throw new IOException(line);
      }
      return line;
    }

    void ask(String command) throws IOException {
      send(command + "\r\n");
      String ignored = reply();
      if (ignored.isEmpty()) {
        throw new UncheckedIOException(new IOException("an empty answer"));
      }
    }

    /** IMAP: a command and all that answers it; returns the number in EXISTS, else 0. */
    int tagged(String command) throws IOException {
      send("a " + command + "\r\n");
      int exists = 0;
      String line = line();
      while (!line.startsWith("a ")) {
        if (line.endsWith("EXISTS")) {
          exists = Integer.parseInt(line.split(" ", -1)[1]);
        }
        if (line.endsWith("}")) {
          in.skipNBytes(
              Long.parseLong(line.substring(line.lastIndexOf('{') + 1, line.length() - 1)));
        }
        line = line();
      }
      if (line.startsWith("a BAD")) {
        throw new IOException(command + ": " + line);
      }
      return exists;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
