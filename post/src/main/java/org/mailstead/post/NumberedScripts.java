package org.mailstead.post;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.RulesRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * An account's Sieve scripts for those who know them by numbers; {@link Scripts} has the same by
 * their names. Whether a script is right is not asked here.
 */
public final class NumberedScripts {
  private static final String UNNAMED = "script";

  private final Accounts store;
  private final Intents intents;
  private final InstantSource clock;

  NumberedScripts(Accounts store, Intents intents, InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.clock = clock;
  }

  /**
   * A script.
   *
   * @param content the number of its text: another text has another one
   */
  public record Numbered(long id, String name, long content, boolean active) {}

  /**
   * Which script has begun to run and which has stopped.
   *
   * @param on empty when none was to begin, or there is no such one
   */
  public record Turned(Optional<Long> off, Optional<Long> on) {}

  /** All of them, by name. */
  public List<Numbered> all(AccountId account) {
    Rows rows = store.read(MailKeys.partition(account));
    String active = ScriptRows.rules(rows).getActive();
    return ScriptRows.all(rows).stream().map(one -> numbered(one, active)).toList();
  }

  private static Numbered numbered(ScriptRows.Kept one, String active) {
    return new Numbered(one.id(), one.name(), one.content(), one.name().equals(active));
  }

  private static Numbered numbered(Draft draft, String name) {
    return numbered(ScriptRows.need(draft, name), ScriptRows.rules(draft).getActive());
  }

  /** The version of the last change of any of them, or of which runs. */
  public long version(AccountId account) {
    return ScriptRows.rules(store.read(MailKeys.partition(account))).getVersion();
  }

  /** A text that a script has now. */
  public Optional<byte[]> content(AccountId account, long content) {
    return ScriptRows.all(store.read(MailKeys.partition(account))).stream()
        .filter(one -> one.content() == content)
        .map(ScriptRows.Kept::text)
        .findFirst();
  }

  /** The one of a name, spelt in any way that means it. */
  public Optional<Numbered> named(AccountId account, String name) {
    String wanted = Scripts.normal(name);
    return all(account).stream().filter(one -> one.name().equals(wanted)).findFirst();
  }

  /**
   * Makes one.
   *
   * @param name empty for one that is chosen here
   * @throws Refused EXISTS, TOO_LARGE, TOO_MANY, INVALID
   */
  public Numbered create(AccountId account, Optional<String> name, byte[] text) {
    return intents.change(
        account,
        mail -> {
          Draft draft = mail.draft();
          String called = name.map(Scripts::normal).orElseGet(() -> free(draft));
          Scripts.checkName(called);
          Scripts.checkSize(text.length);
          if (ScriptRows.find(draft, called).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "script.exists", called);
          }
          Scripts.checkRoom(draft);
          var made = new ScriptRows.Kept(mail.number(), called, text, mail.number());
          ScriptRows.write(draft, made, clock.millis());
          return numbered(draft, called);
        });
  }

  private static String free(Rows rows) {
    String name = UNNAMED;
    for (int i = 2; ScriptRows.find(rows, name).isPresent(); i++) {
      name = UNNAMED + " " + i;
    }
    return name;
  }

  /** What a change does to a script's name. */
  public sealed interface Naming {}

  /** It stays. */
  public record Same() implements Naming {}

  /** It becomes another one. */
  public record To(String name) implements Naming {}

  /** It becomes one that is chosen here. */
  public record Any() implements Naming {}

  /**
   * Changes one.
   *
   * @param text empty when it stays
   * @throws Refused NOT_FOUND, EXISTS, TOO_LARGE, INVALID
   */
  public Numbered update(AccountId account, long id, Naming naming, Optional<byte[]> text) {
    return intents.change(
        account,
        mail -> {
          Draft draft = mail.draft();
          ScriptRows.Kept before = need(draft, id);
          String name =
              switch (naming) {
                case Same() -> before.name();
                case To(String given) -> Scripts.normal(given);
                case Any() -> free(draft);
              };
          if (!name.equals(before.name())) {
            Scripts.rename(draft, before, name, clock.millis());
          }
          if (text.isPresent() && !Arrays.equals(text.get(), before.text())) {
            Scripts.checkSize(text.get().length);
            var now = new ScriptRows.Kept(id, name, text.get(), mail.number());
            ScriptRows.write(draft, now, clock.millis());
          }
          return numbered(draft, name);
        });
  }

  private static ScriptRows.Kept need(Rows rows, long id) {
    return ScriptRows.find(rows, id)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "script.missing"));
  }

  /**
   * Removes one.
   *
   * @throws Refused NOT_FOUND; BUSY for one that runs
   */
  public void destroy(AccountId account, long id) {
    intents.change(
        account,
        mail -> {
          Scripts.delete(mail.draft(), need(mail.draft(), id).name());
          return true;
        });
  }

  /**
   * Says which one runs, in one commit.
   *
   * @param off whether the one that runs stops, before another begins
   * @param on the one that begins; nothing happens when there is none of that number
   */
  public Turned turn(AccountId account, boolean off, Optional<Long> on) {
    return intents.change(
        account,
        mail -> {
          Draft draft = mail.draft();
          RulesRow rules = ScriptRows.rules(draft);
          Optional<ScriptRows.Kept> before =
              rules.getActive().isEmpty()
                  ? Optional.empty()
                  : ScriptRows.find(draft, rules.getActive());
          Optional<ScriptRows.Kept> next = on.flatMap(id -> ScriptRows.find(draft, id));
          String name = next.map(ScriptRows.Kept::name).orElse(off ? "" : rules.getActive());
          if (name.equals(rules.getActive())) {
            return new Turned(Optional.empty(), Optional.empty());
          }
          ScriptRows.write(draft, rules.toBuilder().setActive(name));
          return new Turned(before.map(ScriptRows.Kept::id), next.map(ScriptRows.Kept::id));
        });
  }
}
