package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailstead.store.RocksConfig;
import org.mailstead.store.RocksEngine;

/** Everything that is asked of a mailbox, asked of one of a million messages, in a small heap. */
final class LargeMailbox {
  private static final int DIFFERENT = 1000;
  private static final int SHOWN = 100;

  private final InputStream in;
  private final OutputStream out;
  private final int messages;
  private int expected;

  private LargeMailbox(Socket socket, int doublings) throws IOException {
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = new BufferedOutputStream(socket.getOutputStream());
    messages = DIFFERENT << doublings;
  }

  /** Takes how often the mailbox doubles, and a directory. */
  public static void main(String[] arguments) throws Exception {
    int doublings = Integer.parseInt(arguments[0]);
    Path directory = Path.of(arguments[1]);
    Files.createDirectories(directory);
    try (var engine = RocksEngine.open(directory, RocksConfig.DEFAULT, TestServer.CLOCK);
        var server = new TestServer(engine, true);
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(600_000);
      new LargeMailbox(socket, doublings).run(doublings);
    }
    System.out.println("held " + (DIFFERENT << doublings));
  }

  private void run(int doublings) throws IOException {
    ask("LOGIN ada@example.test " + TestServer.PASSWORD, "*");
    for (int i = 0; i < DIFFERENT; i += 50) {
      append(i);
    }
    ask("SELECT INBOX", "* " + DIFFERENT + " EXISTS");
    for (int i = 0; i < doublings; i++) {
      ask("COPY 1:* INBOX", "* " + (DIFFERENT << (i + 1)) + " EXISTS");
    }
    ask("SELECT INBOX", "* " + messages + " EXISTS");
    each("FETCH 1:* FLAGS", " FETCH (FLAGS");
    each("FETCH 1:* (UID MODSEQ INTERNALDATE RFC822.SIZE)", " FETCH (UID");
    each("FETCH 1:* (ENVELOPE)", " FETCH (ENVELOPE");
    ask("SEARCH RETURN (COUNT) ALL", "* ESEARCH (TAG \"t\") COUNT " + messages);
    ask("SEARCH RETURN (COUNT) SUBJECT \"number 7\"", "* ESEARCH (TAG \"t\") COUNT ");
    ask("SEARCH RETURN (COUNT) TEXT nowhere", "* ESEARCH (TAG \"t\") COUNT 0");
    ask("UID SEARCH UNSEEN", "* SEARCH 1 2 3");
    ask("SORT (SUBJECT REVERSE DATE) UTF-8 ALL", "* SORT ");
    ask("SORT RETURN (COUNT MIN MAX) (FROM) UTF-8 ALL", "* ESEARCH (TAG \"t\")");
    ask("THREAD REFERENCES UTF-8 ALL", "* THREAD (");
    ask("THREAD ORDEREDSUBJECT UTF-8 ALL", "* THREAD (");
    ask("THREAD REFS UTF-8 ALL", "* THREAD (");
    ask("STORE 1:* +FLAGS.SILENT (\\Deleted)", "*");
    each("EXPUNGE", " EXPUNGE");
    ask("STATUS INBOX (MESSAGES)", "* STATUS \"INBOX\" (MESSAGES 0)");
  }

  private void append(int from) throws IOException {
    var command = new StringBuilder("APPEND INBOX");
    for (int i = from; i < from + 50; i++) {
      String message =
          "From: p"
              + i % 77
              + "@example.test\r\nSubject: number "
              + i
              + "\r\nMessage-ID: <"
              + i
              + "@x>\r\nReferences: <"
              + i / 2
              + "@x>\r\n\r\nbody "
              + i;
      command.append(" {").append(message.length()).append("+}\r\n").append(message);
    }
    ask(command.toString(), "*");
  }

  /** Asks, and counts a response for each message. */
  private void each(String command, String wanted) throws IOException {
    expected = 0;
    say(command);
    for (String line = line(); ; line = line()) {
      if (line.startsWith("t ")) {
        check(command, line, expected == messages);
        return;
      }
      expected += line.contains(wanted) ? 1 : 0;
    }
  }

  private void ask(String command, String wanted) throws IOException {
    boolean found = wanted.equals("*");
    say(command);
    for (String line = line(); ; line = line()) {
      if (line.startsWith("t ")) {
        check(command, line, found);
        return;
      }
      found |= line.startsWith(wanted);
    }
  }

  private void check(String command, String line, boolean told) throws IOException {
    String shown = command.substring(0, Math.min(SHOWN, command.length()));
    Runtime runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    System.out.println(java.time.Instant.now() + " " + used + " MB after " + shown);
    if (!told || !line.startsWith("t OK")) {
      throw new IOException(shown + " was answered " + line + ", of " + expected);
    }
  }

  private void say(String command) throws IOException {
    out.write(("t " + command + "\r\n").getBytes(US_ASCII));
    out.flush();
  }

  /** The beginning of the next line, which may be of many megabytes. */
  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed after " + line);
      }
      if (line.length() < SHOWN) {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
