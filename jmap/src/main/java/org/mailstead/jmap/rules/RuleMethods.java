package org.mailstead.jmap.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.jmap.record.Field;
import org.mailstead.jmap.record.RecordMethods;
import org.mailstead.jmap.record.RecordType;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.rules.OwnRules;
import org.mailstead.post.rules.RulesOnMail;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rule/get, changes and set, and Rule/test: which of the mail that is there a rule would take. */
public final class RuleMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:rules";

  /** What ids begin with. */
  public static final char LETTER = 'Y';

  private static final int MAX_NAME = 100;
  private static final int MOST_MATCHED = 500;

  /** For which emails are looked at. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private static final RecordType RULE =
      new RecordType(
          "Rule",
          Records.Kind.RULE,
          LETTER,
          List.of(
              Field.line("name", "What people call it; reasons call it so, too.", MAX_NAME),
              new Field(
                  "isEnabled",
                  "boolean",
                  "Whether it is run when mail comes.",
                  JmapJson.NODES.booleanNode(true),
                  value -> value.isBoolean()),
              Field.sortOrder(),
              new Field(
                  "match",
                  "\"all\" | \"any\"",
                  "How many of the conditions have to hold.",
                  JmapJson.NODES.stringNode("all"),
                  value -> List.of("all", "any").contains(value.asString(""))),
              new Field(
                  "conditions",
                  "RuleCondition[]",
                  "What is asked of an email, at most 30; none for every email.",
                  JmapJson.array(),
                  RuleParts::areConditions),
              new Field(
                  "actions",
                  "RuleAction[]",
                  "What is done then, 1 to 10.",
                  JmapJson.NODES.missingNode(),
                  RuleParts::areActions),
              new Field(
                  "stop",
                  "boolean",
                  "Whether no rule after it is run then.",
                  JmapJson.NODES.booleanNode(false),
                  value -> value.isBoolean())));

  private final Post post;
  private final EmailBulk bulk;
  private final RulesOnMail onMail;

  public RuleMethods(Post post, EmailBulk bulk, RulesOnMail onMail) {
    this.post = post;
    this.bulk = bulk;
    this.onMail = onMail;
  }

  public void addTo(Methods methods) {
    new RecordMethods(post, RULE).addTo(methods, CAPABILITY);
    methods.add(CAPABILITY, "Rule/test", this::test);
  }

  public static Schema<?> schema() {
    return RecordMethods.schema(RULE);
  }

  private void test(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    ObjectNode filter = in.object("filter").orElseGet(JmapJson::object);
    ObjectNode rule = JmapJson.object().put("match", in.text("match").orElse("all"));
    ArrayNode conditions = rule.putArray("conditions");
    in.list("conditions").forEach(conditions::add);
    long limit = Math.min(in.unsigned("limit").orElse(50L), MOST_MATCHED);
    in.done();
    if (!RuleParts.areConditions(conditions)) {
      throw MethodError.invalidArguments("conditions are to be those of a rule");
    }
    rule.putArray("actions").addObject().put("type", "keyword").put("keyword", "$matched");
    exchange.reply(test(access, filter, rule, limit));
  }

  private ObjectNode test(Access access, ObjectNode filter, ObjectNode rule, long limit) {
    RulesOnMail.Ready ready = onMail.ready(access.owner(), OwnRules.write(List.of(rule)));
    List<AccountEmail> all = bulk.newest(access, filter);
    List<String> matched = new ArrayList<>();
    long end = System.nanoTime() + TIME.toNanos();
    int looked = 0;
    for (AccountEmail email : all) {
      if (matched.size() >= limit || System.nanoTime() > end) {
        break;
      }
      looked++;
      if (matches(ready, email)) {
        matched.add(ObjectIds.email(email.origin()));
      }
    }
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.set("matched", JmapJson.array(matched));
    return json.put("looked", looked).put("total", all.size());
  }

  private static boolean matches(RulesOnMail.Ready ready, AccountEmail email) {
    try {
      return ready.edit(email).isPresent();
    } catch (Refused _) {
      return false; // gone for good since the list was made
    }
  }
}
