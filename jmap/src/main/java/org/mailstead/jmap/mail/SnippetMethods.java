package org.mailstead.jmap.mail;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.search.Query;
import org.mailstead.search.Snippets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SearchSnippet/get (RFC 8621 section 5). */
final class SnippetMethods {
  private final Post post;
  private final InstantSource clock;

  SnippetMethods(Post post, InstantSource clock) {
    this.post = post;
    this.clock = clock;
  }

  void addTo(Methods methods, String capability) {
    methods.add(capability, "SearchSnippet/get", this::get);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    Optional<TypedSearch> typed = TypedSearch.of(exchange, post, access, clock);
    boolean smime = exchange.uses(MailMethods.SMIME);
    Optional<Filter<List<EmailCondition>>> filter =
        Filter.read(
            in.any("filter"), one -> EmailConditions.read(access.owner(), typed, smime, one));
    List<String> ids =
        in.ids("emailIds")
            .orElseThrow(() -> MethodError.invalidArguments("emailIds is to be given"));
    in.done();
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_GET + " ids");
    }
    Query sought = sought(filter);
    var texts = new EmailTexts(post, access);
    Map<String, AccountEmail> found = new LinkedHashMap<>();
    List<String> notFound = new ArrayList<>();
    for (String id : ids) {
      exchange
          .real(id)
          .flatMap(ObjectIds::parseEmail)
          .flatMap(origin -> access.find(post, origin))
          .ifPresentOrElse(email -> found.put(id, email), () -> notFound.add(id));
    }
    Map<Long, Email> rows =
        post.emails()
            .get(access.owner(), found.values().stream().map(AccountEmail::number).toList());
    ArrayNode list = JmapJson.array();
    found.forEach((id, email) ->
        Optional.ofNullable(rows.get(email.number()))
            .ifPresent(row -> list.add(snippet(id, row, texts, sought))));
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.set("list", list);
    if (notFound.isEmpty()) {
      json.putNull("notFound");
    } else {
      json.set("notFound", JmapJson.array(notFound));
    }
    exchange.reply(json);
  }

  /** What is looked for; what is not to be there is not shown. */
  private static Query sought(Optional<Filter<List<EmailCondition>>> filter) {
    List<Query> all = new ArrayList<>();
    filter.ifPresent(some -> collect(some, all));
    return new Query.Or(all);
  }

  private static void collect(Filter<List<EmailCondition>> filter, List<Query> to) {
    switch (filter) {
      case Filter.And<List<EmailCondition>>(var all) -> all.forEach(one -> collect(one, to));
      case Filter.Or<List<EmailCondition>>(var any) -> any.forEach(one -> collect(one, to));
      case Filter.Not<List<EmailCondition>> _ -> {}
      case Filter.Condition<List<EmailCondition>>(var conditions) ->
          conditions.forEach(one -> one.sought().ifPresent(to::add));
    }
  }

  private static ObjectNode snippet(String id, Email row, EmailTexts texts, Query sought) {
    ObjectNode json = JmapJson.object().put("emailId", id);
    String subject = texts.field(row, EnvelopeForm.Field.SUBJECT);
    json.set("subject", node(Snippets.ofSubject(sought, subject)));
    Optional<String> preview =
        texts.body(row).stream()
            .flatMap(text -> Snippets.ofBody(sought, text).stream())
            .findFirst();
    json.set("preview", node(preview));
    return json;
  }

  private static JsonNode node(Optional<String> text) {
    return text.<JsonNode>map(JmapJson.NODES::stringNode).orElse(JmapJson.NODES.nullNode());
  }
}
