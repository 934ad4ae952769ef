package org.mailstead.imap.fetch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailstead.imap.grammar.Conversion;
import org.mailstead.words.AccountId;

/**
 * The parts that a session had converted last: clients ask for the size or the structure first, and
 * then for the octets in pieces (RFC 5259 section 8.5). What is large is converted anew each time,
 * which gives the same octets.
 */
public final class ConvertedParts {
  private static final int MAX = 2;
  private static final int MAX_OCTETS = 256 << 10;

  private record Asked(AccountId owner, long email, String part, Conversion conversion) {}

  private final Map<Asked, Converted> kept = new LinkedHashMap<>();

  @Nullable Converted get(AccountId owner, long email, String part, Conversion conversion) {
    return kept.get(new Asked(owner, email, part, conversion));
  }

  void keep(AccountId owner, long email, String part, Conversion conversion, Converted made) {
    if (made instanceof Converted.Part known && known.octets().length <= MAX_OCTETS) {
      if (kept.size() == MAX) {
        kept.remove(kept.keySet().iterator().next());
      }
      kept.put(new Asked(owner, email, part, conversion), made);
    }
  }
}
