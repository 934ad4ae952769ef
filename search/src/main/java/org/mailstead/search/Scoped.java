package org.mailstead.search;

import java.util.List;
import org.mailstead.search.Query.Scope;

/**
 * A field in which a scope looks, and how much a word there says.
 *
 * @param stems whether it has stems beside it
 */
record Scoped(String field, float weight, boolean stems) {
  private static final Scoped SUBJECT = new Scoped(Fields.SUBJECT, 2.5f, true);
  private static final Scoped BODY = new Scoped(Fields.BODY, 1f, true);
  private static final Scoped QUOTE = new Scoped(Fields.QUOTE, 0.4f, false);
  private static final Scoped FROM = new Scoped(Fields.FROM, 1.5f, false);
  private static final Scoped TO = new Scoped(Fields.TO, 0.7f, false);
  private static final Scoped CC = new Scoped(Fields.CC, 0.5f, false);
  private static final Scoped BCC = new Scoped(Fields.BCC, 0.5f, false);
  private static final Scoped NAME = new Scoped(Fields.NAME, 1.2f, false);
  private static final Scoped ATTACHED = new Scoped(Fields.ATTACHMENT, 0.7f, true);

  static List<Scoped> fields(Scope scope) {
    return switch (scope) {
      case ALL -> List.of(SUBJECT, BODY, QUOTE, FROM, TO, CC, BCC, NAME, ATTACHED);
      case SUBJECT -> List.of(SUBJECT);
      case BODY -> List.of(BODY, QUOTE);
      case FROM -> List.of(FROM);
      case TO -> List.of(TO);
      case CC -> List.of(CC);
      case BCC -> List.of(BCC);
      case RECIPIENTS -> List.of(TO, CC, BCC);
      case ATTACHMENT_NAME -> List.of(NAME);
      case ATTACHMENT_TEXT -> List.of(ATTACHED);
    };
  }

  /** Whether it has addresses, which are found whole. */
  boolean people() {
    return switch (field) {
      case Fields.FROM, Fields.TO, Fields.CC, Fields.BCC -> true;
      case String _ -> false;
    };
  }

  /** Whether words that follow each other in a question are better together. */
  boolean prose() {
    return switch (field) {
      case Fields.SUBJECT, Fields.BODY -> true;
      case String _ -> false;
    };
  }
}
