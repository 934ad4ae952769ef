package org.mailstead.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All emails of an account at one version, each with its places. Immutable and shared; a newer one
 * shares with it every run of emails in which nothing changed.
 */
public final class AccountView {
  /** Emails of a run. */
  private static final int RUN = 128;

  private static final AccountEmail[] NOTHING = {};

  private final long version;
  private final AccountEmail[][] runs;

  /** The last number of each run, for a search of one among many. */
  private final long[] lasts;

  private final int size;

  /** Made when somebody asks, perhaps twice at a time, and then the same. */
  private volatile AccountEmail @Nullable [] newestFirst;

  private AccountView(long version, List<AccountEmail[]> runs) {
    this.version = version;
    this.runs = runs.toArray(new AccountEmail[0][]);
    this.lasts = runs.stream().mapToLong(run -> run[run.length - 1].number()).toArray();
    this.size = runs.stream().mapToInt(run -> run.length).sum();
  }

  static AccountView empty(long version) {
    return new AccountView(version, List.of());
  }

  /** The account's version that this shows. */
  public long version() {
    return version;
  }

  /** How many emails there are, with those that lie in no place where they are shown. */
  public int size() {
    return size;
  }

  /** By its number. */
  public Optional<AccountEmail> find(long number) {
    int run = Arrays.binarySearch(lasts, number);
    run = run >= 0 ? run : -run - 1;
    if (run == runs.length) {
      return Optional.empty();
    }
    int at = search(runs[run], number);
    return at >= 0 ? Optional.of(runs[run][at]) : Optional.empty();
  }

  private static int search(AccountEmail[] run, long number) {
    int low = 0;
    int high = run.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = run[middle].number();
      if (found == number) {
        return middle;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** All of them by their numbers, which is by arrival. */
  public void each(Consumer<AccountEmail> email) {
    for (AccountEmail[] run : runs) {
      for (AccountEmail one : run) {
        email.accept(one);
      }
    }
  }

  /**
   * The same by the date of receipt, the newest first. Numbers go by arrival, so that they are
   * nearly in order already.
   */
  public List<AccountEmail> newestFirst() {
    AccountEmail[] known = newestFirst;
    if (known == null) {
      known = new AccountEmail[size];
      int at = size;
      for (AccountEmail[] run : runs) {
        for (AccountEmail email : run) {
          known[--at] = email;
        }
      }
      Arrays.sort(known, AccountView::compareNewest);
      newestFirst = known;
    }
    return Collections.unmodifiableList(Arrays.asList(known));
  }

  private static int compareNewest(AccountEmail one, AccountEmail other) {
    return one.receivedMs() == other.receivedMs()
        ? Long.compare(other.number(), one.number())
        : Long.compare(other.receivedMs(), one.receivedMs());
  }

  Editor edit() {
    return new Editor(this);
  }

  /** Makes the next version. */
  static final class Editor {
    private final AccountView base;
    private final Map<Long, Optional<AccountEmail>> changed = new HashMap<>();

    private Editor(AccountView base) {
      this.base = base;
    }

    Optional<AccountEmail> find(long number) {
      Optional<AccountEmail> now = changed.get(number);
      return now == null ? base.find(number) : now;
    }

    void put(AccountEmail email) {
      changed.put(email.number(), Optional.of(email));
    }

    void remove(long number) {
      changed.put(number, Optional.empty());
    }

    AccountView done(long version) {
      var left = new TreeMap<>(changed);
      List<AccountEmail[]> runs = new ArrayList<>();
      for (int i = 0; i < base.runs.length; i++) {
        boolean last = i == base.runs.length - 1;
        var here = last ? left : left.headMap(base.lasts[i], true);
        if (here.isEmpty()) {
          runs.add(base.runs[i]);
        } else {
          cut(merged(base.runs[i], here), runs);
        }
        here.clear();
      }
      if (!left.isEmpty()) {
        cut(merged(NOTHING, left), runs);
      }
      return new AccountView(version, runs);
    }

    private static List<AccountEmail> merged(
        AccountEmail[] run, Map<Long, Optional<AccountEmail>> changes) {
      Map<Long, AccountEmail> all = new TreeMap<>();
      for (AccountEmail email : run) {
        all.put(email.number(), email);
      }
      changes.forEach((number, email) ->
          email.ifPresentOrElse(now -> all.put(number, now), () -> all.remove(number)));
      return List.copyOf(all.values());
    }

    private static void cut(List<AccountEmail> emails, List<AccountEmail[]> runs) {
      for (int at = 0; at < emails.size(); at += RUN) {
        runs.add(
            emails.subList(at, Math.min(emails.size(), at + RUN)).toArray(new AccountEmail[0]));
      }
    }
  }
}
