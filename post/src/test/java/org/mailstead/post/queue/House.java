package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.identity.Allowance;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Email;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Engine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** A house with Ada and Bob, and what lies in their mailboxes. Its clock is set by hand. */
final class House {
  static final byte[] KEY = "a key of thirty two octets, fixed".getBytes(UTF_8);

  final Clock clock = new Clock();
  final Accounts store;
  final Blobs blobs;
  final Directory directory;
  final DirectoryChanges changes;
  final Post post;
  final Account ada;
  final Account bob;

  /** Stands still until it is moved. */
  static final class Clock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-02T09:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void set(Instant to) {
      now = to;
    }
  }

  House(Path home, Engine engine) throws IOException {
    store = new Accounts(engine, new Watchers());
    blobs = new Blobs(home, store, BlobsConfig.DEFAULT, Space.endless(), clock);
    directory = new Directory(store, KEY);
    changes = new DirectoryChanges(directory, clock);
    post = new Post(store, blobs, new BlobScopes(KEY), directory, clock);
    if (directory.domains().isEmpty()) {
      changes.addDomain("example.test", TenantId.FIRST);
      changes.addAccount(address("ada@example.test"), "Ada");
      changes.addAccount(address("bob@example.test"), "Bob");
    }
    ada = directory.account(address("ada@example.test")).orElseThrow();
    bob = directory.account(address("bob@example.test")).orElseThrow();
  }

  void speaks(Account account, String language) {
    var _ = changes.changeAccount(account.id(), old -> old.withLanguage(language));
  }

  /** The most that the account may keep; 0 for any amount. */
  void mayKeep(Account account, long octets) {
    var _ =
        changes.changeAccount(
            account.id(), old -> old.withAllowance(Allowance.DEFAULT.withOctets(octets)));
  }

  static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  Blob body(String text) throws IOException {
    try (Arriving arriving = post.intake().begin(TenantId.FIRST)) {
      byte[] bytes = text.getBytes(UTF_8);
      arriving.write(bytes, 0, bytes.length);
      return arriving.finish().body();
    }
  }

  QueuedMail mail(String id, String text, QueuedMail.To... to) throws IOException {
    return new QueuedMail(
        id,
        Optional.of(ada.address()),
        body(text),
        "Received: from here\r\n".getBytes(UTF_8),
        Optional.of(ada.id()),
        clock.instant(),
        QueuedMail.Options.PLAIN,
        List.of(to));
  }

  static QueuedMail.To here(Account account) {
    var target = new QueuedMail.Target.Here(account.id(), Recipient.Why.PRIMARY);
    return new QueuedMail.To(account.address(), target, "", Set.of());
  }

  static QueuedMail.To outside(String address) {
    return new QueuedMail.To(address(address), new QueuedMail.Target.Elsewhere(), "", Set.of());
  }

  /** The messages in an account's INBOX, whole, in their order. */
  List<String> inbox(Account account) throws IOException {
    post.mailboxes().provide(account.id());
    var view = post.view(account.id(), post.mailboxes().tree(account.id()).inbox().id());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < view.size(); i++) {
      Email email = post.emails().get(account.id(), view.get(i).email());
      var bytes = post.emails().bytes(account.id(), email);
      try (var in = bytes.open(0, bytes.length())) {
        texts.add(new String(in.readAllBytes(), UTF_8));
      }
    }
    return texts;
  }
}
