package org.mailstead.filter.dmarc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** Asks for records, each once for a message. */
final class DmarcLookup {
  /** The DNS does not answer just now. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;
    private final String why;

    Unanswered(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private final Resolver resolver;
  private final Map<String, Optional<DmarcRecord>> known = new HashMap<>();

  DmarcLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /** A domain's own record. Several are as good as none (RFC 9989 section 4.10). */
  Optional<DmarcRecord> find(String domain) throws Unanswered {
    Optional<DmarcRecord> found = known.get(domain);
    if (found == null) {
      found = ask(domain);
      known.put(domain, found);
    }
    return found;
  }

  private Optional<DmarcRecord> ask(String domain) throws Unanswered {
    String name = "_dmarc." + domain;
    return switch (resolver.txt(name)) {
      case Answer.Found<String>(List<String> texts, _, _) -> {
        List<String> records = texts.stream().filter(DmarcRecord::isOne).toList();
        yield records.size() == 1 ? DmarcRecord.parse(records.getFirst()) : Optional.empty();
      }
      case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> Optional.empty();
      case Answer.Failed<String>(boolean temporary, String why) -> {
        if (temporary) {
          throw new Unanswered(name + ": " + why);
        }
        yield Optional.empty();
      }
    };
  }

  /** Whether a name is there at all (RFC 8020); who does not answer is taken to be. */
  boolean exists(String domain) {
    return !(resolver.a(domain) instanceof Answer.NoSuchName<?>);
  }
}
