package org.mailstead.wire.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * What a name server's message means for one question.
 *
 * @param keep how long it may be remembered; zero for not at all
 */
record Reply(Answer<Record> answer, Duration keep) {
  private static final int LONGEST_CHAIN = 16;

  /** Records of other names than those asked for or led to are not looked at. */
  static Reply of(Message message, Name asked, int type) {
    return switch (message.getRcode()) {
      case Rcode.NXDOMAIN -> new Reply(new Answer.NoSuchName<>(), negativeTtl(message));
      case Rcode.NOERROR -> data(message, asked, type);
      default ->
          new Reply(
              new Answer.Failed<>(
                  true, "the name server answered " + Rcode.string(message.getRcode())),
              Duration.ZERO);
    };
  }

  private static Reply data(Message message, Name asked, int type) {
    List<Record> section = message.getSection(Section.ANSWER);
    Name name = asked;
    long ttl = Long.MAX_VALUE;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      var found = new ArrayList<Record>();
      Name next = null;
      for (Record record : section) {
        if (!record.getName().equals(name) || record.getDClass() != DClass.IN) {
          continue;
        }
        if (record.getType() == type) {
          found.add(record);
          ttl = Math.min(ttl, record.getTTL());
        } else if (record instanceof CNAMERecord alias) {
          next = alias.getTarget();
          ttl = Math.min(ttl, record.getTTL());
        }
      }
      if (!found.isEmpty()) {
        boolean authenticated = message.getHeader().getFlag(Flags.AD);
        Duration keep = Duration.ofSeconds(ttl);
        return new Reply(new Answer.Found<>(found, keep, authenticated), keep);
      }
      if (next == null) {
        return new Reply(new Answer.NoData<>(), negativeTtl(message));
      }
      name = next;
    }
    return new Reply(new Answer.Failed<>(true, "too long a chain of aliases"), Duration.ZERO);
  }

  /** RFC 2308 section 5: from the SOA record; without one the answer is not to be remembered. */
  private static Duration negativeTtl(Message message) {
    for (Record record : message.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        return Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
      }
    }
    return Duration.ZERO;
  }
}
