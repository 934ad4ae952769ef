package org.mailstead.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.Domain;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Source;
import org.mailstead.identity.settings.Type;
import org.mailstead.identity.settings.Value;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What can be set. Changing is for those who look after the whole server, whomever a value is for:
 * nobody shall raise the limits that were set for him.
 */
final class SettingOperations {
  private final Supplier<AdminParts> opened;

  SettingOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private static final Shape<Value> SETTING =
      Shape.<Value>of("Setting")
          .text("key", "Its name.", value -> value.setting().key())
          .text("group", "Its heading.", value -> value.setting().group())
          .text("value", "As it is for that scope.", Value::text)
          .text("default", "What counts when nothing is set.", v -> v.setting().usualText())
          .text(
              "type",
              "flag, number, size, time, choice, text or words.",
              v -> v.setting().type().name())
          .text("expected", "What a value is, in English.", v -> v.setting().type().expected())
          .texts("choices", "The words that count, of a choice.", value -> choices(value.setting()))
          .text("doc", "What it means, in English.", value -> value.setting().doc())
          .text("source", "default, system, tenant, domain, account or file.", v -> source(v))
          .number("line", "Of the file; 0: it is not from there.", v -> line(v))
          .optionalText("by", "Who set it.", value -> by(value))
          .optionalTime("at", "When it was set.", value -> at(value))
          .text(
              "lowest",
              "The narrowest scope that may have a value of its own.",
              v -> v.setting().lowest().word())
          .text("effect", "live, restart or file.", value -> effect(value.setting()))
          .flag("waits", "Whether another value counts until the next start.", Value::waits);

  private static List<String> choices(Setting<?> setting) {
    return setting.type() instanceof Type.Choice<?> choice ? choice.words() : List.of();
  }

  private static String effect(Setting<?> setting) {
    return setting.effect().name().toLowerCase(Locale.ROOT);
  }

  private static String source(Value value) {
    return switch (value.source()) {
      case Source.Default() -> "default";
      case Source.File _ -> "file";
      case Source.Set(Scope where, _, _) -> where.level().word();
    };
  }

  private static int line(Value value) {
    return value.source() instanceof Source.File(int line) ? line : 0;
  }

  private static Optional<String> by(Value value) {
    return value.source() instanceof Source.Set(_, String by, _)
        ? Optional.of(by)
        : Optional.empty();
  }

  private static Optional<Instant> at(Value value) {
    return value.source() instanceof Source.Set(_, _, long at)
        ? Optional.of(Instant.ofEpochMilli(at))
        : Optional.empty();
  }

  private static final Input KEY = Input.path("key", "The setting's name.");

  private static Input[] scope() {
    return new Input[] {
      Input.text("tenant", "For a tenant, by its name."),
      Input.text("domain", "For a domain."),
      Input.text("account", "For an account, by its address.")
    };
  }

  List<Operation> all() {
    return List.of(
        Operation.get("settings.list", "/settings", "All that can be set, as it is for somebody.")
            .needs(Right.SYSTEM_READ)
            .takes(scope())
            .answers(
                SETTING.page(),
                (caller, given) -> {
                  caller.need(Right.SYSTEM_READ);
                  return Shape.Page.all(parts().settings().list(scope(given)));
                }),
        Operation.get("settings.get", "/settings/{key}", "One of them.")
            .needs(Right.SYSTEM_READ)
            .takes(KEY)
            .takes(scope())
            .answers(
                SETTING,
                (caller, given) -> {
                  caller.need(Right.SYSTEM_READ);
                  return parts().settings().find(given.text("key"), scope(given));
                }),
        Operation.put("settings.set", "/settings/{key}", "Set one.")
            .needs(Right.SYSTEM_WRITE)
            .takes(KEY, Input.text("value", "As \"expected\" says.").must().atMost(Type.MAX_TEXT))
            .takes(scope())
            .answers(SETTING, this::set),
        Operation.delete(
                "settings.reset", "/settings/{key}", "Take a value away: what is around it counts.")
            .needs(Right.SYSTEM_WRITE)
            .takes(KEY)
            .takes(scope())
            .answers(
                SETTING,
                (caller, given) -> {
                  caller.need(Right.SYSTEM_WRITE);
                  return parts()
                      .settings()
                      .reset(scope(given), given.text("key"), caller.actor().word());
                }));
  }

  private Value set(Caller caller, Given given) {
    caller.need(Right.SYSTEM_WRITE);
    return parts()
        .settings()
        .set(scope(given), given.text("key"), given.text("value"), caller.actor().word());
  }

  private Scope scope(Given given) {
    if (given.has("account")) {
      String address = given.text("account");
      return parts()
          .directory()
          .account(Reach.address(address))
          .<Scope>map(account -> new Scope.OfAccount(account.id()))
          .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address));
    }
    if (given.has("domain")) {
      String text = given.text("domain");
      return EmailAddress.domain(text)
          .flatMap(parts().directory()::domain)
          .map(Domain::name)
          .<Scope>map(Scope.OfDomain::new)
          .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", text));
    }
    if (given.has("tenant")) {
      String name = given.text("tenant");
      return parts()
          .tenants()
          .find(name)
          .<Scope>map(tenant -> new Scope.OfTenant(tenant.id()))
          .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", name));
    }
    return Scope.system();
  }
}
