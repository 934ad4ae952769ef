package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Pin;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Source;
import org.mailstead.identity.settings.Value;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead settings …}. */
@Command(
    name = "settings",
    description = {
      "Everything that can be set: look at it, and change it while the server runs.",
      "Values of an account come before those of its domain, then the tenant's, the system's, the",
      "default. What stands in mailstead.toml holds for all, and is changed there."
    },
    footer = {
      "",
      "Examples:",
      "  mailstead settings list --changed",
      "  mailstead settings set junk_points 5",
      "  mailstead settings set messages_per_account 500 --domain example.org",
      "  mailstead settings get messages_per_account --account ada@example.org",
      "  mailstead settings reset junk_points",
      "",
      "docs/settings.md has them all."
    },
    mixinStandardHelpOptions = true)
final class SettingsCommands {
  private static final String BY = "the command line";
  private static final int WIDTH = 98;

  private final Session session;

  SettingsCommands(Session session) {
    this.session = session;
  }

  /** For whom. */
  static final class For {
    @Option(names = "--tenant", paramLabel = "NAME", description = "For a tenant.")
    private String tenant = "";

    @Option(names = "--domain", paramLabel = "NAME", description = "For a domain.")
    private String domain = "";

    @Option(names = "--account", paramLabel = "ADDRESS", description = "For an account.")
    private String account = "";
  }

  private Settings settings() {
    return session.core().settings();
  }

  private Scope scope(For who) {
    if (!who.account.isEmpty()) {
      return new Scope.OfAccount(session.account(who.account).id());
    }
    if (!who.domain.isEmpty()) {
      String name =
          EmailAddress.domain(who.domain)
              .filter(one -> session.core().directory().domain(one).isPresent())
              .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", who.domain));
      return new Scope.OfDomain(name);
    }
    return who.tenant.isEmpty() ? Scope.system() : tenant(who.tenant);
  }

  private Scope tenant(String name) {
    return session
        .core()
        .admin()
        .tenants()
        .find(name)
        .map(one -> new Scope.OfTenant(one.id()))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", name));
  }

  @Command(
      name = "list",
      description = "Show what is set, for the system or for somebody.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--changed", description = "Only what is not as it is by default.")
          boolean changed,
      @ArgGroup @Nullable For who) {
    Scope scope = scope(or(who));
    String group = "";
    for (Value value : settings().list(scope)) {
      boolean isDefault = value.source() instanceof Source.Default();
      boolean shown =
          !changed || (scope.level() == Scope.Level.SYSTEM ? !isDefault : value.isOwn(scope));
      if (!shown) {
        continue;
      }
      if (!value.setting().group().equals(group)) {
        group = value.setting().group();
        session.out().println("# " + group);
      }
      session.out().println(line(value));
    }
    return ExitCode.OK;
  }

  private static For or(@Nullable For who) {
    return who == null ? new For() : who;
  }

  private String line(Value value) {
    return value.setting().key() + " = " + value.text() + from(value) + waits(value);
  }

  private String from(Value value) {
    return switch (value.source()) {
      case Source.Default() -> "";
      case Source.File(int line) ->
          line == 0 ? "  (as the server was started)" : "  (mailstead.toml, line " + line + ")";
      case Source.Set(Scope where, _, _) -> "  (set for " + name(where) + ")";
    };
  }

  private String name(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem() -> "the system";
      case Scope.OfTenant(TenantId id) ->
          session
              .core()
              .admin()
              .tenants()
              .find(id)
              .map(tenant -> "the tenant " + tenant.name())
              .orElse("a tenant");
      case Scope.OfDomain(String domain) -> "the domain " + domain;
      case Scope.OfAccount(var id) ->
          session
              .core()
              .directory()
              .account(id)
              .map(account -> "the account " + account.address())
              .orElse("an account");
    };
  }

  private static String waits(Value value) {
    return value.waits() ? "  (from the next start on)" : "";
  }

  @Command(
      name = "get",
      description = "Show one: its value, where that comes from, and what it means.",
      mixinStandardHelpOptions = true)
  int get(@Parameters(paramLabel = "KEY") String key, @ArgGroup @Nullable For who) {
    Value value = settings().find(key, scope(or(who)));
    Setting<?> setting = value.setting();
    session.out().println(line(value));
    if (value.source() instanceof Source.Set(_, String by, long at)) {
      session.out().println("  set by " + by + ", " + SignInText.time(Instant.ofEpochMilli(at)));
    }
    session.out().print(Wrapped.lines(setting.doc(), "  ", WIDTH));
    session.out().printf("  It %s; default %s.%n", setting.type().expected(), setting.usualText());
    session.out().println("  " + when(setting.effect()) + scopes(setting));
    return ExitCode.OK;
  }

  private static String when(Effect effect) {
    return switch (effect) {
      case LIVE -> "A change counts at once.";
      case RESTART -> "A change counts from the next start on.";
      case FILE -> "It stands in mailstead.toml; a change counts from the next start on.";
    };
  }

  private static String scopes(Setting<?> setting) {
    return switch (setting.lowest()) {
      case SYSTEM -> "";
      case TENANT -> " Tenants may have their own.";
      case DOMAIN -> " Tenants and domains may have their own.";
      case ACCOUNT -> " Tenants, domains and accounts may have their own.";
    };
  }

  @Command(
      name = "set",
      description = {
        "Set one. It counts at once, or from the next start on where it says so.",
        "A value of several words stands in quotes."
      },
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "KEY") String key,
      @Parameters(paramLabel = "VALUE") String value,
      @ArgGroup @Nullable For who) {
    session.out().println(line(settings().set(scope(or(who)), key, value, BY)));
    return ExitCode.OK;
  }

  @Command(
      name = "reset",
      description = "Take a value away, so that what counts for others, or the default, counts.",
      mixinStandardHelpOptions = true)
  int reset(@Parameters(paramLabel = "KEY") String key, @ArgGroup @Nullable For who) {
    session.out().println(line(settings().reset(scope(or(who)), key, BY)));
    return ExitCode.OK;
  }

  @Command(
      name = "adopt",
      description = {
        "Take settings that stand in mailstead.toml and need not into the store, so that they can be",
        "changed while the server runs. Their lines in the file are commented out."
      },
      mixinStandardHelpOptions = true)
  int adopt() throws IOException {
    Path file = session.core().home().config();
    Map<String, Pin> held = new TreeMap<>(settings().pinned());
    String text = Files.readString(file, UTF_8);
    Map<String, Pin> there = BootConfig.parse(file, text).pins();
    held.keySet().retainAll(there.keySet());
    // The file as it is now: that is what the next start would have read.
    held.replaceAll((key, _) -> there.getOrDefault(key, new Pin("", 0)));
    if (held.isEmpty()) {
      session.out().println("nothing to take: " + file + " has only what belongs there");
      return ExitCode.OK;
    }
    String without = ConfigFile.without(file, text, held);
    settings().adopt(held, BY);
    // A crash here leaves both, and they say the same.
    Home.writeOwn(file, without);
    settings().released(held.keySet());
    held.forEach((key, pin) -> session.out().println("taken: " + key + " = " + pin.text()));
    return ExitCode.OK;
  }

  @Command(
      name = "document",
      description = "Show all settings with what they mean, as docs/settings.md has them.",
      mixinStandardHelpOptions = true)
  int document() {
    session.out().print(SettingsDocument.write(AllSettings.SCHEMA));
    return ExitCode.OK;
  }
}
