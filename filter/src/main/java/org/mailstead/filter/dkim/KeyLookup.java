package org.mailstead.filter.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** Asks for keys, each once for a message. */
final class KeyLookup {
  /** What the DNS says of a key. */
  sealed interface Found {
    record Key(DkimKey key) implements Found {}

    /** There is none that can be used, and there will not be. */
    record Unusable(String why) implements Found {}

    record Unanswered(String why) implements Found {}
  }

  private final Resolver resolver;
  private final Map<KeyName, Found> known = new HashMap<>();

  KeyLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  Found find(KeyName name) {
    Found found = known.get(name);
    if (found == null) {
      found = ask(name);
      known.put(name, found);
    }
    return found;
  }

  private Found ask(KeyName name) {
    return switch (resolver.txt(name.dnsName())) {
      case Answer.Found<String>(List<String> texts, _, _) -> first(name, texts);
      case Answer.NoData<String> _, Answer.NoSuchName<String> _ ->
          new Found.Unusable("there is no key at " + name.dnsName());
      case Answer.Failed<String>(boolean temporary, String why) ->
          temporary
              ? new Found.Unanswered("the key " + name.dnsName() + ": " + why)
              : new Found.Unusable("there can be no key at " + name.dnsName());
    };
  }

  // Several keys under one name are undefined (RFC 6376 section 3.6.2.2): the first counts.
  private static Found first(KeyName name, List<String> texts) {
    for (String text : texts) {
      if (DkimKey.isOne(text)) {
        try {
          return new Found.Key(DkimKey.parse(text));
        } catch (TagSyntaxException e) {
          return new Found.Unusable("the key at " + name.dnsName() + ": " + e.why());
        }
      }
    }
    return new Found.Unusable("what is at " + name.dnsName() + " is no key");
  }
}
