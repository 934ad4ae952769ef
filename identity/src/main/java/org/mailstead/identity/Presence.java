package org.mailstead.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.mailstead.words.AccountId;

/**
 * Who is signed in: the sessions of an account that is switched off or removed are told so at once.
 * A change of a directory shard has its signed-in accounts looked at again; those are few, and such
 * changes rare.
 */
final class Presence {
  private final Directory directory;
  private final List<Shard> shards;

  /** The sessions whose accounts lie in one shard of the directory. */
  private static final class Shard {
    final Map<AccountId, Set<Noted>> stays = new ConcurrentHashMap<>();
    final AtomicBoolean looking = new AtomicBoolean();
  }

  /** One session's being signed in, until it is closed. */
  private final class Noted implements Stay {
    private final AccountId account;
    private final Runnable end;

    Noted(AccountId account, Runnable end) {
      this.account = account;
      this.end = end;
    }

    @Override
    public void close() {
      shard(account)
          .stays
          .computeIfPresent(
              account,
              (_, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
              });
    }
  }

  Presence(Directory directory) {
    this.directory = directory;
    this.shards = IntStream.range(0, DirectoryRows.SHARDS).mapToObj(_ -> new Shard()).toList();
    for (int i = 0; i < DirectoryRows.SHARDS; i++) {
      Shard shard = shards.get(i);
      directory.store().watchers().watch(DirectoryRows.shard(i), _ -> changed(shard));
    }
  }

  private Shard shard(AccountId account) {
    return shards.get((int) DirectoryRows.account(account).partition().id());
  }

  /**
   * Notes a session.
   *
   * @param end called once the account may be used no more, perhaps at once; must not block
   */
  Stay enter(AccountId account, Runnable end) {
    var stay = new Noted(account, end);
    shard(account)
        .stays
        .compute(
            account,
            (_, known) -> {
              Set<Noted> all = known == null ? ConcurrentHashMap.newKeySet() : known;
              all.add(stay);
              return all;
            });
    // Noted first, looked at then: what changes between the two is seen by one of them.
    if (!mayStay(account)) {
      end.run();
    }
    return stay;
  }

  private boolean mayStay(AccountId account) {
    return directory.account(account).filter(known -> !known.disabled()).isPresent();
  }

  /** Called by a committer, which must not wait. */
  private void changed(Shard shard) {
    if (!shard.stays.isEmpty() && shard.looking.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> look(shard));
    }
  }

  private void look(Shard shard) {
    shard.looking.set(false);
    shard.stays.forEach((account, all) -> {
      if (!mayStay(account)) {
        all.forEach(stay -> stay.end.run());
      }
    });
  }
}
