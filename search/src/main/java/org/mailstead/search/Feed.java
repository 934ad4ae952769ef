package org.mailstead.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final AtomicBoolean unseen = new AtomicBoolean();

  Feed(IndexFolder folder) {
    this.folder = folder;
  }

  /** The cursor, when it was set since the index was opened. */
  OptionalLong cursor(AccountId account) {
    Long known = cursors.get(account);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  void put(AccountId account, Collection<Document> documents, long version) throws IOException {
    Rows taken = spare.poll();
    Rows rows = taken == null ? new Rows() : taken;
    write(writer -> {
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

  void delete(AccountId account, Collection<Long> numbers, long version) throws IOException {
    List<Term> keys = new ArrayList<>();
    numbers.forEach(number -> keys.add(Fields.key(account, number)));
    write(writer -> {
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
    write(writer -> {
      writer.deleteDocuments(Fields.cursor(account), Fields.account(account));
      cursors.put(account, 0L);
    });
  }

  void commit() throws IOException {
    write(writer -> {
      if (writer.hasUncommittedChanges()) {
        writer.commit();
      }
    });
  }

  void purge() throws IOException {
    write(writer -> {
      writer.forceMergeDeletes();
      writer.commit();
    });
  }

  /** Whether something was written since this was asked last. */
  boolean takeUnseen() {
    return unseen.getAndSet(false);
  }

  private interface Work {
    void with(IndexWriter writer) throws IOException;
  }

  private void write(Work work) throws IOException {
    recover();
    try {
      locked(work);
    } catch (AlreadyClosedException e) {
      recover();
      throw new IOException("the index was opened again", e);
    } catch (IOException e) {
      recover();
      throw e;
    } catch (RuntimeException | AssertionError e) {
      recover();
      emptyIfDamaged();
      throw new IOException("the index could not be written", e);
    } finally {
      unseen.set(true);
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
          cursors.clear();
          folder.reopen();
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
      boolean emptied = folder.emptyIfDamaged();
      if (emptied) {
        cursors.clear();
        unseen.set(true);
      }
      return emptied;
    } finally {
      changing.writeLock().unlock();
    }
  }
}
