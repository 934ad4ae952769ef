package org.mailstead.post;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.SnoozeRows.Aside;
import org.mailstead.post.SnoozeRows.Spot;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Key;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Puts emails aside and back in one change of an account's mail. What was thought of them (junk or
 * not) is not touched: they go by the clock, not by what somebody thinks.
 */
final class Snoozing {
  private static final System.Logger LOG = System.getLogger(Snoozing.class.getName());

  private final MailDraft mail;
  private final long nowMs;

  Snoozing(MailDraft mail, long nowMs) {
    this.mail = mail;
    this.nowMs = nowMs;
  }

  /** The places of an email that are seen. */
  private Map<Key, MemberRow> shown(long email) {
    Map<Key, MemberRow> places = mail.places(email);
    places.values().removeIf(row -> flags(row).has(Flags.DELETED));
    if (places.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "message.missing", Long.toString(email));
    }
    return places;
  }

  private static Flags flags(MemberRow row) {
    return new Flags(row.getFlagsLow(), row.getFlagsHigh());
  }

  /** The one place where an email lies aside, by its row. */
  private static Optional<Aside> known(Map<Key, MemberRow> places, Map<Spot, Aside> asides) {
    return places.keySet().stream()
        .flatMap(place -> Optional.ofNullable(asides.get(Spot.of(place))).stream())
        .findFirst();
  }

  /**
   * Puts an email aside, or gives it another time when it lies there.
   *
   * @param asides all rows there are
   * @return whether there is one row more now
   */
  boolean putAside(
      long email, MailboxId snoozed, MailboxId inbox, Map<Spot, Aside> asides, Instant until) {
    Map<Key, MemberRow> places = shown(email);
    Optional<Aside> before = known(places, asides);
    if (before.filter(Aside::isSending).isPresent()) {
      throw new Refused(Problem.Kind.CONFLICT, "message.scheduled", Long.toString(email));
    }
    Set<MailboxId> into = new LinkedHashSet<>();
    before.ifPresent(aside -> into.addAll(aside.into()));
    Optional<Key> stays =
        before
            .map(aside -> MailKeys.place(email, aside.spot().mailbox(), aside.spot().uid()))
            .or(() -> places.keySet().stream().filter(at -> isIn(at, snoozed)).findFirst());
    List<Key> leave =
        places.keySet().stream().filter(at -> !stays.equals(Optional.of(at))).toList();
    leave.stream().map(MailKeys::placeMailbox).forEach(into::add);
    into.remove(snoozed);
    if (into.isEmpty()) {
      into.add(inbox); // somebody laid it there by hand
    }
    before.ifPresent(aside -> mail.draft().delete(aside.key()));
    Set<String> add = before.map(one -> Set.copyOf(one.row().getAddList())).orElse(Set.of());
    Set<String> remove = new LinkedHashSet<>(Set.of("\\Seen"));
    before.ifPresent(aside -> remove.addAll(aside.row().getRemoveList()));
    Spot spot = stays.map(Spot::of).orElseGet(() -> add(email, snoozed, places));
    leave.forEach(at -> remove(at, places));
    var snooze = new Snooze(until, List.copyOf(into), add, remove);
    SnoozeRows.write(mail.draft(), spot.mailbox(), spot.uid(), snooze);
    return before.isEmpty();
  }

  private static boolean isIn(Key place, MailboxId mailbox) {
    return MailKeys.placeMailbox(place).equals(mailbox);
  }

  private Spot add(long email, MailboxId mailbox, Map<Key, MemberRow> places) {
    mail.mailbox(mailbox);
    List<AccountEmail.Place> all = new ArrayList<>();
    places.forEach((at, row) ->
        all.add(
            new AccountEmail.Place(MailKeys.placeMailbox(at), MailKeys.placeUid(at), flags(row))));
    var origin = new Email.Origin(0, email);
    Flags whole = new AccountEmail(email, origin, 0, 0, 0, all).flags();
    return new Spot(mailbox, add(mailbox, places.values().iterator().next(), whole));
  }

  private int add(MailboxId mailbox, MemberRow like, Flags flags) {
    return mail.add(
        mailbox,
        like.toBuilder().setFlagsLow(flags.low()).setFlagsHigh(flags.high()).setSavedMs(nowMs));
  }

  private void remove(Key place, Map<Key, MemberRow> places) {
    MemberRow row = places.get(place);
    if (row != null) {
      mail.remove(MailKeys.placeMailbox(place), MailKeys.placeUid(place), row, nowMs);
    }
  }

  /**
   * Lays an email where what is sent later lies, out of all other mailboxes. It is no draft any
   * more.
   *
   * @param sent where it goes when the time has come
   */
  void schedule(
      long email, MailboxId scheduled, MailboxId sent, Map<Spot, Aside> asides, Instant until) {
    Map<Key, MemberRow> places = shown(email);
    known(places, asides).ifPresent(before -> mail.draft().delete(before.key()));
    Optional<Key> stays = places.keySet().stream().filter(at -> isIn(at, scheduled)).findFirst();
    Spot spot = stays.map(Spot::of).orElseGet(() -> add(email, scheduled, places));
    places.keySet().stream()
        .filter(at -> !stays.equals(Optional.of(at)))
        .toList()
        .forEach(at -> remove(at, places));
    mail.member(spot.mailbox(), spot.uid())
        .ifPresent(row -> {
          boolean _ = mail.flag(spot.mailbox(), spot.uid(), row, flags(row).without(Flags.DRAFT));
        });
    var then = new Snooze(until, List.of(sent), Set.of(), Set.of());
    SnoozeRows.write(mail.draft(), spot, then, true);
  }

  /** What is not sent after all is a draft again; of any other email nothing is changed. */
  void unschedule(long email, MailboxId drafts, Map<Spot, Aside> asides) {
    known(mail.places(email), asides)
        .filter(Aside::isSending)
        .ifPresent(aside -> {
          var row = aside.row().toBuilder().setInto(drafts.value()).addAdd("\\Draft").build();
          boolean _ = comeBack(new Aside(aside.key(), row), drafts);
        });
  }

  /**
   * Puts an email back whose time has not come.
   *
   * @throws Refused NOT_FOUND when there is none, EXPIRED when it does not lie aside
   */
  void bringBack(long email, MailboxId inbox, Map<Spot, Aside> asides) {
    Aside aside =
        known(shown(email), asides)
            .filter(one -> !one.isSending())
            .orElseThrow(
                () -> new Refused(Problem.Kind.EXPIRED, "message.not-snoozed", "" + email));
    boolean _ = comeBack(aside, inbox);
  }

  /**
   * Ends a row: the message comes back, unless somebody has taken it away.
   *
   * @return whether it did
   */
  boolean comeBack(Aside aside, MailboxId inbox) {
    mail.draft().delete(aside.key());
    Spot spot = aside.spot();
    Optional<MemberRow> found = mail.member(spot.mailbox(), spot.uid());
    if (found.isEmpty()) {
      return false;
    }
    MemberRow row = found.get();
    Flags then = changed(flags(row), aside.row().getRemoveList(), aside.row().getAddList());
    List<MailboxId> into = aside.into().stream().filter(this::isThere).distinct().toList();
    List<MailboxId> to = into.isEmpty() ? List.of(inbox) : into;
    to.forEach(mail::state); // an unfinished copy is finished before anything is written
    // First there, then gone: the email never lies nowhere in between.
    to.stream().filter(id -> !id.equals(spot.mailbox())).forEach(id -> add(id, row, then));
    if (to.contains(spot.mailbox())) {
      boolean _ = mail.flag(spot.mailbox(), spot.uid(), row, then);
    } else {
      mail.remove(spot.mailbox(), spot.uid(), row, nowMs);
    }
    return true;
  }

  private boolean isThere(MailboxId id) {
    return mail.draft().get(MailKeys.mailbox(id)).isPresent();
  }

  private Flags changed(Flags now, Collection<String> remove, Collection<String> add) {
    Flags then = now;
    for (String name : remove) {
      then = then.without(mail.keywords().flag(name).orElse(Flags.NONE));
    }
    try {
      return then.with(mail.flags(add));
    } catch (Refused e) {
      // It comes back all the same: nobody waits for a keyword, somebody may for the message.
      LOG.log(WARNING, "a message comes back without its new flags: {0}", e.problem());
      return then;
    }
  }
}
