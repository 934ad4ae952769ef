package org.mailstead.post;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.MailboxId;

/**
 * An email with all the places it lies in: how JMAP sees mail (RFC 8621 section 4). A place whose
 * message has \Deleted is not shown (RFC 8621 section 4.1.1).
 *
 * @param number its number in the account
 * @param origin where it was first kept: what its id is made of
 * @param thread the number of its thread
 * @param receivedMs INTERNALDATE in milliseconds since 1970
 * @param size octets as it is read
 * @param places at least one
 */
public record AccountEmail(
    long number, Email.Origin origin, long thread, long receivedMs, int size, List<Place> places) {
  /** A message of a mailbox. */
  public record Place(MailboxId mailbox, int uid, Flags flags) {
    public boolean isShown() {
      return !flags.has(Flags.DELETED);
    }
  }

  /** What is on an email only when it is on all of its messages; the rest when it is on any. */
  private static final Flags ON_ALL = Flags.SEEN.with(Flags.DRAFT);

  public AccountEmail {
    places = List.copyOf(places);
  }

  public Instant received() {
    return Instant.ofEpochMilli(receivedMs);
  }

  /** Whether there is a place in which it is shown. */
  public boolean isShown() {
    for (Place place : places) {
      if (place.isShown()) {
        return true;
      }
    }
    return false;
  }

  public boolean isIn(MailboxId mailbox) {
    for (Place place : places) {
      if (place.isShown() && place.mailbox().equals(mailbox)) {
        return true;
      }
    }
    return false;
  }

  /** Where it is shown, each mailbox once. */
  public List<MailboxId> mailboxes() {
    return places.stream().filter(Place::isShown).map(Place::mailbox).distinct().toList();
  }

  /** Its flags as one email: \Seen and \Draft when all its messages have it, the rest when any. */
  public Flags flags() {
    Flags any = Flags.NONE;
    Flags all = ON_ALL;
    for (Place place : places) {
      if (place.isShown()) {
        any = any.with(place.flags());
        all = new Flags(all.low() & place.flags().low(), all.high() & place.flags().high());
      }
    }
    return any.without(ON_ALL).with(all);
  }

  /** Neither read nor a draft. */
  public boolean isUnread() {
    Flags now = flags();
    return !now.has(Flags.SEEN) && !now.has(Flags.DRAFT);
  }

  /** The same as somebody sees it who may look into these mailboxes alone; empty for none. */
  public Optional<AccountEmail> in(java.util.Set<MailboxId> visible) {
    List<Place> some = places.stream().filter(at -> visible.contains(at.mailbox())).toList();
    return some.isEmpty() ? Optional.empty() : Optional.of(withPlaces(some));
  }

  /** The same with a place as it is now. */
  AccountEmail with(Place now) {
    List<Place> all = new ArrayList<>(without(now.mailbox(), now.uid()));
    all.add(now);
    return withPlaces(all);
  }

  AccountEmail withPlaces(List<Place> now) {
    return new AccountEmail(number, origin, thread, receivedMs, size, now);
  }

  /** Its places but one. */
  List<Place> without(MailboxId mailbox, int uid) {
    return places.stream().filter(at -> at.uid() != uid || !at.mailbox().equals(mailbox)).toList();
  }
}
