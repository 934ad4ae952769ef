package org.mailstead.identity.settings;

import static java.lang.System.Logger.Level.INFO;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.rows.SettingRow;
import org.mailstead.store.Accounts;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * What is set, and the one way to change it. A value of the home's file holds everywhere and cannot
 * be changed here; else the account's counts before the domain's, that before the tenant's, that
 * before the system's, and the default last.
 *
 * <p>Reading is cheap enough for every use, and sees a change as soon as it is made. Safe for many
 * threads.
 */
public final class Settings {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());

  private static final int MOST_KNOWN = 20_000;

  private final Schema schema;
  private final SettingRows rows;
  private final Directory directory;
  private final Accounts store;
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final InstantSource clock;
  private final Map<String, String> atStart = new HashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile Map<String, Pin> pins;
  private volatile Supplier<Map<String, Pin>> file;

  /**
   * @param pins what the home's file says, by key
   */
  public Settings(
      Schema schema,
      Map<String, Pin> pins,
      Accounts store,
      Directory directory,
      InstantSource clock) {
    this.schema = schema;
    this.pins = Map.copyOf(pins);
    this.file = () -> this.pins;
    this.store = store;
    this.directory = directory;
    this.rows = new SettingRows(store, directory);
    this.clock = clock;
    store.watchers().watch(SettingRows.PARTITION, _ -> changes.incrementAndGet());
    directory.watch(_ -> changes.incrementAndGet());
    for (Setting<?> setting : schema.all()) {
      if (setting.effect() == Effect.RESTART) {
        atStart.put(setting.key(), value(setting, Scope.system()).text());
      }
    }
  }

  public Schema schema() {
    return schema;
  }

  /**
   * Says how the home's file is read again: a line that is gone from it holds nothing any more,
   * also before the next start.
   */
  public void rereadBy(Supplier<Map<String, Pin>> reader) {
    file = reader;
  }

  /** Has somebody told of each change, after it is durable, on the thread that made it. */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** As it is for the system. */
  public <T> T get(Setting<T> setting) {
    return read(setting, List.of(rows.ofSystem()));
  }

  public <T> T get(Setting<T> setting, TenantId tenant) {
    return read(setting, List.of(rows.of(tenant), rows.ofSystem()));
  }

  /** As it is for a domain; one that is not ours has what the system has. */
  public <T> T get(Setting<T> setting, String domain) {
    return directory
        .domain(domain)
        .map(own -> read(setting, above(own)))
        .orElseGet(() -> get(setting));
  }

  /** As it is for an account; one that is not there has what the system has. */
  public <T> T get(Setting<T> setting, AccountId account) {
    return directory
        .account(account)
        .map(own -> read(setting, above(own)))
        .orElseGet(() -> get(setting));
  }

  private List<SettingRows.Values> above(Domain domain) {
    return List.of(rows.of(domain), rows.of(domain.tenant()), rows.ofSystem());
  }

  private List<SettingRows.Values> above(Account account) {
    List<SettingRows.Values> all = new ArrayList<>();
    all.add(rows.of(account));
    directory.domain(account.address().domain()).map(rows::of).ifPresent(all::add);
    all.add(rows.of(account.tenant()));
    all.add(rows.ofSystem());
    return all;
  }

  private <T> T read(Setting<T> setting, List<SettingRows.Values> narrowestFirst) {
    Pin pin = pins.get(setting.key());
    if (pin != null) {
      return setting.type().read(pin.text()).orElse(setting.usual());
    }
    for (SettingRows.Values values : narrowestFirst) {
      // What another release wrote and this one does not understand is as if it were not there.
      Optional<T> value =
          values.find(setting.key()).flatMap(row -> setting.type().read(row.getValue()));
      if (value.isPresent()) {
        return value.get();
      }
    }
    return setting.usual();
  }

  /**
   * Something made of the system's values, which is made anew when one of them has changed and
   * somebody asks for it again.
   */
  public <T> Supplier<T> live(Function<Settings, T> make) {
    var last = new AtomicReference<Optional<Made<T>>>(Optional.empty());
    return () -> {
      Map<String, Pin> held = pins;
      SettingRows.Values now = rows.ofSystem();
      Optional<Made<T>> known =
          last.get().filter(made -> made.of.equals(now) && made.held.equals(held));
      if (known.isEmpty()) {
        known = Optional.of(new Made<>(now, held, make.apply(this)));
        last.set(known);
      }
      return known.get().what;
    };
  }

  /**
   * What was made of which values: as a rule they are the same objects, so comparing costs nothing.
   */
  private record Made<T>(SettingRows.Values of, Map<String, Pin> held, T what) {}

  /**
   * The same for each of many, such as accounts: all of it is made anew when something of the
   * directory or of any settings has changed.
   */
  public <K, T> Function<K, T> liveFor(Function<K, T> make) {
    Map<K, For<T>> known = new ConcurrentHashMap<>();
    return key -> {
      // Counted before it is made: a change in between makes it worthless.
      long now = changes.get();
      For<T> last = known.get(key);
      if (last != null && last.changes == now) {
        return last.what;
      }
      T what = make.apply(key);
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(key, new For<>(now, what));
      return what;
    };
  }

  /** What was made when there had been so many changes. */
  private record For<T>(long changes, T what) {}

  /** Has somebody told, on a thread of its own, that the system's values may have changed. */
  public void watch(Runnable look) {
    store
        .watchers()
        .watch(SettingRows.PARTITION, _ -> Thread.ofVirtual().name("settings").start(look));
  }

  /**
   * All settings as they are for a scope: those that it may have of its own, and for the system
   * all.
   *
   * @throws Refused NOT_FOUND when nobody is there
   */
  public List<Value> list(Scope scope) {
    return schema.all().stream()
        .filter(setting -> scope.level().compareTo(setting.lowest()) <= 0)
        .map(setting -> value(setting, scope))
        .toList();
  }

  /**
   * One of them.
   *
   * @throws Refused NOT_FOUND when there is no such setting, or nobody is there
   */
  public Value find(String key, Scope scope) {
    return value(known(key), scope);
  }

  private Setting<?> known(String key) {
    return schema
        .find(key)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "settings.missing", shown(key)));
  }

  /** What somebody typed, fit for a line. */
  private static String shown(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
  }

  private <T> Value value(Setting<T> setting, Scope scope) {
    Pin pin = pins.get(setting.key());
    if (pin != null) {
      return shown(setting, pin.text(), new Source.File(pin.line()));
    }
    for (Scope one : upwards(scope)) {
      Optional<SettingRow> row = rows.of(one).find(setting.key());
      Optional<T> read = row.flatMap(found -> setting.type().read(found.getValue()));
      if (read.isPresent()) {
        var source = new Source.Set(one, row.get().getBy(), row.get().getSetMs());
        return shown(setting, setting.type().text(read.get()), source);
      }
    }
    return shown(setting, setting.usualText(), new Source.Default());
  }

  private Value shown(Setting<?> setting, String text, Source source) {
    String before = atStart.getOrDefault(setting.key(), text);
    return new Value(setting, text, source, !before.equals(text));
  }

  /** A scope and those around it. */
  private List<Scope> upwards(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem() -> List.of(scope);
      case Scope.OfTenant _ -> List.of(scope, Scope.system());
      case Scope.OfDomain(String name) ->
          directory
              .domain(name)
              .map(domain ->
                  List.of(scope, (Scope) new Scope.OfTenant(domain.tenant()), Scope.system()))
              .orElse(List.of(scope));
      case Scope.OfAccount(var id) ->
          directory
              .account(id)
              .map(account ->
                  List.of(
                      scope,
                      new Scope.OfDomain(account.address().domain()),
                      new Scope.OfTenant(account.tenant()),
                      Scope.system()))
              .orElse(List.of(scope));
    };
  }

  /**
   * Sets a value, which counts from then on or from the next start on.
   *
   * @param text as it is typed
   * @param by who does it, for those who ask
   * @return the value as it is now
   * @throws Refused NOT_FOUND (no such setting, nobody is there), INVALID (not such a value, a rule
   *     would be broken), UNSUPPORTED (not for this scope), REFUSED (it stands in the home's file),
   *     TOO_LARGE
   */
  public Value set(Scope scope, String key, String text, String by) {
    Setting<?> setting = mayChange(scope, key);
    String value = written(setting, text);
    checkRules(scope, key, Optional.of(value));
    Optional<String> old = rows.change(scope, row -> SettingRows.put(row, setting(key, value, by)));
    told(new Change(scope, key, old, Optional.of(value), by));
    return value(setting, scope);
  }

  /**
   * Takes a scope's own value away, so that what counts around it counts for it too.
   *
   * @return the value as it is now
   * @throws Refused as {@link #set} does
   */
  public Value reset(Scope scope, String key, String by) {
    Setting<?> setting = mayChange(scope, key);
    checkRules(scope, key, Optional.empty());
    Optional<String> old = rows.change(scope, row -> SettingRows.take(row, key));
    if (old.isPresent()) {
      told(new Change(scope, key, old, Optional.empty(), by));
    }
    return value(setting, scope);
  }

  private SettingRow setting(String key, String value, String by) {
    return SettingRow.newBuilder()
        .setKey(key)
        .setValue(value)
        .setSetMs(clock.millis())
        .setBy(shown(by))
        .build();
  }

  /** Values are for those who listen: one may be nobody else's business. */
  private void told(Change change) {
    LOG.log(
        INFO,
        "setting {0} of {1} was {2} by {3}",
        change.key(),
        SettingRows.name(change.scope()),
        change.now().isPresent() ? "set" : "taken away",
        shown(change.by()));
    listeners.forEach(listener -> listener.accept(change));
  }

  private Setting<?> mayChange(Scope scope, String key) {
    Setting<?> setting = known(key);
    Optional<Pin> pin = pinned(key);
    if (setting.effect() == Effect.FILE) {
      throw new Refused(
          Problem.Kind.REFUSED,
          "settings.file",
          key,
          pin.filter(at -> at.line() > 0).map(at -> Integer.toString(at.line())).orElse(""));
    }
    if (pin.isPresent()) {
      throw new Refused(
          Problem.Kind.REFUSED, "settings.pinned", key, Integer.toString(pin.get().line()));
    }
    if (scope.level().compareTo(setting.lowest()) > 0) {
      throw new Refused(
          Problem.Kind.UNSUPPORTED,
          "settings.scope",
          key,
          scope.level().word(),
          setting.lowest().word());
    }
    return setting;
  }

  /** What holds a setting fast; looks into the file whether it still does. */
  private Optional<Pin> pinned(String key) {
    Optional<Pin> pin = Optional.ofNullable(pins.get(key));
    if (pin.isPresent() && !file.get().containsKey(key)) {
      Map<String, Pin> left = new HashMap<>(pins);
      left.remove(key);
      hold(left);
      return Optional.empty();
    }
    return pin;
  }

  private static <T> String written(Setting<T> setting, String text) {
    return setting
        .type()
        .read(text)
        .map(setting.type()::text)
        .filter(canonical -> canonical.length() <= Type.MAX_TEXT)
        .orElseThrow(() ->
            new Refused(
                Problem.Kind.INVALID, "settings.value", setting.key(), setting.type().expected()));
  }

  private void checkRules(Scope scope, String key, Optional<String> text) {
    if (scope.level() != Scope.Level.SYSTEM) {
      return;
    }
    schema
        .broken(new Supposed(key, text))
        // Whatever else may be wrong is not this change's fault.
        .filter(broken -> schema.broken(this::get).filter(broken::equals).isEmpty())
        .ifPresent(broken -> {
          throw new Refused(
              Problem.Kind.INVALID, "settings.value", broken.setting().key(), broken.expected());
        });
  }

  /** Values as they would be. */
  private final class Supposed implements Rule.Values {
    private final String key;
    private final Optional<String> text;

    Supposed(String key, Optional<String> text) {
      this.key = key;
      this.text = text;
    }

    @Override
    public <T> T get(Setting<T> setting) {
      return setting.key().equals(key)
          ? text.flatMap(setting.type()::read).orElse(setting.usual())
          : Settings.this.get(setting);
    }
  }

  /** What the home's file holds fast and need not, by key. */
  public Map<String, Pin> pinned() {
    Map<String, Pin> found = new HashMap<>();
    pins.forEach((key, pin) ->
        schema
            .find(key)
            .filter(setting -> setting.effect() != Effect.FILE)
            .ifPresent(_ -> found.put(key, pin)));
    return found;
  }

  /**
   * Takes values that the home's file holds fast into the store, in one commit. They hold until
   * {@link #released}.
   */
  public void adopt(Map<String, Pin> held, String by) {
    List<Change> changes =
        rows.change(
            Scope.system(),
            row -> {
              List<Change> made = new ArrayList<>();
              held.forEach((key, pin) -> {
                String value = written(known(key), pin.text());
                Optional<String> old = SettingRows.put(row, setting(key, value, by));
                made.add(new Change(Scope.system(), key, old, Optional.of(value), by));
              });
              return made;
            });
    changes.forEach(this::told);
  }

  /** The home's file does not hold these any more. */
  public void released(Iterable<String> keys) {
    Map<String, Pin> left = new HashMap<>(pins);
    keys.forEach(left::remove);
    hold(left);
  }

  private void hold(Map<String, Pin> now) {
    pins = Map.copyOf(now);
    changes.incrementAndGet();
  }
}
