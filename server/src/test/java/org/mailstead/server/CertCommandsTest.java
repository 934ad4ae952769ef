package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.http.Answer;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.TlsAlpnProofs;
import org.mailstead.wire.acme.HttpTokens;
import org.mailstead.wire.acme.TlsAlpn;
import org.mailstead.wire.acme.Wanted;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** {@code cert} without a CA, and what is looked at before one is asked. */
class CertCommandsTest {
  private static final String HOST = "mail.example.test";

  @TempDir Path folder;

  private String settings(String zone, String more) throws IOException {
    Path file = folder.resolve("zone");
    Files.writeString(file, zone);
    return """
    hostname = "mail.example.test"
    resolver = "file:%s"
    [tls]
    acme = "on"
    acme_directory = "https://localhost:1/dir"
    %s
    """
        .formatted(file, more);
  }

  @Test
  void withoutACaThereIsOneOfOurOwn() throws Exception {
    try (var home = new Typed(folder)) {
      assertTrue(home.good("cert", "list").contains("No CA is asked"));
      home.core.certificates().open();
      String list = home.good("cert", "list");
      assertTrue(list.startsWith("localhost\n  EC, from this server itself, valid until"), list);
      for (String command : List.of("renew", "test")) {
        assertEquals(ExitCode.REFUSED, home.type("cert", command).code());
      }
    }
  }

  @Test
  void aNameThatIsNowhereIsToldBeforeACaIsAsked() throws Exception {
    try (var home = new Typed(folder, settings("x. IN TXT \"x\"\n", ""))) {
      Typed.Said said = home.type("cert", "list");
      assertEquals(ExitCode.REFUSED, said.code());
      assertTrue(
          said.out().contains("WRONG: mail.example.test: mail.example.test has no address"),
          said.out());
      assertTrue(home.type("doctor").out().contains("has no address in the DNS"));
    }
  }

  @Test
  void aKeyWaitsForItsRecordInTheDns() throws Exception {
    String zone =
        """
        mail.example.test. IN A 127.0.0.1
        _25._tcp.mail.example.test. IN TLSA 3 1 1 %s
        """;
    String dns = "acme_challenge = \"dns\"\ndns_server = \"127.0.0.1:1\"";
    String line;
    try (var home = new Typed(folder, settings(zone.formatted("ab".repeat(32)), dns))) {
      String said = home.good("cert", "rotate");
      assertTrue(said.startsWith("_25._tcp.mail.example.test. IN TLSA 3 1 1 "), said);
      assertEquals(said, home.good("cert", "rotate"), "the same key until it is used");
      line = said.lines().findFirst().orElseThrow();
    }
    String next = line.substring(line.lastIndexOf(' ') + 1);
    try (var home = new Typed(folder, settings(zone.formatted(next), dns))) {
      Typed.Said said = home.type("cert", "rotate");
      assertEquals(ExitCode.REFUSED, said.code());
      assertTrue(said.err().contains("the CA cannot be reached"), said.err());
    }
  }

  @Test
  void whatIsLackingInTheSettingsIsTold() throws Exception {
    for (String more : List.of("acme_challenge = \"dns\"", "acme_challenge = \"program\"")) {
      Path at = Files.createTempDirectory(folder, "home");
      String settings = settings("x. IN TXT \"x\"\n", more);
      org.junit.jupiter.api.Assertions.assertThrows(
          ConfigException.class, () -> new Typed(at, settings).close(), more);
    }
    for (String more :
        List.of(
            "acme_account = \"7\"",
            "acme_challenge = \"dns\"\ndns_server = \"127.0.0.1\"\ndns_key = \"a hmac-sha256\"")) {
      Path at = Files.createTempDirectory(folder, "home");
      try (var home = new Typed(at, settings("x. IN TXT \"x\"\n", more))) {
        Typed.Said list = home.type("cert", "list");
        assertEquals(ExitCode.REFUSED, list.code(), list.toString());
        assertTrue(list.out().contains("needs its secret in "), list.toString());
        assertTrue(home.type("doctor").out().contains("WRONG: no CA can be asked"), more);
      }
    }
  }

  @Test
  void aCaIsAskedAsSoonAsItIsSet() throws Exception {
    try (var home = new Typed(folder)) {
      assertTrue(home.good("cert", "list").contains("No CA is asked: tls.acme is off."));
      home.good("settings", "set", "tls.acme_directory", "https://localhost:1/dir");
      assertTrue(home.core.certificates().renewals().isEmpty());
      home.good("settings", "set", "tls.acme", "on");
      var first = home.core.certificates().renewals().orElseThrow();
      home.good("settings", "set", "junk_points", "5");
      assertTrue(first == home.core.certificates().renewals().orElseThrow());
      home.good("settings", "set", "tls.acme_key", "rsa");
      assertTrue(first != home.core.certificates().renewals().orElseThrow());
      Typed.Said wrong = home.type("settings", "set", "tls.acme_challenge", "dns");
      assertTrue(wrong.err().contains("tls.dns_server is needed for"), wrong.toString());
    }
  }

  private static Resolver names() throws IOException {
    String zone = HOST + ". IN A 127.0.0.1\n";
    return new ZoneFileResolver(
        new ByteArrayInputStream(zone.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), false);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void ourOwnPageIsFoundByHttpAndAnothersIsNot() throws Exception {
    var tokens = new HttpTokens();
    var mine =
        new Routes()
            .get(
                HttpTokens.PATH + "{token}",
                request ->
                    Answer.text(200, tokens.authorization(request.captured("token")).orElse("")));
    try (var own = new WebServer(WebConfig.plain("127.0.0.1", 0), mine);
        var other = new WebServer(WebConfig.plain("127.0.0.1", 0), new Routes())) {
      int port = own.start();
      assertEquals(Optional.empty(), new ProofTrial(names(), tokens, port, 1).why(HOST));
      assertTrue(told(new ProofTrial(names(), tokens, other.start(), 1)).contains("another one"));
      assertTrue(told(new ProofTrial(names(), tokens, closedPort(), 1)).contains("127.0.0.1 port"));
      assertEquals(
          Optional.of("it has no address in the DNS"),
          new ProofTrial(names(), tokens, port, 1).why("other.example.test"));
    }
  }

  @Test
  void ourOwnProofIsFoundByTlsAndAnothersIsNot() throws Exception {
    var proofs = new TlsAlpnProofs();
    var files = new CertificateFiles(folder.resolve("c"), folder.resolve("k"));
    SelfSigned.write(List.of(HOST), files, InstantSource.system());
    var prover = new TlsAlpn(proofs, InstantSource.system());
    var own = new Certificates(List.of(files), proofs);
    var strange = new Certificates(List.of(files));
    try (var mine = new WebServer(WebConfig.tls("127.0.0.1", 0, own.context()), new Routes());
        var other = new WebServer(WebConfig.tls("127.0.0.1", 0, strange.context()), new Routes())) {
      assertEquals(Optional.empty(), new ProofTrial(names(), prover, 1, mine.start()).why(HOST));
      assertTrue(new ProofTrial(names(), prover, 1, other.start()).why(HOST).isPresent());
    }
  }

  private static String told(ProofTrial trial) throws InterruptedException {
    return trial.why(HOST).orElse("nothing wrong");
  }

  @Test
  void domainsGetWhatLeadsHere() throws Exception {
    String zone =
        """
        mail.example.test. IN A 127.0.0.1
        autoconfig.example.test. IN CNAME mail.example.test.
        autodiscover.example.test. IN A 192.0.2.1
        mta-sts.example.test. IN A 127.0.0.1
        """;
    try (var home = new Typed(folder, "mta_sts = \"testing\"\n" + settings(zone, ""))) {
      home.good("domain", "add", "example.test");
      home.good("domain", "add", "other.test");
      var names =
          new CertificateNames(
              home.core.config(),
              home.core.settings(),
              home.core.directory(),
              home.core.resolver());
      List<Wanted> wanted = names.wanted(true);
      assertEquals(2, wanted.size());
      assertEquals(List.of(HOST), wanted.getFirst().names());
      assertEquals(
          List.of("autoconfig.example.test", "mta-sts.example.test"), wanted.getLast().names());
    }
  }
}
