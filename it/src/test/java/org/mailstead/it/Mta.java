package org.mailstead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.mailstead.testkit.LineClient;

/** A whole server of ours that sends to others on this machine, and what a test asks of it. */
final class Mta implements AutoCloseable {
  static final String EVE = "eve@example.test";
  static final String PASSWORD = "a-password-of-some-length";

  private final Running server;

  private Mta(Running server) {
    this.server = server;
  }

  /**
   * Starts one with an account, eve@example.test.
   *
   * @param port at which other servers are spoken to
   */
  static Mta start(Path home, String resolver, int port, String... javaOptions) throws Exception {
    return start(home, "mx.example.test", Running.freeBase(), resolver, port, javaOptions);
  }

  static Mta start(
      Path home, String hostname, int base, String resolver, int port, String... javaOptions)
      throws Exception {
    Files.createDirectories(home);
    Files.writeString(
        home.resolve("mailstead.toml"),
        """
        hostname = "%s"
        plaintext_login = true
        sending = true
        resolver = "%s"
        outbound_port = %d
        """
            .formatted(hostname, resolver, port));
    Running server = Running.start(home, base, javaOptions);
    server.command("account", "add", EVE, "--password", PASSWORD);
    return new Mta(server);
  }

  Running server() {
    return server;
  }

  int port(int standard) {
    return server.port(standard);
  }

  /** A conversation as eve, ready for MAIL. */
  Talk submission() throws Exception {
    Talk talk = Talk.open(port(587));
    talk.secure();
    String login = "\0" + EVE + "\0" + PASSWORD;
    talk.good("AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(US_ASCII)));
    return talk;
  }

  /** Eve writes to somebody. */
  void send(String to, String message) throws Exception {
    try (Talk talk = submission()) {
      talk.send(EVE, List.of(to), message);
    }
  }

  String queue() throws Exception {
    return server.command("queue", "list");
  }

  /** What stands in an INBOX, the oldest first. */
  List<String> inbox(String address) throws IOException {
    List<String> messages = new ArrayList<>();
    try (var imap = new LineClient(port(143))) {
      imap.line();
      until(imap, "a login " + address + " " + PASSWORD, "a ");
      until(imap, "b select INBOX", "b ");
      imap.send("c uid fetch 1:* BODY.PEEK[]\r\n");
      for (String line = imap.line(); !line.startsWith("c "); line = imap.line()) {
        int size = line.lastIndexOf('{');
        if (size > 0 && line.endsWith("}")) {
          int octets = Integer.parseInt(line.substring(size + 1, line.length() - 1));
          messages.add(imap.octets(octets));
        }
      }
    }
    return messages;
  }

  private static void until(LineClient client, String command, String tag) throws IOException {
    client.send(command + "\r\n");
    String line = client.line();
    while (!line.startsWith(tag)) {
      line = client.line();
    }
    if (!line.startsWith(tag + "OK")) {
      throw new AssertionError(line);
    }
  }

  Optional<String> received(String address, String text) throws IOException {
    return inbox(address).stream().filter(message -> message.contains(text)).findFirst();
  }

  /** Waits for a message with a text in it. */
  String awaitMessage(String address, String text) throws Exception {
    return Peers.await(
            () -> received(address, text), Optional::isPresent, () -> queue() + server.log())
        .orElseThrow();
  }

  /** Waits until the queue tells something. */
  String awaitQueue(String text) throws Exception {
    return Peers.await(this::queue, queue -> queue.contains(text), server::log);
  }

  @Override
  public void close() {
    server.close();
  }
}
