package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SearchSnippet/get (RFC 8621 section 5). */
final class SnippetMethods {
  private final Post post;

  SnippetMethods(Post post) {
    this.post = post;
  }

  void addTo(Methods methods, String capability) {
    methods.add(capability, "SearchSnippet/get", this::get);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    Optional<Filter<List<EmailCondition>>> filter =
        Filter.read(in.any("filter"), one -> EmailConditions.read(access.owner(), one));
    List<String> ids =
        in.ids("emailIds")
            .orElseThrow(() -> MethodError.invalidArguments("emailIds is to be given"));
    in.done();
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_GET + " ids");
    }
    var sought = new Sought(filter);
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

  /** The words that are looked for, by where. */
  private static final class Sought {
    final Set<String> subject = new LinkedHashSet<>();
    final Set<String> body = new LinkedHashSet<>();

    Sought(Optional<Filter<List<EmailCondition>>> filter) {
      filter.ifPresent(this::collect);
    }

    /** What is not to be there is not shown. */
    private void collect(Filter<List<EmailCondition>> filter) {
      switch (filter) {
        case Filter.And<List<EmailCondition>>(var all) -> all.forEach(this::collect);
        case Filter.Or<List<EmailCondition>>(var any) -> any.forEach(this::collect);
        case Filter.Not<List<EmailCondition>> _ -> {}
        case Filter.Condition<List<EmailCondition>>(var conditions) ->
            conditions.forEach(one -> {
              if (one instanceof EmailCondition.Text(var where, var text)) {
                add(where, text);
              }
            });
      }
    }

    private void add(EmailCondition.Text.Where where, SoughtText text) {
      switch (where) {
        case ANYWHERE -> {
          subject.addAll(text.parts());
          body.addAll(text.parts());
        }
        case SUBJECT -> subject.addAll(text.parts());
        case BODY -> body.addAll(text.parts());
        case FROM, TO, CC, BCC -> {}
      }
    }
  }

  private static ObjectNode snippet(String id, Email row, EmailTexts texts, Sought sought) {
    ObjectNode json = JmapJson.object().put("emailId", id);
    Optional<String> subject =
        Snippet.of(
            List.of(texts.field(row, EnvelopeForm.Field.SUBJECT)),
            sought.subject,
            Integer.MAX_VALUE);
    Optional<String> preview =
        sought.body.isEmpty()
            ? Optional.empty()
            : Snippet.of(texts.body(row), sought.body, Snippet.MAX_PREVIEW);
    json.set("subject", node(subject));
    json.set("preview", node(preview));
    return json;
  }

  private static tools.jackson.databind.JsonNode node(Optional<String> text) {
    return text.<tools.jackson.databind.JsonNode>map(JmapJson.NODES::stringNode)
        .orElse(JmapJson.NODES.nullNode());
  }
}
