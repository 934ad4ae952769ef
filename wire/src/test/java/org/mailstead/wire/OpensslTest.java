package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mailstead.wire.TestServer.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our TLS as another implementation sees it: {@code openssl s_client}, where it is installed. */
@Timeout(60)
class OpensslTest {
  @TempDir Path folder;

  @BeforeEach
  void needsOpenssl() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("openssl", "version").redirectErrorStream(true).start();
      assumeTrue(version.waitFor() == 0, "openssl (Debian package openssl) does not run");
    } catch (IOException _) {
      assumeTrue(
          !"true".equals(System.getenv("CI")), "openssl (Debian package openssl) is missing");
      assumeTrue(false, "openssl (Debian package openssl) is missing");
    }
  }

  private static String client(int port, String input, String... options) throws Exception {
    var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(TestServer.bytes(input));
      in.flush();
      // It leaves when the server closes; its own end of input would cut the answer off.
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      return output;
    } finally {
      process.destroy();
    }
  }

  private Certificates certificates() throws Exception {
    return TestServer.certificates(folder, "mail.example.org");
  }

  @Test
  void talksInBothVersionsAndKnowsTheExporter() throws Exception {
    for (String version : List.of("-tls1_3", "-tls1_2")) {
      var binding = new CompletableFuture<String>();
      try (var server =
          TestServer.tls(
              certificates(),
              connection -> {
                byte[] octets =
                    connection.channelBinding(ChannelBinding.TLS_EXPORTER).orElseThrow();
                binding.complete(HexFormat.of().withUpperCase().formatHex(octets));
                TestServer.echo(connection);
              })) {
        String output =
            client(
                server.port,
                "hello\nEND\n",
                version,
                "-crlf",
                "-servername",
                "mail.example.org",
                "-keymatexport",
                "EXPORTER-Channel-Binding",
                "-keymatexportlen",
                "32");
        assertTrue(output.contains("you said hello"), output);
        // In TLS 1.2 an empty context differs from none, which is what this option gives.
        if (version.equals("-tls1_3")) {
          assertTrue(output.contains("Keying material: " + binding.get()), output);
        }
      }
    }
  }

  @Test
  void anOlderVersionIsRefused() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo)) {
      String output = client(server.port, "", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
      assertTrue(output.toLowerCase(Locale.ROOT).contains("alert protocol version"), output);
    }
  }

  @Test
  void x25519IsTakenFromAClientThatOffersIt() throws Exception {
    try (var server = TestServer.tls(certificates(), TestServer::echo)) {
      String output = client(server.port, "END\n", "-crlf");
      assertTrue(output.contains("X25519"), output);
    }
  }

  @Test
  void startTlsWorksInSmtpsWords() throws Exception {
    try (var server = new TestServer(config(false), certificates(), OpensslTest::smtp)) {
      String output = client(server.port, "hello\nEND\n", "-starttls", "smtp", "-crlf");
      assertTrue(output.contains("you said hello"), output);
    }
  }

  private static void smtp(Connection connection) throws IOException {
    connection.out().print("220 mail.example.org").crlf().flush();
    connection.in().readLine(512);
    connection.out().print("250-mail.example.org").crlf().print("250 STARTTLS").crlf().flush();
    var command = (Line.Text) connection.in().readLine(512);
    assertEquals("STARTTLS", command.latin1());
    connection.out().print("220 go").crlf().flush();
    connection.startTls();
    TestServer.echo(connection);
  }
}
