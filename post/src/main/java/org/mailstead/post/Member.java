package org.mailstead.post;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A message in a mailbox.
 *
 * @param email its number in the account, the same in every mailbox it lies in
 * @param modseq the version of the commit that last touched it here (RFC 7162)
 * @param date INTERNALDATE packed: milliseconds of UTC times 4096, plus the zone's minutes + 2048
 * @param size octets as IMAP and POP3 send it
 * @param savedSeconds when it came into this mailbox, in seconds since 1970; 0 when not known
 */
public record Member(
    int uid, long email, Flags flags, long modseq, long date, int size, long savedSeconds) {
  private static final int ZONES = 4096;

  static long pack(OffsetDateTime when) {
    long zone = when.getOffset().getTotalSeconds() / 60 + ZONES / 2L;
    return when.toInstant().toEpochMilli() * ZONES + zone;
  }

  /** INTERNALDATE in the zone that it was given in. */
  public OffsetDateTime internalDate() {
    return date(date);
  }

  static OffsetDateTime date(long date) {
    int zone = (int) Math.floorMod(date, (long) ZONES) - ZONES / 2;
    return received(date).atOffset(ZoneOffset.ofTotalSeconds(zone * 60));
  }

  /** When it came into this mailbox (RFC 8514). */
  public Optional<Instant> saved() {
    return savedSeconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(savedSeconds));
  }

  /** INTERNALDATE as a point in time. */
  public Instant received() {
    return received(date);
  }

  static Instant received(long date) {
    return Instant.ofEpochMilli(Math.floorDiv(date, ZONES));
  }
}
