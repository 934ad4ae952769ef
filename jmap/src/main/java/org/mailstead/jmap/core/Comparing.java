package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a client wants results sorted (RFC 8620 section 5.5).
 *
 * @param keyword of those email sorts that go by one
 */
public record Comparing(
    String property, boolean ascending, Collation collation, Optional<String> keyword) {
  private static final int MOST = 20;

  /**
   * @throws MethodError invalidArguments, unsupportedSort
   */
  public static List<Comparing> read(Arguments in) {
    List<Comparing> all = new ArrayList<>();
    for (var object : in.list("sort")) {
      var one = new Arguments(object);
      String property = one.text("property").orElseThrow(() -> wrong("a sort has a property"));
      Collation collation =
          one.text("collation")
              .map(id ->
                  Collation.of(id)
                      .orElseThrow(() -> new MethodError("unsupportedSort", "collation " + id)))
              .orElse(Collation.UNICODE_CASEMAP);
      boolean ascending = one.optionalFlag("isAscending").orElse(true);
      Optional<String> keyword = one.text("keyword");
      one.done();
      all.add(new Comparing(property, ascending, collation, keyword));
    }
    if (all.size() > MOST) {
      throw new MethodError("unsupportedSort", "at most " + MOST);
    }
    return all;
  }

  private static MethodError wrong(String why) {
    return MethodError.invalidArguments(why);
  }
}
