package org.mailstead.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.mailstead.imap.fetch.Fetch;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Kept;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.MailboxView;
import org.mailstead.post.ViewChange;

/**
 * A search whose result the client is told changes of (RFC 5267 section 4.3). The result is kept as
 * uids, in the order that was asked for: what is removed is told by the old sequence numbers,
 * before they change, and what is added by the new ones.
 */
final class Context implements Kept {
  /** So many messages that came are each looked up in the order; more are sorted with the rest. */
  private static final int FEW = 64;

  private final String correlator;
  private final boolean uid;
  private final SearchKey key;
  private final List<SortCriterion> criteria;
  private final List<FetchItem> items;
  private int[] uids;

  /**
   * @param key in which no sequence numbers are left
   * @param items what is told of messages that come
   * @param uids what has been found
   */
  Context(
      String correlator,
      boolean uid,
      SearchKey key,
      List<SortCriterion> criteria,
      List<FetchItem> items,
      int[] uids) {
    this.correlator = correlator;
    this.uid = uid;
    this.key = key;
    this.criteria = criteria;
    this.items = items;
    this.uids = uids;
  }

  @Override
  public int size() {
    return uids.length;
  }

  private boolean isSorted() {
    return !criteria.isEmpty();
  }

  private void tell(Client client, String items) throws IOException {
    if (!items.isEmpty()) {
      client.out().untagged("ESEARCH " + correlator + (uid ? " UID" : "") + items);
    }
  }

  @Override
  public void expunged(Client client, Selected in, List<Integer> removed) throws IOException {
    BitSet gone = new BitSet();
    removed.forEach(gone::set);
    tell(client, remove(gone, in.told()));
  }

  @Override
  public void update(Client client, Selected in, ViewChange change, int lastUid)
      throws IOException {
    MailboxView told = in.told();
    BitSet candidates = candidates(told, change, lastUid);
    var progress = Progress.silent(client);
    var searching = new Searching(client, in, key, progress);
    BitSet fitting = new BitSet();
    searching.find(candidates).stream().map(told::uid).forEach(fitting::set);
    BitSet leaving = new BitSet();
    candidates.stream().map(told::uid).forEach(leaving::set);
    leaving.andNot(fitting);
    BitSet coming = (BitSet) fitting.clone();
    Arrays.stream(uids).forEach(coming::clear);
    fetch(client, in, change.added().stream().filter(coming::get).toList());
    String items = remove(leaving, told);
    tell(client, items + add(coming.stream().toArray(), searching, told));
  }

  // RFC 5465 section 7: not of those that came in by a change of their flags
  private void fetch(Client client, Selected in, List<Integer> fresh) throws IOException {
    if (!items.isEmpty() && !fresh.isEmpty()) {
      new Fetch(client, in).tellUnasked(fresh.stream().map(in.told()::indexOf).toList(), items);
    }
  }

  /** Positions of the messages that may have come in or out. */
  private BitSet candidates(MailboxView told, ViewChange change, int lastUid) {
    BitSet candidates = new BitSet();
    if (key.usesTime()) {
      candidates.set(0, told.size());
      return candidates;
    }
    IntStream.concat(
            change.changed().stream().mapToInt(some -> some),
            change.added().stream().mapToInt(some -> some))
        .map(told::indexOf)
        .filter(at -> at >= 0)
        .forEach(candidates::set);
    // What * means in a set of uids was the last one, and is the last one now.
    if (told.size() > 0) {
      candidates.set(told.size() - 1);
      int before = told.indexOf(lastUid);
      if (before >= 0) {
        candidates.set(before);
      }
    }
    return candidates;
  }

  private int number(int some, MailboxView told) {
    return uid ? some : told.indexOf(some) + 1;
  }

  private String set(int[] some, MailboxView told) {
    return SequenceSet.text(Arrays.stream(some).map(one -> number(one, told)));
  }

  // ---- REMOVEFROM

  private String remove(BitSet leaving, MailboxView told) {
    int[] left = Arrays.stream(uids).filter(some -> !leaving.get(some)).toArray();
    if (left.length == uids.length) {
      return "";
    }
    String items =
        isSorted()
            ? " REMOVEFROM (" + removals(leaving, told) + ")"
            : " REMOVEFROM (0 "
                + set(Arrays.stream(uids).filter(leaving::get).toArray(), told)
                + ")";
    uids = left;
    return items;
  }

  /** Each run of results that go, and where it begins once those before it are gone. */
  private String removals(BitSet leaving, MailboxView told) {
    List<String> pairs = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < uids.length; i++) {
      int end = i;
      while (end < uids.length && leaving.get(uids[end])) {
        end++;
      }
      if (end > i) {
        String run = set(Arrays.copyOfRange(uids, i, end), told);
        pairs.add((i + 1 - before) + " " + run);
        before += end - i;
        i = end;
      }
    }
    return String.join(" ", pairs);
  }

  // ---- ADDTO

  private String add(int[] coming, Searching searching, MailboxView told) throws IOException {
    if (coming.length == 0) {
      return "";
    }
    if (!isSorted()) {
      uids = IntStream.concat(Arrays.stream(uids), Arrays.stream(coming)).sorted().toArray();
      return " ADDTO (0 " + set(coming, told) + ")";
    }
    uids = placed(coming, new Sorting(searching, criteria), told);
    return " ADDTO (" + additions(coming, told) + ")";
  }

  /** Each run of results that came, and where it begins once those before it are there. */
  private String additions(int[] coming, MailboxView told) {
    BitSet fresh = new BitSet();
    Arrays.stream(coming).forEach(fresh::set);
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < uids.length; i++) {
      int end = i;
      while (end < uids.length && fresh.get(uids[end])) {
        end++;
      }
      if (end > i) {
        pairs.add((i + 1) + " " + set(Arrays.copyOfRange(uids, i, end), told));
        i = end;
      }
    }
    return String.join(" ", pairs);
  }

  /** The results with those that came, in order. */
  private int[] placed(int[] coming, Sorting sorting, MailboxView told) throws IOException {
    if (coming.length > FEW || coming.length >= uids.length) {
      IntStream all = IntStream.concat(Arrays.stream(uids), Arrays.stream(coming));
      int[] positions = all.map(told::indexOf).sorted().toArray();
      return Arrays.stream(sorting.sort(positions)).map(told::uid).toArray();
    }
    int[] order = uids;
    for (int some : coming) {
      int at = place(some, order, sorting, told);
      int[] longer = Arrays.copyOf(order, order.length + 1);
      System.arraycopy(order, at, longer, at + 1, order.length - at);
      longer[at] = some;
      order = longer;
    }
    return order;
  }

  /** Where a message belongs; only those that it is compared with are read. */
  private static int place(int some, int[] order, Sorting sorting, MailboxView told)
      throws IOException {
    SortTable mine = sorting.table(new int[] {told.indexOf(some)});
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      SortTable other = sorting.table(new int[] {told.indexOf(order[middle])});
      int compared = mine.compare(0, other, 0);
      boolean after = compared > 0 || (compared == 0 && some > order[middle]);
      low = after ? middle + 1 : low;
      high = after ? high : middle;
    }
    return low;
  }
}
