package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Engine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** One process over an engine, with blobs in a folder. */
final class World implements AutoCloseable {
  private static final byte[] KEY = new byte[32];

  final Accounts store;
  final Blobs blobs;
  final Directory directory;
  final DirectoryChanges changes;
  final Post post;
  final TestClock clock;

  /** A clock that goes when it is told to. */
  static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  World(Engine engine, Path folder, TestClock clock) {
    this(engine, folder, clock, Space.endless());
  }

  World(Engine engine, Path folder, TestClock clock, Space space) {
    this.clock = clock;
    this.store = new Accounts(engine, new Watchers(), space);
    try {
      this.blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, space, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.directory = new Directory(store, KEY);
    this.changes = new DirectoryChanges(directory, clock);
    this.post = new Post(store, blobs, new BlobScopes(KEY), directory, clock);
  }

  /** An account at example.test, with its mailboxes. */
  AccountId account(String name) {
    if (directory.domain("example.test").isEmpty()) {
      changes.addDomain("example.test", TenantId.FIRST);
    }
    Account account =
        changes.addAccount(EmailAddress.parse(name + "@example.test").orElseThrow(), name);
    post.mailboxes().provide(account.id());
    return account.id();
  }

  void quota(AccountId id, long octets) {
    changes.changeAccount(id, a -> a.withAllowance(a.allowance().withOctets(octets)));
  }

  void mayKeep(AccountId id, long messages) {
    changes.changeAccount(id, a -> a.withAllowance(a.allowance().withMessages(messages)));
  }

  NewMessage message(AccountId account, byte[] bytes, Set<String> flags) {
    return message(account, bytes, flags, new byte[0]);
  }

  NewMessage message(AccountId account, byte[] bytes, Set<String> flags, byte[] prefix) {
    try (Arriving arriving = post.intake().begin(account)) {
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(account);
      return new NewMessage(
          arrived.body(),
          prefix,
          arrived.structure(),
          arrived.preview(),
          flags,
          clock.instant().atOffset(ZoneOffset.ofHours(1)),
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A short message that its preview tells apart. */
  NewMessage tagged(AccountId account, String tag, Set<String> flags) {
    return message(account, text(tag), flags);
  }

  static byte[] text(String tag) {
    return "Subject: %s\r\nMessage-ID: <%s@example.test>\r\n\r\n%s\r\n"
        .formatted(tag, tag, tag)
        .getBytes(UTF_8);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
