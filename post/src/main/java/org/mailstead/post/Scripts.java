package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.mailstead.post.rows.RulesRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Partition;
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

  /** Octets of a name: the 128 characters of RFC 5804 section 1.6, whatever they are. */
  public static final int MAX_NAME = 512;

  private final Accounts store;
  private final Intents intents;
  private final InstantSource clock;

  Scripts(Accounts store, Intents intents, InstantSource clock) {
    this.store = store;
    this.intents = intents;
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

  /** Changes them; a tenant's have no numbers, since no client knows them by any. */
  private void change(Of whose, BiConsumer<Draft, LongSupplier> work) {
    switch (whose) {
      case Account(AccountId id) ->
          intents.change(
              id,
              mail -> {
                work.accept(mail.draft(), mail::number);
                return true;
              });
      case Everybody _ -> store.update(partition(whose), draft -> work.accept(draft, () -> 0));
    }
  }

  /** All of them, by name. */
  public List<Listed> list(Of whose) {
    Rows rows = store.read(partition(whose));
    String active = ScriptRows.rules(rows).getActive();
    return ScriptRows.all(rows).stream()
        .map(one -> new Listed(one.name(), one.name().equals(active)))
        .toList();
  }

  /** The text of a script. */
  public Optional<byte[]> find(Of whose, String name) {
    return ScriptRows.find(store.read(partition(whose)), normal(name)).map(ScriptRows.Kept::text);
  }

  private static Optional<Script> script(Rows rows, String name) {
    return ScriptRows.find(rows, name).map(one -> new Script(name, one.text()));
  }

  /** The script that runs. */
  public Optional<Script> active(AccountId account) {
    Rows rows = store.read(MailKeys.partition(account));
    String name = ScriptRows.rules(rows).getActive();
    return name.isEmpty() ? Optional.empty() : script(rows, name);
  }

  /** What runs for all: before (or after) everybody's own. */
  public List<Script> everybodys(TenantId tenant, boolean before) {
    Rows rows = store.read(MailKeys.partition(tenant));
    RulesRow rules = ScriptRows.rules(rows);
    List<Script> all = new ArrayList<>();
    for (String name : before ? rules.getBeforeList() : rules.getAfterList()) {
      script(rows, name).ifPresent(all::add);
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
          all.forEach(name -> ScriptRows.need(draft, normal(name)));
          var row = ScriptRows.rules(draft).toBuilder().clearBefore().clearAfter();
          before.forEach(name -> row.addBefore(normal(name)));
          after.forEach(name -> row.addAfter(normal(name)));
          ScriptRows.write(draft, row);
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
    checkName(name);
    checkSize(size);
    if (ScriptRows.find(rows, name).isEmpty()) {
      checkRoom(rows);
    }
  }

  static void checkName(String name) {
    if (!isName(name)) {
      throw new Refused(Problem.Kind.INVALID, "script.name", name);
    }
  }

  static void checkSize(long size) {
    if (size > MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "script.size", Integer.toString(MAX_SIZE));
    }
  }

  /** Whether there may be one more. */
  static void checkRoom(Rows rows) {
    if (rows.scan(MailKeys.scripts(), false, MAX_SCRIPTS).size() >= MAX_SCRIPTS) {
      throw new Refused(Problem.Kind.TOO_MANY, "script.many", Integer.toString(MAX_SCRIPTS));
    }
  }

  /**
   * Keeps a script, in the place of one of the same name.
   *
   * @throws Refused TOO_LARGE, TOO_MANY, INVALID
   */
  public void put(Of whose, String given, byte[] text) {
    String name = normal(given);
    change(
        whose,
        (draft, numbers) -> {
          check(draft, name, text.length);
          Optional<ScriptRows.Kept> before = ScriptRows.find(draft, name);
          if (before.isPresent() && Arrays.equals(before.get().text(), text)) {
            return;
          }
          long id = before.map(ScriptRows.Kept::id).orElseGet(numbers::getAsLong);
          var now = new ScriptRows.Kept(id, name, text, numbers.getAsLong());
          ScriptRows.write(draft, now, clock.millis());
        });
  }

  /**
   * Makes a script the one that runs; an empty name makes none run.
   *
   * @throws Refused NOT_FOUND
   */
  public void activate(AccountId account, String given) {
    String name = normal(given);
    change(
        new Account(account),
        (draft, _) -> {
          if (!name.isEmpty()) {
            ScriptRows.need(draft, name);
          }
          RulesRow rules = ScriptRows.rules(draft);
          if (!rules.getActive().equals(name)) {
            ScriptRows.write(draft, rules.toBuilder().setActive(name));
          }
        });
  }

  /**
   * Removes a script.
   *
   * @throws Refused NOT_FOUND; BUSY for one that runs
   */
  public void delete(Of whose, String name) {
    change(whose, (draft, _) -> delete(draft, normal(name)));
  }

  static void delete(Draft draft, String name) {
    ScriptRows.need(draft, name);
    RulesRow rules = ScriptRows.rules(draft);
    boolean runs =
        rules.getActive().equals(name)
            || rules.getBeforeList().contains(name)
            || rules.getAfterList().contains(name);
    if (runs) {
      throw new Refused(Problem.Kind.BUSY, "script.active", name);
    }
    draft.useReserve();
    ScriptRows.delete(draft, name);
  }

  /**
   * Gives a script another name; one that runs goes on running.
   *
   * @throws Refused NOT_FOUND, EXISTS, INVALID
   */
  public void rename(AccountId account, String from, String to) {
    change(
        new Account(account),
        (draft, _) ->
            rename(draft, ScriptRows.need(draft, normal(from)), normal(to), clock.millis()));
  }

  static void rename(Draft draft, ScriptRows.Kept script, String to, long nowMs) {
    checkName(to);
    if (ScriptRows.find(draft, to).isPresent()) {
      throw new Refused(Problem.Kind.EXISTS, "script.exists", to);
    }
    ScriptRows.delete(draft, script.name());
    ScriptRows.write(
        draft, new ScriptRows.Kept(script.id(), to, script.text(), script.content()), nowMs);
    RulesRow rules = ScriptRows.rules(draft);
    if (rules.getActive().equals(script.name())) {
      ScriptRows.write(draft, rules.toBuilder().setActive(to));
    }
  }

  static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  // RFC 5804 section 1.6
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.getBytes(UTF_8).length <= MAX_NAME
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == '/');
  }
}
