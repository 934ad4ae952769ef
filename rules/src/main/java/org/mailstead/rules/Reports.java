package org.mailstead.rules;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.DateTimes;

/** Wishes about reports of what is redirected (RFC 6009), in SMTP's words. */
final class Reports {
  private Reports() {}

  static Action.Dsn dsn(Step.Redirect step, Variables variables, Surroundings around) {
    Optional<String> notify =
        step.reports().map(variables::text).map(text -> text.toUpperCase(Locale.ROOT));
    Optional<String> ret =
        step.ret().map(variables::text).map(text -> text.toUpperCase(Locale.ROOT));
    notify
        .filter(text -> !text.matches("NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY))*"))
        .ifPresent(text -> {
          throw new Failed(step.place(), "\"" + text + "\" is no wish for reports");
        });
    ret.filter(text -> !text.matches("FULL|HDRS"))
        .ifPresent(text -> {
          throw new Failed(step.place(), "\"" + text + "\" is neither FULL nor HDRS");
        });
    return new Action.Dsn(notify, ret, step.deadline().map(by -> by(step, by, variables, around)));
  }

  // by-value = by-time ";" by-mode [by-trace] (RFC 2852 section 4)
  private static String by(
      Step.Redirect step, Step.Deadline deadline, Variables variables, Surroundings around) {
    long seconds =
        switch (deadline) {
          case Step.Within(long within, var _, var _) -> within;
          case Step.At(Text time, var _, var _) ->
              DateTimes.parse(variables.text(time))
                  .map(at -> Duration.between(around.clock().instant(), at.toInstant()).toSeconds())
                  .orElseThrow(() -> new Failed(step.place(), "this is not a time"));
        };
    String mode =
        deadline.mode().map(variables::text).map(text -> text.toUpperCase(Locale.ROOT)).orElse("N");
    return switch (mode) {
      case "N", "NOTIFY" -> seconds + ";N" + (deadline.trace() ? "T" : "");
      case "R", "RETURN" -> seconds + ";R" + (deadline.trace() ? "T" : "");
      case String _ -> throw new Failed(step.place(), "\"" + mode + "\" is no mode of delivery");
    };
  }
}
