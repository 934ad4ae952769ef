package org.mailstead.imap.grammar;

import java.util.List;
import org.mailstead.post.AnnotationName;

/**
 * What LIST selects and what it returns besides (RFC 5258, RFC 5819, RFC 6154, RFC 8440, RFC 9590).
 *
 * @param status items to add as STATUS responses; empty when none were asked for
 * @param metadata entries to add as METADATA responses
 * @param tellRights whether to add MYRIGHTS responses
 */
public record ListOptions(
    boolean onlySubscribed,
    boolean onlySpecialUse,
    boolean recursiveMatch,
    boolean tellSubscribed,
    boolean tellSpecialUse,
    List<StatusItem> status,
    List<AnnotationName> metadata,
    boolean tellRights) {
  static final ListOptions NONE =
      new ListOptions(false, false, false, false, false, List.of(), List.of(), false);

  public ListOptions {
    status = List.copyOf(status);
    metadata = List.copyOf(metadata);
  }
}
