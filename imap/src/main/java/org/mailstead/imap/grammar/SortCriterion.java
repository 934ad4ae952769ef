package org.mailstead.imap.grammar;

import java.util.ArrayList;
import java.util.List;

/** One of the things that SORT sorts by (RFC 5256, RFC 5957, RFC 6203 section 6). */
public record SortCriterion(Field field, boolean reverse) {
  public enum Field {
    ARRIVAL,
    CC,
    DATE,
    DISPLAYFROM,
    DISPLAYTO,
    FROM,
    RELEVANCY,
    SIZE,
    SUBJECT,
    TO
  }

  /** More than there are fields: what comes after them all changes nothing. */
  private static final int MAX = 20;

  // sort-criteria = "(" sort-criterion *(SP sort-criterion) ")"
  static List<SortCriterion> parse(ImapReader in) throws SyntaxException {
    List<SortCriterion> criteria = new ArrayList<>();
    in.expect('(');
    do {
      boolean reverse = in.takeWord("REVERSE");
      if (reverse) {
        in.space();
      }
      criteria.add(new SortCriterion(field(in.word()), reverse));
      if (criteria.size() > MAX) {
        throw new SyntaxException("too many criteria");
      }
    } while (in.take(' '));
    in.expect(')');
    return List.copyOf(criteria);
  }

  private static Field field(String word) throws SyntaxException {
    for (Field field : Field.values()) {
      if (field.name().equals(word)) {
        return field;
      }
    }
    throw new SyntaxException("unknown criterion");
  }
}
