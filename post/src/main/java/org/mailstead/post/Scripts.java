package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.RulesRow;
import org.mailstead.post.rows.ScriptRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * The Sieve scripts of accounts, one of which may be active, and those of a tenant, which run
 * before or after everybody's own. Whether a script is right is not asked here.
 */
public final class Scripts {
  /** Octets of one script: a row's limit, with room for its name. */
  public static final int MAX_SIZE = 60 << 10;

  /** Scripts that one account may have. */
  public static final int MAX_SCRIPTS = 64;

  private static final int MAX_NAME = 128;

  private final Accounts store;
  private final InstantSource clock;

  Scripts(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A script's name, and whether it is the one that runs. */
  public record Listed(String name, boolean active) {}

  /** A script with its text. */
  public record Script(String name, byte[] text) {}

  /** Whose scripts. */
  public sealed interface Of {}

  /** A person's. */
  public record Account(AccountId id) implements Of {}

  /** Those of all accounts of a tenant. */
  public record Everybody(TenantId tenant) implements Of {}

  private static Partition partition(Of whose) {
    return switch (whose) {
      case Account(AccountId id) -> MailKeys.partition(id);
      case Everybody(TenantId tenant) -> MailKeys.partition(tenant);
    };
  }

  /** All of them, by name. */
  public List<Listed> list(Of whose) {
    Rows rows = store.read(partition(whose));
    String active = rules(rows).getActive();
    List<Listed> all = new ArrayList<>();
    rows.each(
        MailKeys.scripts(),
        entry -> {
          String name = Row.read(entry.value(), ScriptRow.parser()).getName();
          all.add(new Listed(name, name.equals(active)));
        });
    all.sort(Comparator.comparing(Listed::name));
    return all;
  }

  /** The text of a script. */
  public Optional<byte[]> find(Of whose, String name) {
    return text(store.read(partition(whose)), normal(name));
  }

  private static Optional<byte[]> text(Rows rows, String name) {
    return rows.get(key(name))
        .map(row -> Row.read(row, ScriptRow.parser()).getText().toByteArray());
  }

  /** The script that runs. */
  public Optional<Script> active(AccountId account) {
    Rows rows = store.read(MailKeys.partition(account));
    String name = rules(rows).getActive();
    return name.isEmpty() ? Optional.empty() : text(rows, name).map(text -> new Script(name, text));
  }

  /** What runs for all: before (or after) everybody's own. */
  public List<Script> everybodys(TenantId tenant, boolean before) {
    Rows rows = store.read(MailKeys.partition(tenant));
    RulesRow rules = rules(rows);
    List<Script> all = new ArrayList<>();
    for (String name : before ? rules.getBeforeList() : rules.getAfterList()) {
      text(rows, name).ifPresent(text -> all.add(new Script(name, text)));
    }
    return all;
  }

  /** Says which scripts of a tenant run for all, in which order. */
  public void order(TenantId tenant, List<String> before, List<String> after) {
    store.update(
        MailKeys.partition(tenant),
        draft -> {
          List<String> all = new ArrayList<>(before);
          all.addAll(after);
          all.forEach(name -> there(draft, normal(name)));
          var row = rules(draft).toBuilder().clearBefore().clearAfter();
          before.forEach(name -> row.addBefore(normal(name)));
          after.forEach(name -> row.addAfter(normal(name)));
          draft.put(MailKeys.rules(), Row.write(row.build()));
        });
  }

  /**
   * Whether a script of this size would be taken.
   *
   * @throws Refused TOO_LARGE, TOO_MANY, INVALID
   */
  public void check(Of whose, String name, long size) {
    check(store.read(partition(whose)), normal(name), size);
  }

  private static void check(Rows rows, String name, long size) {
    if (!isName(name)) {
      throw new Refused(Problem.Kind.INVALID, "script.name", name);
    }
    if (size > MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "script.size", Integer.toString(MAX_SIZE));
    }
    if (rows.get(key(name)).isEmpty()
        && rows.scan(MailKeys.scripts(), false, MAX_SCRIPTS).size() >= MAX_SCRIPTS) {
      throw new Refused(Problem.Kind.TOO_MANY, "script.many", Integer.toString(MAX_SCRIPTS));
    }
  }

  /**
   * Keeps a script, in the place of one of the same name.
   *
   * @throws Refused TOO_LARGE, TOO_MANY, INVALID
   */
  public void put(Of whose, String name, byte[] text) {
    store.update(
        partition(whose),
        draft -> {
          check(draft, normal(name), text.length);
          write(draft, normal(name), text);
        });
  }

  private void write(Draft draft, String name, byte[] text) {
    var row =
        ScriptRow.newBuilder()
            .setName(name)
            .setText(ByteString.copyFrom(text))
            .setChangedMs(clock.millis());
    draft.put(key(name), Row.write(row.build()));
  }

  /**
   * Makes a script the one that runs; an empty name makes none run.
   *
   * @throws Refused NOT_FOUND
   */
  public void activate(AccountId account, String name) {
    store.update(
        MailKeys.partition(account),
        draft -> {
          if (!name.isEmpty()) {
            there(draft, normal(name));
          }
          var row = rules(draft).toBuilder().setActive(normal(name));
          draft.put(MailKeys.rules(), Row.write(row.build()));
        });
  }

  /**
   * Removes a script.
   *
   * @throws Refused NOT_FOUND; BUSY for one that runs
   */
  public void delete(Of whose, String name) {
    store.update(
        partition(whose),
        draft -> {
          there(draft, normal(name));
          if (runs(rules(draft), normal(name))) {
            throw new Refused(Problem.Kind.BUSY, "script.active", name);
          }
          draft.useReserve();
          draft.delete(key(normal(name)));
        });
  }

  private static boolean runs(RulesRow rules, String name) {
    return rules.getActive().equals(name)
        || rules.getBeforeList().contains(name)
        || rules.getAfterList().contains(name);
  }

  /**
   * Gives a script another name; one that runs goes on running.
   *
   * @throws Refused NOT_FOUND, EXISTS, INVALID
   */
  public void rename(AccountId account, String from, String to) {
    store.update(
        MailKeys.partition(account),
        draft -> {
          byte[] text = there(draft, normal(from));
          if (!isName(normal(to))) {
            throw new Refused(Problem.Kind.INVALID, "script.name", to);
          }
          if (draft.get(key(normal(to))).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "script.exists", to);
          }
          draft.delete(key(normal(from)));
          write(draft, normal(to), text);
          RulesRow rules = rules(draft);
          if (rules.getActive().equals(normal(from))) {
            var row = rules.toBuilder().setActive(normal(to));
            draft.put(MailKeys.rules(), Row.write(row.build()));
          }
        });
  }

  private static byte[] there(Rows rows, String name) {
    return text(rows, name)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "script.missing", name));
  }

  private static RulesRow rules(Rows rows) {
    return rows.get(MailKeys.rules())
        .map(row -> Row.read(row, RulesRow.parser()))
        .orElseGet(RulesRow::getDefaultInstance);
  }

  private static Key key(String name) {
    return MailKeys.script(Threads.hash(name));
  }

  private static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  // RFC 5804 section 1.6
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == '/');
  }
}
