package org.mailstead.jmap.search;

import java.util.List;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.record.Field;
import org.mailstead.jmap.record.RecordType;
import org.mailstead.post.Records;
import org.mailstead.search.QueryText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Searches that have a name. */
final class SavedSearch {
  /** Of an account; the records know it too. */
  static final int MOST = 200;

  private static final int MAX_NAME = 200;

  static final RecordType TYPE =
      new RecordType(
          "SavedSearch",
          Records.Kind.SAVED_SEARCH,
          'H',
          List.of(
              Field.line("name", "What people call it, 1 to 200 characters.", MAX_NAME),
              new Field(
                  "search",
                  "string",
                  "What is typed into the search field, operators and all, at most 4,000"
                      + " characters.",
                  JmapJson.NODES.missingNode(),
                  value -> value.isString() && value.asString().length() <= QueryText.LONGEST),
              new Field(
                  "sort",
                  "object[] | null",
                  "The sort of Email/query; null for the newest first.",
                  JmapJson.NODES.nullNode(),
                  value -> value.isNull() || isSort(value)),
              Field.sortOrder()));

  private SavedSearch() {}

  private static boolean isSort(JsonNode value) {
    ObjectNode sort = JmapJson.object();
    sort.set("sort", value);
    try {
      return !Comparing.read(new Arguments(sort)).isEmpty();
    } catch (MethodError e) {
      return false;
    }
  }
}
