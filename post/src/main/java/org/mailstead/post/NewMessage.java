package org.mailstead.post;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.store.Blob;

/**
 * A message that is to be put into a mailbox. Its bytes are durable, or ride in the commit.
 *
 * @param prefix trace fields that stand before the body, each ended by CRLF; may be empty
 * @param structure of the body, without the prefix
 * @param flags names of flags and keywords
 * @param date what INTERNALDATE will say
 * @param origin where it was first kept, for a copy from another account
 */
public record NewMessage(
    Blob body,
    byte[] prefix,
    MessageStructure structure,
    String preview,
    Set<String> flags,
    OffsetDateTime date,
    List<Reason> reasons,
    Optional<Email.Origin> origin) {
  /** One that is new everywhere. */
  public NewMessage(
      Blob body,
      byte[] prefix,
      MessageStructure structure,
      String preview,
      Set<String> flags,
      OffsetDateTime date,
      List<Reason> reasons) {
    this(body, prefix, structure, preview, flags, date, reasons, Optional.empty());
  }

  public NewMessage {
    flags = Set.copyOf(flags);
    reasons = List.copyOf(reasons);
  }

  /** Whether it was taken for junk at the door, whatever its user thinks of that. */
  boolean isJunk() {
    return reasons.stream()
        .filter(reason -> reason.who().equals(VerdictReasons.WHO))
        .findFirst()
        .filter(reason -> reason.what().equals(Verdict.Kind.JUNK.word()))
        .isPresent();
  }

  /** The same with other reasons. */
  NewMessage with(List<Reason> others) {
    return new NewMessage(body, prefix, structure, preview, flags, date, others, origin);
  }

  /** The same with more reasons. */
  public NewMessage because(List<Reason> more) {
    var all = new ArrayList<>(reasons);
    all.addAll(more);
    return new NewMessage(body, prefix, structure, preview, flags, date, all, origin);
  }

  /** Octets as it will be read. */
  public long size() {
    return prefix.length + body.size();
  }
}
