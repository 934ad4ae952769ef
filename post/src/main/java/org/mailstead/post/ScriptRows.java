package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.RulesRow;
import org.mailstead.post.rows.ScriptRow;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The rows of scripts. A script has a number, which it keeps under another name, and so has its
 * text, which gets another one when it changes. Rows from before there were numbers have those that
 * their name gives, from 2^59 up where the account's counter never comes, and keep them when they
 * are written anew; whatever is made under their name later has one of the counter.
 */
final class ScriptRows {
  private static final long NAMED = 1L << 59;

  private ScriptRows() {}

  /**
   * A script.
   *
   * @param content the number of its text
   */
  record Kept(long id, String name, byte[] text, long content) {}

  /** All of them, by name. */
  static List<Kept> all(Rows rows) {
    List<Kept> all = new ArrayList<>();
    rows.each(MailKeys.scripts(), entry -> all.add(read(entry.value())));
    all.sort(Comparator.comparing(Kept::name));
    return all;
  }

  static Optional<Kept> find(Rows rows, String name) {
    return rows.get(key(name)).map(ScriptRows::read);
  }

  static Optional<Kept> find(Rows rows, long id) {
    return all(rows).stream().filter(one -> one.id() == id).findFirst();
  }

  /**
   * @throws Refused NOT_FOUND
   */
  static Kept need(Rows rows, String name) {
    return find(rows, name)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "script.missing", name));
  }

  private static Kept read(byte[] bytes) {
    ScriptRow row = Row.read(bytes, ScriptRow.parser());
    long named = NAMED | (ByteBuffer.wrap(Threads.hash(row.getName())).getLong() & (NAMED - 1));
    return new Kept(
        row.getId() == 0 ? named : row.getId(),
        row.getName(),
        row.getText().toByteArray(),
        row.getContent() == 0 ? named : row.getContent());
  }

  static void write(Draft draft, Kept script, long nowMs) {
    var row =
        ScriptRow.newBuilder()
            .setName(script.name())
            .setText(ByteString.copyFrom(script.text()))
            .setChangedMs(nowMs)
            .setId(script.id())
            .setContent(script.content());
    draft.put(key(script.name()), Row.write(row.build()));
    touch(draft);
  }

  static void delete(Draft draft, String name) {
    draft.delete(key(name));
    touch(draft);
  }

  /** Which scripts run. */
  static RulesRow rules(Rows rows) {
    return rows.get(MailKeys.rules())
        .map(row -> Row.read(row, RulesRow.parser()))
        .orElseGet(RulesRow::getDefaultInstance);
  }

  static void write(Draft draft, RulesRow.Builder rules) {
    rules.setVersion(draft.version());
    draft.put(MailKeys.rules(), Row.write(rules.build()));
  }

  private static void touch(Draft draft) {
    write(draft, rules(draft).toBuilder());
  }

  private static Key key(String name) {
    return MailKeys.script(Threads.hash(name));
  }
}
