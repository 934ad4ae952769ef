package org.mailstead.rules;

import java.util.List;
import java.util.Optional;

/** Checks the snooze action (draft-ietf-extra-sieve-snooze). */
final class SnoozeCompiler {
  private final Dialect dialect;

  SnoozeCompiler(Dialect dialect) {
    this.dialect = dialect;
  }

  // snooze [":mailbox" s] [":create"] [":specialuse" s] [":mailboxid" s] [":addflags" l]
  // [":removeflags" l] [":weekdays" l] [":tzid" s] <times: string-list>
  Step snooze(Arguments in) {
    dialect.demand(in.place(), "\"snooze\"", "snooze");
    Optional<Text> mailbox = in.tagText("mailbox", "");
    if (in.has("flags")) {
      in.error("\"snooze\" has \":addflags\" and \":removeflags\"");
    }
    Step.Filing filing = new CommonTags(in).filing();
    List<Text> add = in.tagTexts("addflags", "imap4flags").orElse(List.of());
    List<Text> remove = in.tagTexts("removeflags", "imap4flags").orElse(List.of());
    List<Text> weekdays = in.tagTexts("weekdays", "").orElse(List.of());
    Optional<Text> zone = in.tagText("tzid", "");
    List<Text> times = in.texts("times of the day");
    weekdays.forEach(day -> check(day, Waking.isWeekday(day.constant().orElse("0")), WEEKDAY));
    zone.ifPresent(
        name -> check(name, Waking.zone(name.constant().orElse("UTC")).isPresent(), ZONE));
    times.forEach(
        time -> check(time, Waking.time(time.constant().orElse("00:00")).isPresent(), TIME));
    return new Step.Snooze(in.place(), mailbox, filing, add, remove, weekdays, zone, times);
  }

  static final String WEEKDAY = "a day of the week is \"0\" (Sunday) to \"6\"";
  static final String ZONE = "this time zone is not known";
  static final String TIME = "a time of the day is like \"07:30\" or \"07:30:00\"";

  private void check(Text text, boolean good, String why) {
    if (!good) {
      dialect.error(text.place(), why);
    }
  }
}
