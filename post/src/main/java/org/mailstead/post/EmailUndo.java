package org.mailstead.post;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.FlaggedRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Key;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Makes single emails again what they were before a deed; see {@link Undoing}. */
final class EmailUndo {
  private final MailDraft mail;
  private final Opinions opinions;
  private final Function<MailboxId, Rights> rights;
  private final Allowance allowance;
  private final Map<MailboxId, MailboxId> restored;
  private final long nowMs;

  /**
   * @param restored what mailboxes are called now that had been deleted
   */
  EmailUndo(
      MailDraft mail,
      Opinions opinions,
      Function<MailboxId, Rights> rights,
      Allowance allowance,
      Map<MailboxId, MailboxId> restored,
      long nowMs) {
    this.restored = restored;
    this.mail = mail;
    this.opinions = opinions;
    this.rights = rights;
    this.allowance = allowance;
    this.nowMs = nowMs;
  }

  /** Where the deed put an email. */
  private record Spot(MailboxId mailbox, int uid) {}

  /**
   * What a deed did to an email.
   *
   * @param before its flags, where it lay anywhere
   * @param after what they were then, where it was left anywhere
   * @param fromNowhere whether it lay in no mailbox before
   */
  private record Done(
      Map<MailboxId, MemberRow> taken,
      Map<Spot, MemberRow> put,
      Optional<Flags> before,
      Optional<Flags> after,
      boolean fromNowhere) {
    static Done of(List<ChangeRow> changes, Map<MailboxId, MailboxId> restored) {
      Map<MailboxId, MemberRow> taken = new LinkedHashMap<>();
      Map<Spot, MemberRow> put = new LinkedHashMap<>();
      Optional<Flags> before = Optional.empty();
      Optional<Flags> after = Optional.empty();
      boolean fromNowhere = false;
      for (ChangeRow change : changes) {
        var was = new MailboxId(change.getMailbox());
        MailboxId mailbox = restored.getOrDefault(was, was);
        if (change.hasRemoved()) {
          MemberRow row = change.getRemoved().getMember();
          taken.putIfAbsent(mailbox, row);
          before = before.or(() -> Optional.of(flags(row)));
        } else if (change.hasAdded()) {
          MemberRow row = change.getAdded().getMember();
          put.put(new Spot(mailbox, change.getAdded().getUid()), row);
          after = Optional.of(flags(row));
          fromNowhere |= change.getAdded().getFirst();
        } else {
          FlaggedRow row = change.getFlagged();
          Flags were = new Flags(row.getBeforeLow(), row.getBeforeHigh());
          before = before.or(() -> Optional.of(were));
          after = Optional.of(flags(row.getMember()));
        }
      }
      return new Done(taken, put, before, after, fromNowhere);
    }

    /** Flags as they were before, but for those that were changed since. */
    Flags restored(Flags now) {
      if (before.isEmpty() || after.isEmpty()) {
        return now;
      }
      return new Flags(
          bits(now.low(), before.get().low(), after.get().low()),
          bits(now.high(), before.get().high(), after.get().high()));
    }

    private static long bits(long now, long before, long after) {
      long changed = (before ^ after) & ~(now ^ after);
      return (now & ~changed) | (before & changed);
    }
  }

  /**
   * @throws Refused NOT_FOUND when nothing is left to be undone, NOT_PERMITTED, OVER_QUOTA
   */
  void run(long email, List<ChangeRow> changes) {
    Done done = Done.of(changes, restored);
    Map<Key, MemberRow> places = mail.places(email);
    List<MailboxId> back = back(done, places);
    checkRoom(email, done, back.size());
    Map<Spot, MemberRow> out = out(done, places, back);
    check(back, out);
    boolean any = !back.isEmpty() || !out.isEmpty();
    Optional<Flags> now = places.values().stream().findFirst().map(EmailUndo::flags);
    for (MailboxId mailbox : back) {
      MemberRow row = java.util.Objects.requireNonNull(done.taken.get(mailbox));
      Flags flags = now.map(done::restored).orElse(flags(row));
      mail.add(mailbox, row.toBuilder().setFlagsLow(flags.low()).setFlagsHigh(flags.high()));
    }
    out.forEach((spot, row) -> {
      back.forEach(to -> opinions.moved(mail, row, spot.mailbox, to));
      mail.remove(spot.mailbox, spot.uid, row, nowMs);
    });
    for (Map.Entry<Key, MemberRow> place : places.entrySet()) {
      Spot spot = spot(place.getKey());
      if (!out.containsKey(spot)) {
        any |= restore(spot, place.getValue(), done);
      }
    }
    if (!any) {
      throw new Refused(Problem.Kind.NOT_FOUND, "deed.overtaken", Long.toString(email));
    }
  }

  private static Flags flags(MemberRow row) {
    return new Flags(row.getFlagsLow(), row.getFlagsHigh());
  }

  private static Spot spot(Key place) {
    return new Spot(MailKeys.placeMailbox(place), MailKeys.placeUid(place));
  }

  /** The mailboxes that it comes back to: it was taken out of them, and they are still there. */
  private List<MailboxId> back(Done done, Map<Key, MemberRow> places) {
    return done.taken.keySet().stream()
        .filter(mailbox -> mail.draft().get(MailKeys.mailbox(mailbox)).isPresent())
        .filter(mailbox -> places.keySet().stream().noneMatch(p -> spot(p).mailbox.equals(mailbox)))
        .sorted()
        .toList();
  }

  private void checkRoom(long email, Done done, int more) {
    if (more > 0) {
      boolean nowhere = mail.email(email).getPlaces() == 0; // or NOT_FOUND: its retention is over
      if (nowhere) {
        Quota.checkOctets(mail, done.taken.values().iterator().next().getSize(), allowance);
      }
      Quota.checkMessages(mail, more, allowance);
    }
  }

  /** Where it goes from again; from everywhere only if it lay nowhere before. */
  private static Map<Spot, MemberRow> out(
      Done done, Map<Key, MemberRow> places, List<MailboxId> back) {
    Map<Spot, MemberRow> out = new LinkedHashMap<>();
    places.forEach((place, row) -> {
      if (done.put.containsKey(spot(place))) {
        out.put(spot(place), row);
      }
    });
    return back.isEmpty() && out.size() == places.size() && !done.fromNowhere ? Map.of() : out;
  }

  private void check(List<MailboxId> back, Map<Spot, MemberRow> out) {
    back.forEach(mailbox -> need(mailbox, Right.INSERT));
    out.keySet().forEach(spot -> need(spot.mailbox, Right.DELETE_MESSAGES, Right.EXPUNGE));
    back.forEach(mail::state); // an unfinished copy is finished before anything is written
    out.keySet().forEach(spot -> mail.state(spot.mailbox));
  }

  private void need(MailboxId mailbox, Right... some) {
    for (Right right : some) {
      if (!rights.apply(mailbox).has(right)) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
      }
    }
  }

  private boolean restore(Spot spot, MemberRow row, Done done) {
    Flags flags = done.restored(flags(row));
    Flags changed = new Flags(flags.low() ^ row.getFlagsLow(), flags.high() ^ row.getFlagsHigh());
    if (changed.equals(Flags.NONE)) {
      return false;
    }
    if (changed.has(Flags.SEEN)) {
      need(spot.mailbox, Right.SEEN);
    }
    if (!changed.without(Flags.SEEN).equals(Flags.NONE)) {
      need(spot.mailbox, Right.WRITE);
    }
    return mail.flag(spot.mailbox, spot.uid, row, flags);
  }
}
