package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.mailstead.post.Quotas;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads SETQUOTA (RFC 9208 section 7). */
record QuotaGrammar(ImapReader in) {
  // setquota = "SETQUOTA" SP quota-root-name SP "(" [setquota-resource *(SP setquota-resource)] ")"
  Command set() throws IOException, SyntaxException {
    in.space();
    String root = in.astring();
    in.space();
    in.expect('(');
    Map<Quotas.Resource, Long> limits = new EnumMap<>(Quotas.Resource.class);
    boolean known = true;
    boolean first = true;
    while (!in.take(')')) {
      if (!first) {
        in.space();
      }
      first = false;
      String name = in.word();
      in.space();
      long limit = in.number(Long.MAX_VALUE);
      known &= put(limits, name, limit);
    }
    if (!known) {
      throw new Refused(Problem.Kind.UNSUPPORTED, "quota.resource");
    }
    return new Command.SetQuota(root, limits);
  }

  private static boolean put(Map<Quotas.Resource, Long> limits, String name, long limit) {
    for (Quotas.Resource resource : Quotas.Resource.values()) {
      if (resource.name().equals(name)) {
        limits.put(resource, limit);
        return true;
      }
    }
    return false;
  }
}
