package org.mailstead.post.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.mailstead.post.rows.SenderRow;
import org.mailstead.post.rows.SentDayRow;
import org.mailstead.post.rows.SentHourRow;

/** What one sender has sent and may send. Whoever uses it keeps others out by its monitor. */
final class Ledger {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;
  private static final int DAYS = 30;

  final Recent recent = new Recent();
  private final TreeMap<Long, Sent> hours = new TreeMap<>();
  private final TreeMap<Long, Long> busiest = new TreeMap<>();
  private Optional<Pause> pause;
  private OwnLimits own;
  private long toldMs;

  /** When it was written last. */
  private long writtenMs;

  private boolean changed;
  private long usedMs;

  Ledger(SenderRow row, long nowMs) {
    row.getHoursList()
        .forEach(hour ->
            hours.put(
                hour.getHour(),
                new Sent(hour.getMessages(), hour.getRecipients(), hour.getOctets())));
    row.getDaysList().forEach(day -> busiest.put(day.getDay(), day.getRecipients()));
    pause =
        row.getPausedMs() == 0
            ? Optional.empty()
            : Optional.of(
                new Pause(
                    Instant.ofEpochMilli(row.getPausedMs()),
                    row.getPausedWhy(),
                    row.getPausedByOperator()));
    own =
        new OwnLimits(
            row.hasMessages() ? OptionalLong.of(row.getMessages()) : OptionalLong.empty(),
            row.hasRecipients() ? OptionalLong.of(row.getRecipients()) : OptionalLong.empty(),
            row.hasOctets() ? OptionalLong.of(row.getOctets()) : OptionalLong.empty(),
            row.getWithoutBrake());
    toldMs = row.getToldMs();
    writtenMs = nowMs;
    usedMs = nowMs;
  }

  SenderRow row(long nowMs) {
    forgetOld(nowMs);
    var row = SenderRow.newBuilder().setWithoutBrake(own.brakeless()).setToldMs(toldMs);
    hours.forEach((hour, sent) ->
        row.addHours(
            SentHourRow.newBuilder()
                .setHour(hour)
                .setMessages(sent.messages())
                .setRecipients(sent.recipients())
                .setOctets(sent.octets())));
    busiest.forEach((day, recipients) ->
        row.addDays(SentDayRow.newBuilder().setDay(day).setRecipients(recipients)));
    pause.ifPresent(now ->
        row.setPausedMs(now.since().toEpochMilli())
            .setPausedWhy(now.why())
            .setPausedByOperator(now.byOperator()));
    own.messages().ifPresent(row::setMessages);
    own.recipients().ifPresent(row::setRecipients);
    own.octets().ifPresent(row::setOctets);
    return row.build();
  }

  void add(long nowMs, Sent sent) {
    forgetOld(nowMs);
    long hour = nowMs / HOUR_MS;
    Sent sum = hours.merge(hour, sent, Sent::plus);
    busiest.merge(hour / HOURS, sum.recipients(), Math::max);
    usedMs = nowMs;
    changed = true;
  }

  private void forgetOld(long nowMs) {
    long hour = nowMs / HOUR_MS;
    hours.headMap(hour - HOURS, true).clear();
    busiest.headMap(hour / HOURS - DAYS, true).clear();
    if (!hours.isEmpty() && hours.lastKey() > hour) {
      hours.tailMap(hour, false).clear(); // the clock was set back
    }
  }

  /** In the last 24 hours. */
  Sent today(long nowMs) {
    forgetOld(nowMs);
    return hours.values().stream().reduce(Sent.NOTHING, Sent::plus);
  }

  /** Recipients of the busiest hour on a day before this one. */
  long busiest(long nowMs) {
    long today = nowMs / HOUR_MS / HOURS;
    return busiest.headMap(today, false).values().stream().mapToLong(n -> n).max().orElse(0);
  }

  Optional<Pause> pause() {
    return pause;
  }

  void pause(Optional<Pause> now) {
    pause = now;
    changed = true;
  }

  OwnLimits own() {
    return own;
  }

  void own(OwnLimits limits) {
    own = limits;
    changed = true;
  }

  /** Whether its owner was told within a time; if not, it counts as told now. */
  boolean toldWithin(Duration time, long nowMs) {
    if (nowMs - toldMs < time.toMillis() && toldMs <= nowMs) {
      return true;
    }
    toldMs = nowMs;
    changed = true;
    return false;
  }

  boolean isUnwritten() {
    return changed;
  }

  boolean isUnwrittenSince(Duration time, long nowMs) {
    return changed && (nowMs - writtenMs >= time.toMillis() || nowMs < writtenMs);
  }

  void written(long nowMs) {
    changed = false;
    writtenMs = nowMs;
  }

  boolean isIdleSince(Duration time, long nowMs) {
    return nowMs - usedMs >= time.toMillis();
  }

  void used(long nowMs) {
    usedMs = nowMs;
  }
}
