package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Pebble;
import org.mailstead.testkit.TestData;
import org.mailstead.wire.KeyPairs;
import org.mailstead.wire.dns.DnsConfig;
import org.mailstead.wire.dns.DnsResolver;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Records for DNS-01, in a name server that takes signed updates only (BIND). */
@Timeout(90)
class DnsRecordsTest {
  private static final byte[] SECRET = "not so secret, but 32 octets ok?".getBytes(US_ASCII);
  private static final String NAME = "mail.example.test";
  private static final String ZONE =
      """
      $TTL 5
      @ IN SOA ns.%1$s. root.%1$s. 1 60 60 60 5
      @ IN NS ns.%1$s.
      ns IN A 127.0.0.1
      """;

  @TempDir Path folder;

  private Optional<Process> named = Optional.empty();
  private int port;

  @BeforeEach
  void bind() throws Exception {
    Path bind = peers().resolve("usr/sbin/named");
    boolean there = Files.isExecutable(bind);
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("named is missing: run test/peers");
    }
    assumeTrue(there, "named is missing: run test/peers");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        folder.resolve("example.zone"),
        ZONE.formatted("example.test")
            + "mail IN A 127.0.0.1\n_acme-challenge.alias IN CNAME proofs.other.test.\n");
    Files.writeString(folder.resolve("other.zone"), ZONE.formatted("other.test"));
    Files.writeString(
        folder.resolve("named.conf"),
        """
        key "acme." { algorithm hmac-sha256; secret "%3$s"; };
        key "weak." { algorithm hmac-sha256; secret "%3$s"; };
        options {
          directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
          listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
          recursion yes; allow-recursion { any; };
          forward only; forwarders port 1 { 127.0.0.1; }; dnssec-validation no; notify no;
        };
        controls {};
        zone "example.test" { type primary; file "example.zone"; allow-update { key "acme."; }; };
        zone "other.test" { type primary; file "other.zone"; allow-update { key "acme."; }; };
        """
            .formatted(folder, port, Base64.getEncoder().encodeToString(SECRET)));
    var builder =
        new ProcessBuilder(bind.toString(), "-g", "-c", folder + "/named.conf")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("named.txt").toFile());
    try (var libraries = Files.list(peers().resolve("usr/lib"))) {
      String path = libraries.map(Path::toString).collect(Collectors.joining(":"));
      builder.environment().put("LD_LIBRARY_PATH", path);
    }
    named = Optional.of(builder.start());
    await();
  }

  /** Where the servers of others are unpacked. */
  private static Path peers() {
    String set = System.getenv("MAILSTEAD_TEST_PEERS");
    return set != null ? Path.of(set) : TestData.checkout().resolve("target/peers");
  }

  private void await() throws Exception {
    for (int i = 0; i < 500 && named.orElseThrow().isAlive(); i++) {
      // It listens before it knows its zones.
      if (Files.readString(folder.resolve("named.txt")).contains(" running\n")) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(Files.readString(folder.resolve("named.txt")));
  }

  @AfterEach
  void end() {
    named.ifPresent(Process::destroyForcibly);
  }

  private InetSocketAddress server() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private DnsUpdates updates(String key, String algorithm, byte[] secret) {
    return new DnsUpdates(server(), Optional.of(new DnsUpdates.Key(key, algorithm, secret)));
  }

  private DnsUpdates good() {
    return updates("acme", "hmac-sha256", SECRET);
  }

  /** A resolver without a memory of what was there. */
  private Resolver asked() {
    return new DnsResolver(
        new DnsConfig(List.of(server()), Duration.ofSeconds(2), 2, false, 0),
        InstantSource.system());
  }

  @Test
  void recordsComeAndGoOneByOne() throws Exception {
    DnsUpdates updates = good();
    updates.add("_acme-challenge." + NAME, "one");
    updates.add("_acme-challenge." + NAME, "two");
    assertEquals(
        List.of("one", "two"),
        asked().txt("_acme-challenge." + NAME).records().stream().sorted().toList());
    updates.remove("_acme-challenge." + NAME, "one");
    updates.remove("_acme-challenge." + NAME, "one");
    assertEquals(List.of("two"), asked().txt("_acme-challenge." + NAME).records());
  }

  @Test
  void whatTheServerDoesNotTakeIsTold() {
    String at = "_acme-challenge." + NAME;
    var wrongSecret = updates("acme", "hmac-sha256", new byte[32]);
    assertTold(wrongSecret, at, "NOTAUTH");
    assertTold(updates("nobody", "hmac-sha256", SECRET), at, "NOTAUTH");
    assertTold(updates("weak", "hmac-sha256", SECRET), at, "may this key change it?");
    assertTold(new DnsUpdates(server(), Optional.empty()), at, "may this key change it?");
    assertTold(good(), "_acme-challenge.elsewhere.example", "has no zone of");
    assertEquals(List.of(), asked().txt(at).records());
  }

  private static void assertTold(DnsUpdates updates, String at, String what) {
    IOException e = assertThrows(IOException.class, () -> updates.add(at, "x"));
    assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
  }

  @Test
  void aCaFindsTheProofsAlsoBehindAnAlias() throws Exception {
    assumeTrue(Pebble.isThere(), "pebble is missing: install pebble");
    var options = Pebble.Options.of(1, 1).asking("127.0.0.1:" + port);
    try (var pebble = Pebble.start(folder.resolve("pebble"), options)) {
      var config =
          new AcmeConfig(
              pebble.directory(),
              Optional.of(pebble.roots()),
              Optional.empty(),
              Optional.empty(),
              KeyPairs.Kind.ECDSA);
      var names = List.of(NAME, "alias.example.test", "*.example.test");
      var wanted = new Wanted(NAME, names, Optional.empty());
      var prover = new DnsRecords(good(), asked(), Duration.ZERO);
      assertEquals("proofs.other.test", prover.place("alias.example.test"));
      var renewals =
          new Renewals(
              config,
              folder.resolve("acme"),
              () -> List.of(wanted),
              prover,
              InstantSource.system());
      assertTrue(renewals.round(), () -> renewals.list().getFirst().why());
      assertEquals(
          List.of(), asked().txt("_acme-challenge." + NAME).records(), "it was taken away again");
      assertEquals(List.of(), asked().txt("proofs.other.test").records());
    }
  }

  private Path program(String script) throws IOException {
    Path program = folder.resolve("hook");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  @Test
  void aProgramOfTheOperatorsGetsItsWordsAsTheyAre() throws Exception {
    var dns =
        new DnsProgram(
            program("printf '%s|' \"$@\" >> " + folder + "/said\n"), Duration.ofSeconds(20));
    dns.add("_acme-challenge.x.test", "a b$(touch /nowhere);\"'");
    dns.remove("_acme-challenge.x.test", "v");
    assertEquals(
        "add|_acme-challenge.x.test|a b$(touch /nowhere);\"'|remove|_acme-challenge.x.test|v|",
        Files.readString(folder.resolve("said")));
  }

  @Test
  void aProgramThatFailsOrHangsIsTold() throws Exception {
    var failing = new DnsProgram(program("echo no such zone; exit 3\n"), Duration.ofSeconds(20));
    IOException e = assertThrows(IOException.class, () -> failing.add("n", "v"));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("add ended with 3: no such zone"), e.getMessage());
    var hanging = new DnsProgram(program("exec sleep 600\n"), Duration.ofMillis(300));
    e = assertThrows(IOException.class, () -> hanging.add("n", "v"));
    assertTrue(String.valueOf(e.getMessage()).contains("did not end"), e.getMessage());
    var noisy =
        new DnsProgram(program("head -c 3000000 /dev/zero; exit 1\n"), Duration.ofSeconds(20));
    e = assertThrows(IOException.class, () -> noisy.add("n", "v"));
    assertTrue(String.valueOf(e.getMessage()).length() < 5000);
    var missing = new DnsProgram(folder.resolve("nothing"), Duration.ofSeconds(20));
    assertThrows(IOException.class, () -> missing.add("n", "v"));
  }

  @Test
  void aNameWithoutAnAliasIsItsOwnPlace() throws Exception {
    var none = new ZoneFileResolver(new ByteArrayInputStream(new byte[0]), false);
    var records = new DnsRecords(good(), none, Duration.ZERO);
    assertEquals("_acme-challenge.a.test", records.place("a.test"));
    assertEquals("_acme-challenge.a.test", records.place("*.a.test"));
  }
}
