package org.mailstead.jmap.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * How many requests the server does at once, of all accounts together. When all turns are taken the
 * others wait, not for long, and are let in one account after the other: who has many waiting is
 * not before who has one.
 */
public final class Gate {
  private final int most;
  private final int mostWaiting;
  private final Duration longest;

  /** The account that is next stands first. */
  private final Map<AccountId, Deque<CountDownLatch>> waiting = new LinkedHashMap<>();

  private int inside;
  private int count;

  /**
   * @param most requests at once
   * @param mostWaiting requests that wait
   * @param longest a request waits
   */
  public Gate(int most, int mostWaiting, Duration longest) {
    this.most = most;
    this.mostWaiting = mostWaiting;
    this.longest = longest;
  }

  /**
   * Lets a request in, perhaps after a while.
   *
   * @throws Refused UNAVAILABLE when too many wait, or it has waited too long
   */
  public Turns.Turn enter(AccountId account) {
    var here = new CountDownLatch(1);
    synchronized (this) {
      if (inside < most) {
        inside++; // nobody waits while there are turns
        return this::leave;
      }
      if (count >= mostWaiting) {
        throw busy();
      }
      waiting.computeIfAbsent(account, _ -> new ArrayDeque<>()).add(here);
      count++;
    }
    await(account, here);
    return this::leave;
  }

  private void await(AccountId account, CountDownLatch here) {
    boolean interrupted = false;
    try {
      if (here.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    boolean let;
    synchronized (this) {
      let = here.getCount() == 0; // just now
      if (!let) {
        forget(account, here);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!let) {
      throw busy();
    }
  }

  private void forget(AccountId account, CountDownLatch here) {
    Deque<CountDownLatch> theirs = waiting.getOrDefault(account, new ArrayDeque<>());
    theirs.remove(here);
    if (theirs.isEmpty()) {
      waiting.remove(account);
    }
    count--;
  }

  private synchronized void leave() {
    if (waiting.isEmpty()) {
      inside--;
      return;
    }
    var next = waiting.entrySet().iterator().next();
    AccountId account = next.getKey();
    Deque<CountDownLatch> theirs = next.getValue();
    CountDownLatch first = theirs.remove();
    waiting.remove(account);
    if (!theirs.isEmpty()) {
      waiting.put(account, theirs); // as the last
    }
    count--;
    first.countDown(); // the turn goes over to it
  }

  private static Refused busy() {
    return new Refused(Problem.Kind.UNAVAILABLE, "server.busy");
  }
}
