package org.mailstead.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.words.MailboxId;

/**
 * A mailbox at one version: its members by uid. Immutable and shared by all sessions that look at
 * that version; a newer one shares every chunk that did not change with it, so that two versions
 * are compared, and a new one made, at the cost of what changed.
 */
public final class MailboxView {
  private final MailboxId mailbox;
  private final long version;
  private final long highestModseq;
  private final Chunk[] chunks;

  /** Members before each chunk; one more than chunks. */
  private final int[] before;

  /** The last uid of each chunk, side by side for a search of one among many. */
  private final int[] lastUids;

  private MailboxView(MailboxId mailbox, long version, long highestModseq, List<Chunk> chunks) {
    this.mailbox = mailbox;
    this.version = version;
    this.highestModseq = highestModseq;
    this.chunks = chunks.toArray(new Chunk[0]);
    this.before = new int[chunks.size() + 1];
    this.lastUids = new int[chunks.size()];
    for (int i = 0; i < chunks.size(); i++) {
      before[i + 1] = before[i] + chunks.get(i).count();
      lastUids[i] = chunks.get(i).lastUid();
    }
  }

  static MailboxView empty(MailboxId mailbox, long version) {
    return new MailboxView(mailbox, version, 0, List.of());
  }

  public MailboxId mailbox() {
    return mailbox;
  }

  /** The account's version that this shows. */
  public long version() {
    return version;
  }

  /** The version of the last commit that touched a message of it; 0 when none ever did. */
  public long highestModseq() {
    return highestModseq;
  }

  /** How many messages there are. */
  public int size() {
    return before[chunks.length];
  }

  /** The message at a position from 0, which is IMAP's sequence number less one. */
  public Member get(int index) {
    int chunk = chunkOf(index);
    return chunks[chunk].member(index - before[chunk]);
  }

  /** The number of the email that the message is. */
  public long email(int index) {
    int chunk = chunkOf(index);
    return chunks[chunk].email(index - before[chunk]);
  }

  public int uid(int index) {
    int chunk = chunkOf(index);
    return chunks[chunk].uid(index - before[chunk]);
  }

  public Flags flags(int index) {
    int chunk = chunkOf(index);
    return chunks[chunk].flags(index - before[chunk]);
  }

  private int chunkOf(int index) {
    // Where nothing was removed all chunks are full.
    int full = index / Chunk.CAPACITY;
    if (full < chunks.length && before[full] <= index && index < before[full + 1]) {
      return full;
    }
    int found = Arrays.binarySearch(before, index);
    if (found < 0) {
      return -found - 2;
    }
    return found;
  }

  /** The position of a uid; when it is not there, -(position of the next higher uid) - 1. */
  public int indexOf(int uid) {
    if (chunks.length == 0) {
      return -1;
    }
    int found = Arrays.binarySearch(lastUids, uid);
    int low = found >= 0 ? found : Math.min(-found - 1, chunks.length - 1);
    int at = chunks[low].find(uid);
    return at >= 0 ? before[low] + at : -(before[low] + -at - 1) - 1;
  }

  /** The highest uid that is there; 0 when there is none. */
  public int lastUid() {
    return chunks.length == 0 ? 0 : chunks[chunks.length - 1].lastUid();
  }

  public void each(Consumer<Member> member) {
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.count(); i++) {
        member.accept(chunk.member(i));
      }
    }
  }

  /** What a client that knows {@code old} must be told to know this. */
  public ViewChange since(MailboxView old) {
    List<Integer> removed = new ArrayList<>();
    List<Integer> changed = new ArrayList<>();
    List<Integer> added = new ArrayList<>();
    int here = 0;
    int there = 0;
    while (here < size() || there < old.size()) {
      int same = sharedFrom(here, old, there);
      if (same > 0) {
        here += same;
        there += same;
        continue;
      }
      int mine = here < size() ? uid(here) : Integer.MAX_VALUE;
      int theirs = there < old.size() ? old.uid(there) : Integer.MAX_VALUE;
      if (mine == theirs) {
        if (modseq(here) != old.modseq(there)) {
          changed.add(mine);
        }
        here++;
        there++;
      } else if (theirs < mine) {
        removed.add(theirs);
        there++;
      } else {
        added.add(mine);
        here++;
      }
    }
    return new ViewChange(removed, changed, added);
  }

  /** How many members follow that both have from the very same chunk. */
  private int sharedFrom(int here, MailboxView old, int there) {
    if (here >= size() || there >= old.size()) {
      return 0;
    }
    int chunk = chunkOf(here);
    int other = old.chunkOf(there);
    boolean both =
        chunks[chunk] == old.chunks[other] && here - before[chunk] == there - old.before[other];
    return both ? before[chunk + 1] - here : 0;
  }

  private long modseq(int index) {
    int chunk = chunkOf(index);
    return chunks[chunk].modseq(index - before[chunk]);
  }

  Editor edit() {
    return new Editor(this);
  }

  /** Makes the next version of a view. Every step may be done twice. */
  static final class Editor {
    private final MailboxView base;
    private final List<Chunk> chunks;
    private final Set<Chunk> own = Collections.newSetFromMap(new IdentityHashMap<>());
    private long highestModseq;

    private Editor(MailboxView base) {
      this.base = base;
      this.chunks = new ArrayList<>(Arrays.asList(base.chunks));
      this.highestModseq = base.highestModseq;
    }

    void touched(long modseq) {
      highestModseq = Math.max(highestModseq, modseq);
    }

    void put(int uid, MemberRow row) {
      touched(row.getModseq());
      if (chunks.isEmpty() || chunks.getLast().lastUid() < uid) {
        last().append(uid, row);
        return;
      }
      int at = chunkFor(uid);
      int i = chunks.get(at).find(uid);
      // A uid below the last one that is not there was removed later on: nothing to show.
      if (i >= 0 && chunks.get(at).modseq(i) <= row.getModseq()) {
        own(at).set(i, uid, row);
      }
    }

    void remove(int uid, long modseq) {
      touched(modseq);
      if (chunks.isEmpty() || chunks.getLast().lastUid() < uid) {
        return;
      }
      int at = chunkFor(uid);
      int i = chunks.get(at).find(uid);
      if (i >= 0) {
        own(at).remove(i);
        if (chunks.get(at).count() == 0) {
          chunks.remove(at);
        }
      }
    }

    private Chunk last() {
      if (chunks.isEmpty() || chunks.getLast().count() == Chunk.CAPACITY) {
        Chunk fresh = new Chunk();
        own.add(fresh);
        chunks.add(fresh);
        return fresh;
      }
      int at = chunks.size() - 1;
      Chunk chunk = own(at);
      if (chunk.isFull()) {
        chunk = chunk.copy();
        own.add(chunk);
        chunks.set(at, chunk);
      }
      return chunk;
    }

    private int chunkFor(int uid) {
      int low = 0;
      int high = chunks.size() - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (chunks.get(middle).lastUid() < uid) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private Chunk own(int at) {
      Chunk chunk = chunks.get(at);
      if (own.contains(chunk)) {
        return chunk;
      }
      Chunk copy = chunk.copy();
      own.add(copy);
      chunks.set(at, copy);
      return copy;
    }

    MailboxView done(long version) {
      return new MailboxView(base.mailbox, version, highestModseq, chunks);
    }
  }
}
