package org.mailstead.pop3;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.words.AccountId;

/**
 * Who has a maildrop to itself (RFC 1939 section 4). Held by a session's own call stack, so it
 * cannot be left behind by one that ends in whatever way.
 */
public final class Maildrops {
  private final Set<AccountId> held = ConcurrentHashMap.newKeySet();

  /** Gives the maildrop back. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Empty when another session has it. */
  Optional<Hold> hold(AccountId account) {
    return held.add(account) ? Optional.of(() -> held.remove(account)) : Optional.empty();
  }
}
