package org.mailstead.imap;

import java.util.List;

/**
 * What LIST selects and what it returns besides (RFC 5258, RFC 5819, RFC 6154).
 *
 * @param status items to add as STATUS responses; empty when none were asked for
 */
record ListOptions(
    boolean onlySubscribed,
    boolean onlySpecialUse,
    boolean recursiveMatch,
    boolean tellSubscribed,
    boolean tellSpecialUse,
    List<StatusItem> status) {
  static final ListOptions NONE = new ListOptions(false, false, false, false, false, List.of());

  ListOptions {
    status = List.copyOf(status);
  }
}
