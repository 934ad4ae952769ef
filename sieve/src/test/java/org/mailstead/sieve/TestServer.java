package org.mailstead.sieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Post;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.ListenerConfig;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.TlsPolicy;
import org.mailstead.wire.Wire;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * A ManageSieve server on a free loopback port, over a store in memory where Ada and Bob have
 * accounts.
 */
final class TestServer implements AutoCloseable {
  static final String PASSWORD = "secret  with spaces";
  private static final byte[] KEY = new byte[32];
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  /** Made once: keys take their time. */
  static final ServerTls TLS = tls();

  final Post post;
  final AccountId ada;
  final int port;
  final Authenticator authenticator;
  final Directory directory;
  final DirectoryChanges changes;
  private final Passwords passwords;
  final Wire wire = new Wire();
  private final Path folder;
  private final Blobs blobs;
  private final ManageSieveServer server;

  TestServer(Engine engine, boolean plaintextLogin) throws Exception {
    this(engine, plaintextLogin, CLOCK);
  }

  TestServer(Engine engine, boolean plaintextLogin, InstantSource clock) throws Exception {
    folder = Files.createTempDirectory("sieve");
    var store = new Accounts(engine, new Watchers());
    blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), clock);
    directory = new Directory(store, KEY);
    var credentials = new Credentials(store, directory, new Secrets(KEY), SignInConfig.NONE, clock);
    passwords = credentials.passwords();
    post = new Post(store, blobs, new BlobScopes(KEY), directory, clock);
    changes = new DirectoryChanges(directory, clock);
    if (directory.domains().isEmpty()) {
      changes.addDomain("example.test", TenantId.FIRST);
      for (String name : List.of("ada", "bob", "gr\u00f6\u00dfe")) {
        changes.addAccount(address(name), name);
      }
    }
    ada = directory.account(address("ada")).orElseThrow().id();
    post.mailboxes().provide(ada);
    authenticator = new Authenticator(store, directory, credentials, clock);
    server =
        new ManageSieveServer(wire, config(plaintextLogin), TLS, post, new Sasl(authenticator));
    port = server.start();
  }

  private static ServerTls tls() {
    try {
      Path folder = Files.createTempDirectory("sievetls");
      var files = new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
      SelfSigned.write(List.of("sieve.example.test"), files, InstantSource.system());
      var tls = new ServerTls(new Certificates(List.of(files)).context(), TlsPolicy.STRICT);
      delete(folder);
      return tls;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static ManageSieveConfig config(boolean plaintextLogin) {
    var listener = ListenerConfig.of("127.0.0.1", 0, false).withStopTimeout(Duration.ofMillis(100));
    return new ManageSieveConfig(listener, "sieve.example.test", plaintextLogin);
  }

  /** Gives somebody the password; hashing it takes its time. */
  TestServer open(String name) {
    passwords.set(directory.account(address(name)).orElseThrow().id(), PASSWORD);
    return this;
  }

  private static EmailAddress address(String name) {
    return EmailAddress.parse(name + "@example.test").orElseThrow();
  }

  static Engine memory() {
    return new MemoryEngine(CLOCK);
  }

  static Engine hostile(Engine engine, long seed) {
    return new HostileEngine(engine, seed, 0.2);
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    wire.close();
    blobs.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
