package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Appends and fetches a message larger than the heap of the program that it runs in. */
final class LargeMessage {
  private static final int LINES = 100 << 14;
  private static final int LINE = 64;
  private static final String HEADER =
      "Subject: large\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/x\r\n\r\n";
  private static final long SIZE = HEADER.length() + (long) LINES * LINE;

  private final InputStream in;
  private final OutputStream out;
  private long sent;

  private LargeMessage(Socket socket) throws IOException {
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  public static void main(String[] arguments) throws Exception {
    try (var server =
            new TestServer(
                TestServer.memory(),
                config -> config.withPlaintextLogin(true).withMaxAppend(400L << 20));
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(60_000);
      new LargeMessage(socket).run();
    }
    System.out.println("held " + SIZE);
  }

  private void run() throws IOException {
    say("a LOGIN ada@example.test " + TestServer.PASSWORD);
    expect("a OK");
    say("b APPEND INBOX {" + SIZE + "+}");
    append();
    say("");
    expect("b OK");
    say("c APPEND INBOX CATENATE (URL /INBOX/;UID=1 TEXT {3+}\r\nend)");
    expect("c OK");
    say("d SELECT INBOX");
    expect("d OK");
    say("e FETCH 1 BODY.PEEK[]");
    fetched(SIZE, sent);
    expect("e OK");
    say("f FETCH 2 (BODY.PEEK[]<0." + SIZE + ">)");
    fetched(SIZE, sent);
    expect("f OK");
    say("g FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])");
    fetched((long) LINES * 46, -1);
    expect("g OK");
    say("h UID REPLACE 2 INBOX CATENATE (URL ;UID=2 URL ;UID=1)");
    expect("h OK");
  }

  private void append() throws IOException {
    var random = new SplittableRandom(1);
    var crc = new CRC32();
    byte[] header = HEADER.getBytes(US_ASCII);
    out.write(header);
    crc.update(header);
    byte[] lines = new byte[LINE * 256];
    for (int i = 0; i < LINES; i += 256) {
      for (int at = 0; at < lines.length; at++) {
        int column = at % LINE;
        lines[at] = (byte) (column == 62 ? '\r' : column == 63 ? '\n' : random.nextInt('a', 'z'));
      }
      out.write(lines);
      crc.update(lines);
    }
    out.flush();
    sent = crc.getValue();
  }

  private void say(String line) throws IOException {
    out.write((line + "\r\n").getBytes(US_ASCII));
    out.flush();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed after " + line);
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void expect(String start) throws IOException {
    String line = line();
    while (line.startsWith("* ")) {
      line = line();
    }
    if (!line.startsWith(start)) {
      throw new IOException("wanted " + start + ", got " + line);
    }
  }

  /** Reads a literal, and what follows it on its last line. */
  private void fetched(long least, long wanted) throws IOException {
    String line = line().strip();
    long size = Long.parseLong(line.substring(line.lastIndexOf('{') + 1, line.length() - 1));
    var crc = new CRC32();
    byte[] piece = new byte[1 << 14];
    for (long left = size; left > 0; ) {
      int got = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (got < 0) {
        throw new IOException("closed");
      }
      crc.update(piece, 0, got);
      left -= got;
    }
    if (size < least || (wanted >= 0 && crc.getValue() != wanted)) {
      throw new IOException("other octets came back: " + size);
    }
    line();
  }
}
