package org.mailstead.post.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.ReceivedDate;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.Reason;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Puts messages from files into an account. */
final class TakingIn {
  /** Octets of one. */
  static final int MAX_MESSAGE = 150 << 20;

  private final Post post;
  private final AccountId account;
  private final InstantSource clock;
  private final boolean skipKnown;
  private final long deed;

  /** What became of one. */
  enum Came {
    IN,
    /** It was there already. */
    KNOWN,
    /** It is no message. */
    NONE,
    TOO_LARGE,
    /** Its file says that it was removed. */
    GONE
  }

  /**
   * @param skipKnown whether a message that is in the account already is left out
   * @param deed what all of it belongs to
   */
  TakingIn(Post post, AccountId account, InstantSource clock, boolean skipKnown, long deed) {
    this.post = post;
    this.account = account;
    this.clock = clock;
    this.skipKnown = skipKnown;
    this.deed = deed;
  }

  /** Where a message goes, and with which flags, once it was read what stands in it. */
  record Place(Set<MailboxId> mailboxes, Set<String> flags, Optional<Instant> received) {
    Place {
      mailboxes = Set.copyOf(mailboxes);
      flags = Set.copyOf(flags);
    }
  }

  /** Writes a message as it is in its file. */
  interface Source {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Takes one; lines that end with LF are made to end with CRLF.
   *
   * @param otherwise when it came, where nothing in it tells
   * @throws org.mailstead.words.Refused OVER_QUOTA …
   */
  Came take(Source source, Instant otherwise, Function<Marks, Place> place) throws IOException {
    try (Arriving arriving = post.intake().begin(account)) {
      var wire = new CrlfStream(arriving, MAX_MESSAGE);
      source.to(wire);
      if (wire.isTooLarge()) {
        return Came.TOO_LARGE;
      }
      Arriving.Arrived arrived = arriving.finish(account);
      MessageStructure structure = arrived.structure();
      if (structure.header().isEmpty()) {
        return Came.NONE;
      }
      Marks marks = Marks.of(structure.header());
      if (marks.gone()) {
        return Came.GONE;
      }
      if (skipKnown && post.emails().isThere(account, post.view(account), structure, wire.size())) {
        return Came.KNOWN;
      }
      put(arrived, place.apply(marks), otherwise);
      return Came.IN;
    }
  }

  private void put(Arriving.Arrived arrived, Place place, Instant otherwise) {
    OffsetDateTime received =
        place
            .received()
            .or(() -> received(arrived.structure()))
            .filter(TakingIn::isPlausible)
            .orElse(otherwise)
            .atOffset(ZoneOffset.UTC);
    var reason = new Reason("import", "brought in from a file", "", clock.instant());
    var message =
        new NewMessage(
            arrived.body(),
            new byte[0],
            arrived.structure(),
            arrived.preview(),
            place.flags(),
            received,
            List.of(reason));
    long _ = post.edits().create(account, place.mailboxes(), message, deed);
  }

  /** When the last server on its way took it; else when it was written. */
  private static Optional<Instant> received(MessageStructure structure) {
    return ReceivedDate.of(structure.header())
        .or(() ->
            structure
                .field("Date")
                .map(Octets::text)
                .flatMap(DateTimes::parse)
                .map(OffsetDateTime::toInstant));
  }

  private static boolean isPlausible(Instant when) {
    int year = when.atOffset(ZoneOffset.UTC).getYear();
    return year > 1970 && year < 2200;
  }
}
