package org.mailstead.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.AlreadyClosedException;
import org.mailstead.words.AccountId;

/** Writes to the index. After a failure it goes back to what is on the disk, cursors too. */
final class Feed {
  private final IndexFolder folder;
  private final BlockingQueue<Rows> spare = new ArrayBlockingQueue<>(4);
  private final Map<AccountId, Long> cursors = new ConcurrentHashMap<>();

  /** Held by those who write; alone by who changes the writer, lest a cursor outlive its emails. */
  private final ReadWriteLock changing = new ReentrantReadWriteLock();

  /** Counts what was written; the last that was written of each account. */
  private final AtomicLong writes = new AtomicLong();

  private final Map<AccountId, Long> lastWrites = new ConcurrentHashMap<>();

  /** Odd while the index is being opened again: then all of its cursors may have gone back. */
  private final AtomicLong generation = new AtomicLong();

  Feed(IndexFolder folder) {
    this.folder = folder;
  }

  /** The cursor, when it was set since the index was opened. */
  OptionalLong cursor(AccountId account) {
    Long known = cursors.get(account);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  long generation() {
    return generation.get();
  }

  void put(AccountId account, Collection<Document> documents, long version, Since since)
      throws IOException {
    Rows taken = spare.poll();
    Rows rows = taken == null ? new Rows() : taken;
    write(
        Optional.of(account),
        writer -> {
          since.check(generation.get());
          for (Document document : documents) {
            List<IndexableField> row = rows.row(account, document);
            writer.updateDocument(Fields.key(account, document.number()), row);
          }
          note(writer, account, version);
        });
    rows.empty();
    boolean kept = spare.offer(rows);
    assert kept || spare.remainingCapacity() == 0;
  }

  void delete(AccountId account, Collection<Long> numbers, long version, Since since)
      throws IOException {
    List<Term> keys = new ArrayList<>();
    numbers.forEach(number -> keys.add(Fields.key(account, number)));
    write(
        Optional.of(account),
        writer -> {
          since.check(generation.get());
          writer.deleteDocuments(keys.toArray(Term[]::new));
          note(writer, account, version);
        });
  }

  // After the emails: a commit between them leaves a cursor that is too low, never too high.
  private void note(IndexWriter writer, AccountId account, long version) throws IOException {
    Term key = Fields.cursor(account);
    writer.updateDocument(
        key,
        List.of(
            new StringField(Fields.CURSOR, key.bytes(), Field.Store.NO),
            new NumericDocValuesField(Fields.VERSION, version)));
    cursors.put(account, version);
  }

  void forget(AccountId account) throws IOException {
    write(
        Optional.of(account),
        writer -> {
          writer.deleteDocuments(Fields.cursor(account), Fields.account(account));
          cursors.put(account, 0L);
        });
  }

  void commit() throws IOException {
    write(
        Optional.empty(),
        writer -> {
          if (writer.hasUncommittedChanges()) {
            writer.commit();
          }
        });
  }

  void purge() throws IOException {
    write(
        Optional.empty(),
        writer -> {
          writer.forceMergeDeletes();
          writer.commit();
        });
  }

  /** How much was written so far. */
  long writes() {
    return writes.get();
  }

  /** How much was written when something of the account was. */
  long lastWrite(AccountId account) {
    return lastWrites.getOrDefault(account, 0L);
  }

  /** What a write builds upon: nothing, or what was put since a generation began. */
  @FunctionalInterface
  interface Since {
    Since WHENEVER = _ -> {};

    /**
     * @throws IOException when what was put before is lost
     */
    void check(long generation) throws IOException;

    static Since generation(long then) {
      return now -> {
        if (now != then) {
          throw new IOException("the index was opened again");
        }
      };
    }
  }

  private interface Work {
    void with(IndexWriter writer) throws IOException;
  }

  private void write(Optional<AccountId> account, Work work) throws IOException {
    recover();
    try {
      locked(work);
    } catch (AlreadyClosedException e) {
      recover();
      throw new IOException("the index was opened again", e);
    } catch (IOException e) {
      recover();
      // Somebody removed its files: Lucene goes on with those that it has open, and never commits.
      if (IndexFolder.isDamage(e)) {
        empty();
      }
      throw e;
    } catch (RuntimeException | AssertionError e) {
      recover();
      emptyIfDamaged();
      throw new IOException("the index could not be written", e);
    } finally {
      long count = writes.incrementAndGet();
      account.ifPresent(one -> lastWrites.put(one, count));
    }
  }

  private void locked(Work work) throws IOException {
    changing.readLock().lock();
    try {
      work.with(folder.writer());
    } finally {
      changing.readLock().unlock();
    }
  }

  private void recover() throws IOException {
    if (folder.isBroken()) {
      changing.writeLock().lock();
      try {
        if (folder.isBroken()) {
          generation.incrementAndGet();
          try {
            folder.reopen();
          } finally {
            cursors.clear();
            generation.incrementAndGet();
          }
        }
      } finally {
        changing.writeLock().unlock();
      }
    }
  }

  /** Starts with nothing when what is on the disk is damaged. */
  boolean emptyIfDamaged() throws IOException {
    changing.writeLock().lock();
    try {
      if (!folder.isDamaged()) {
        return false;
      }
      empty();
      return true;
    } finally {
      changing.writeLock().unlock();
    }
  }

  private void empty() throws IOException {
    changing.writeLock().lock();
    try {
      generation.incrementAndGet();
      folder.emptyDamaged();
    } finally {
      cursors.clear();
      writes.incrementAndGet();
      generation.incrementAndGet();
      changing.writeLock().unlock();
    }
  }
}
