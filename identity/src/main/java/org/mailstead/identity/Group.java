package org.mailstead.identity;

import java.util.List;
import org.mailstead.words.EmailAddress;

/**
 * An address that delivers to others.
 *
 * @param members addresses, ours or not
 */
public record Group(EmailAddress address, List<String> members) {
  public Group {
    members = List.copyOf(members);
  }
}
