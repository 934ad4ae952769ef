package org.mailstead.jmap.search;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.search.Query;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A query as it is told to a page. */
final class QueryJson {
  private QueryJson() {}

  /** What must all be so. */
  static List<ObjectNode> parts(Query query) {
    return query instanceof Query.And(List<Query> all)
        ? all.stream().map(QueryJson::of).toList()
        : List.of(of(query));
  }

  static ObjectNode of(Query query) {
    return switch (query) {
      case Query.Text(var scope, String text) -> text("words", scope, text);
      case Query.Phrase(var scope, String text) -> text("phrase", scope, text);
      case Query.Prefix(var scope, String text) -> text("start", scope, text);
      case Query.Header(String name, String text) ->
          of("header").put("name", name).put("text", text);
      case Query.And(var all) -> many("and", all);
      case Query.Or(var any) -> many("or", any);
      case Query.Not(Query one) -> many("not", List.of(one));
      case Query.DateBefore(long time) -> of("before").put("date", date(time));
      case Query.DateFrom(long time) -> of("after").put("date", date(time));
      case Query.SizeAtLeast(long size) -> of("larger").put("size", size);
      case Query.SizeBelow(long size) -> of("smaller").put("size", size);
      case Query.HasAttachment() -> of("hasAttachment");
      case Query.ListId(String text) -> of("list").put("text", text);
    };
  }

  private static ObjectNode of(String type) {
    return JmapJson.object().put("type", type);
  }

  private static ObjectNode text(String type, Query.Scope scope, String text) {
    return of(type).put("in", scope.name().toLowerCase(Locale.ROOT)).put("text", text);
  }

  private static ObjectNode many(String type, List<Query> queries) {
    ObjectNode json = of(type);
    ArrayNode parts = json.putArray("parts");
    queries.forEach(one -> parts.add(of(one)));
    return json;
  }

  private static String date(long time) {
    return Instant.ofEpochMilli(time).toString();
  }
}
