package org.mailstead.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.testkit.LineClient;

/** A client of SMTP or LMTP that says lines and looks at what is answered. */
final class Talk implements AutoCloseable {
  private final LineClient client;

  private Talk(LineClient client) {
    this.client = client;
  }

  /** Connects to this machine, without a word after the greeting. */
  static Talk silent(String address, int port) throws IOException {
    var talk = new Talk(new LineClient(address, port));
    talk.reply();
    return talk;
  }

  static Talk open(int port) throws IOException {
    return open("127.0.0.1", port);
  }

  static Talk open(String address, int port) throws IOException {
    Talk talk = silent(address, port);
    talk.good("EHLO client.test");
    return talk;
  }

  /** STARTTLS and the greeting after it. */
  Talk secure() throws Exception {
    good("STARTTLS");
    client.startTls();
    good("EHLO client.test");
    return this;
  }

  /** The lines of the next reply. */
  List<String> reply() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = client.line();
    lines.add(line);
    while (line.length() > 3 && line.charAt(3) == '-') {
      line = client.line();
      lines.add(line);
    }
    return lines;
  }

  /** Octets as they are. */
  void raw(String octets) throws IOException {
    client.send(octets);
  }

  /** The last line of what is answered. */
  String say(String line) throws IOException {
    raw(line + "\r\n");
    return reply().getLast();
  }

  String good(String line) throws IOException {
    String reply = say(line);
    if (!reply.startsWith("2") && !reply.startsWith("3")) {
      throw new AssertionError(line + ": " + reply);
    }
    return reply;
  }

  /** Sends a message, whose lines end with LF here, and returns what is said to it. */
  String send(String from, List<String> to, String message) throws IOException {
    good("MAIL FROM:<" + from + ">");
    for (String recipient : to) {
      good("RCPT TO:<" + recipient + ">");
    }
    return data(message);
  }

  /** DATA and the message. */
  String data(String message) throws IOException {
    good("DATA");
    String lines = message.replace("\n.", "\n..").replace("\n", "\r\n");
    return good(lines.endsWith("\r\n") ? lines + "." : lines + "\r\n.");
  }

  LineClient client() {
    return client;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
