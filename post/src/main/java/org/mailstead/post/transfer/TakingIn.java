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

/** Puts messages from elsewhere into an account. */
final class TakingIn {
  /** Octets of one. */
  static final int MAX_MESSAGE = 150 << 20;

  private final Post post;
  private final AccountId account;
  private final InstantSource clock;
  private final boolean skipKnown;
  private final long deed;
  private final Origin origin;

  /** Where messages are from. */
  enum Origin {
    /** Other programs have written into the header what they know of a message. */
    FILE("brought in from a file"),
    /** The server tells all; what stands in a header is from whoever wrote it. */
    SERVER("brought in from another server");

    private final String words;

    Origin(String words) {
      this.words = words;
    }
  }

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
  TakingIn(
      Post post,
      AccountId account,
      InstantSource clock,
      boolean skipKnown,
      long deed,
      Origin origin) {
    this.post = post;
    this.account = account;
    this.clock = clock;
    this.skipKnown = skipKnown;
    this.deed = deed;
    this.origin = origin;
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
      if (marks.gone() && origin == Origin.FILE) {
        return Came.GONE;
      }
      if (skipKnown && isKnown(structure, wire.size())) {
        return Came.KNOWN;
      }
      Place to = place.apply(marks);
      if (skipKnown && origin == Origin.SERVER && cameThen(structure, wire.size(), to)) {
        return Came.KNOWN;
      }
      put(arrived, to, otherwise);
      return Came.IN;
    }
  }

  /** Whether a message of that Message-ID, subject and size is in the account. */
  boolean isKnown(MessageStructure structure, long size) {
    return post.emails().isThere(account, post.view(account), structure, size);
  }

  /**
   * What has no Message-ID is known by when it came, and by its size: a part may be done again.
   * Such messages are few, so that all of the account can be looked at for one.
   */
  private boolean cameThen(MessageStructure structure, long size, Place place) {
    if (place.received().isEmpty() || structure.field("Message-ID").isPresent()) {
      return false;
    }
    long when = place.received().get().toEpochMilli();
    boolean[] found = {false};
    post.view(account)
        .each(email ->
            found[0] |= email.isShown() && email.size() == size && email.receivedMs() == when);
    return found[0];
  }

  private void put(Arriving.Arrived arrived, Place place, Instant otherwise) {
    OffsetDateTime received =
        place
            .received()
            .or(() -> received(arrived.structure()))
            .filter(TakingIn::isPlausible)
            .orElse(otherwise)
            .atOffset(ZoneOffset.UTC);
    var reason = new Reason("import", origin.words, "", clock.instant());
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
