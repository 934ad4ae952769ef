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
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One whole server gives its mail to another one as its relay, which it signs in at. */
@Tag("slow")
class RoutesServerTest {
  private static final String PASSWORD = "a-password-of-some-length";

  @TempDir Path folder;

  private static void submit(Running server, String to) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port(587))) {
      socket.setSoTimeout(30_000);
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String login =
          Base64.getEncoder()
              .encodeToString(("\0eve@example.test\0" + PASSWORD).getBytes(US_ASCII));
      String last = reply(in);
      for (String line :
          List.of(
              "EHLO localhost",
              "AUTH PLAIN " + login,
              "MAIL FROM:<eve@example.test>",
              "RCPT TO:<" + to + ">",
              "DATA",
              "From: eve@example.test\r\nSubject: s\r\n\r\nhi\r\n.")) {
        socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        last = reply(in);
        assertTrue(last.startsWith("2") || last.startsWith("354"), line + ": " + last);
      }
    }
  }

  private static String reply(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    return String.valueOf(line);
  }

  private static String sent(Running server, String word) throws Exception {
    String told = server.command("sent", "eve@example.test");
    for (int i = 0; i < 100 && !told.contains(word); i++) {
      Thread.sleep(100);
      told = server.command("sent", "eve@example.test");
    }
    assertTrue(told.contains(word), told);
    return told;
  }

  private static String add(Running server, Running relay, Path secret) throws Exception {
    return server.command(
        "route",
        "add",
        "--relay",
        "127.0.0.1:" + relay.port(587),
        "--tls",
        "none",
        "--login",
        "eve@example.test",
        "--password-file",
        secret.toString());
  }

  @Test
  void aRouteCountsWithoutARestart() throws Exception {
    Path home = folder.resolve("home");
    int base;
    try (Running server = Running.start(home)) {
      base = server.portBase();
      server.command("account", "add", "eve@example.test", "--password", PASSWORD);
      assertEquals(0, server.stop());
    }
    Path settings = home.resolve("mailstead.toml");
    String text = Files.readString(settings);
    Files.writeString(
        settings, text.replaceFirst("hostname = \"[^\"]*\"", "hostname = \"a.test\""));
    Path secret = folder.resolve("secret");
    Files.writeString(secret, PASSWORD + "\n");
    try (Running server = Running.start(home, base);
        Running relay = Running.start(folder.resolve("relay"))) {
      server.command("settings", "set", "sending", "true");
      relay.command("account", "add", "eve@example.test", "--password", PASSWORD);
      submit(server, "eve@example.test");
      sent(server, "eve@example.test  delivered");
      submit(server, "one@other.test");
      assertTrue(sent(server, "failed").contains("no such domain"), "without a route");
      String added = add(server, relay, secret);
      assertTrue(added.contains("signed in as eve@example.test"), added);
      String tested = server.command("route", "test", "two@other.test");
      assertTrue(tested.contains("signed in as eve@example.test"), tested);
      submit(server, "two@other.test");
      String told = sent(server, "two@other.test  sent: (127.0.0.1: 250");
      assertFalse(told.contains(PASSWORD), told);
      String there = relay.command("queue", "list");
      assertTrue(there.contains("two@other.test"), there);
      assertFalse((server.log() + relay.log()).contains(PASSWORD), "it is never logged");
      Files.writeString(secret, "another\n");
      add(server, relay, secret); // another route, for which no open connection is used
      submit(server, "three@other.test");
      String waits = sent(server, "three@other.test  delayed");
      assertTrue(waits.contains("no sign-in: 535"), waits);
      assertEquals(0, relay.stop());
      assertEquals(0, server.stop());
    }
  }
}
