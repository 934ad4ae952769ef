package org.mailstead.identity;

import java.util.List;
import org.mailstead.words.EmailAddress;

/**
 * An address that delivers to others.
 *
 * @param members addresses, ours or not
 * @param told whether the domain's directory tells of it: it alone changes it then
 */
public record Group(EmailAddress address, List<String> members, boolean told) {
  public Group {
    members = List.copyOf(members);
  }
}
