package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcValidator;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Mail that a whole server sends on: Python's dkim believes its author and the custodian. */
@Tag("foreign")
class SealedForwardTest {
  private static final SigningKey AUTHOR =
      SigningKey.generate(new KeyName("good.example", "a"), Algorithm.ED25519_SHA256);

  @TempDir Path folder;

  /** A server that takes one message after the other. */
  private static final class Sink implements AutoCloseable {
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final ServerSocket listening =
        new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    Sink() throws IOException {
      Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          talk(socket);
        } catch (IOException e) {
          // The client has gone.
        }
      }
    }

    private void talk(Socket socket) throws IOException {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      say(socket, "220 sink");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("DATA")) {
          say(socket, "354 go on");
          var text = new StringBuilder();
          for (String some = in.readLine(); !".".equals(some); some = in.readLine()) {
            text.append(some.startsWith(".") ? some.substring(1) : some).append("\r\n");
          }
          messages.add(text.toString());
        }
        say(socket, "250 fine");
      }
    }

    private static void say(Socket socket, String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  private static SignedMessage message(String text) throws IOException {
    return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
  }

  private static String mail() throws IOException {
    String text =
        "From: ann@good.example\r\nTo: all@example.test\r\nSubject: s\r\n\r\nHello  you\r\n.x\r\n";
    var signer = new DkimSigner(SigningPolicy.DEFAULT, InstantSource.system());
    return signer.sign(message(text), List.of(AUTHOR)) + text;
  }

  private static void send(Running server, String mail) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port(25))) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      for (String line :
          List.of(
              "HELO localhost",
              "MAIL FROM:<ann@good.example>",
              "RCPT TO:<all@example.test>",
              "DATA",
              mail.replace("\r\n.", "\r\n..") + ".")) {
        in.readLine();
        Sink.say(socket, line);
      }
      String last = String.valueOf(in.readLine());
      assertTrue(last.startsWith("250"), last);
    }
  }

  /** As the script for Python reads them. */
  private static String keys(String zone) {
    var keys = new StringBuilder();
    for (String line : zone.lines().filter(one -> one.contains(" IN TXT \"v=DKIM1")).toList()) {
      String name = line.substring(0, line.indexOf(' ')).replaceAll("\\.$", "");
      String text = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
      keys.append(name).append(' ').append(text.replace("\" \"", "")).append('\n');
    }
    return keys.toString();
  }

  @Test
  void pythonBelievesWhatIsSentOn() throws Exception {
    Foreign.need("python3", "python3-dkim");
    Path home = folder.resolve("home");
    Path zone = folder.resolve("zone");
    int base;
    try (Running server = Running.start(home)) {
      base = server.portBase();
      server.command("account", "group", "all@example.test", "x@other.example");
      Files.writeString(
          zone,
          "good.example. IN TXT \"v=spf1 ip4:127.0.0.0/8 -all\"\n"
              + "_dmarc.good.example. IN TXT \"v=DMARC1; p=reject\"\n"
              + (AUTHOR.name().dnsName() + ". IN TXT \"" + AUTHOR.dnsRecord() + "\"\n")
              + "other.example. IN MX 10 mx.other.example.\nmx.other.example. IN A 127.0.0.1\n"
              + server.command("dkim", "publish", "example.test"));
      assertEquals(0, server.stop());
    }
    try (var sink = new Sink()) {
      Path settings = home.resolve("mailstead.toml");
      Files.writeString(
          settings,
          Files.readString(settings)
              .replace("resolver = \"none\"", "resolver = \"file:" + zone + "\"")
              .replace("outbound_port = 25", "outbound_port = " + sink.listening.getLocalPort()));
      try (Running server = Running.start(home, base)) {
        server.command("settings", "set", "sending", "true");
        send(server, mail());
        String came = String.valueOf(sink.messages.poll(30, TimeUnit.SECONDS));
        assertTrue(came.startsWith("ARC-Seal: ") && came.endsWith(mailBody()), came);
        believes(came, zone);
        assertEquals(0, server.stop());
      }
    }
  }

  private static String mailBody() {
    return "\r\n\r\nHello  you\r\n.x\r\n";
  }

  private void believes(String came, Path zone) throws Exception {
    Arc chain =
        new ArcValidator(ZoneFileResolver.read(zone), DkimLimits.DEFAULT).validate(message(came));
    assertTrue(chain instanceof Arc.Pass, chain + "\n" + came);
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.writeString(in.resolve("1"), came, ISO_8859_1);
    Path keys = folder.resolve("keys.txt");
    Files.writeString(keys, keys(Files.readString(zone)));
    String script = Foreign.script(folder, "dkim-oracle.py");
    Foreign.Ended ended =
        Foreign.run(
            folder, 60, "/usr/bin/python3", script, "verify", in.toString(), keys.toString());
    String said = ended.orFail().output();
    assertTrue(said.matches("1 pass \\S+ arc=pass\\s*"), said + "\n" + came);
  }
}
