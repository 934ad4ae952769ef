package org.mailstead.jmap.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.mail.UndoId;
import org.mailstead.jmap.record.Field;
import org.mailstead.jmap.record.RecordMethods;
import org.mailstead.jmap.record.RecordType;
import org.mailstead.jmap.record.Upkeep;
import org.mailstead.post.AccountView;
import org.mailstead.post.Deed;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.rules.Sweep;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sweep/get, changes and set, and Sweep/test: what one would move now. */
public final class SweepMethods {
  private static final int MAX_NAME = 100;
  private static final int MAX_LIST = 250;
  private static final int MOST_KEPT = 100;
  private static final int MOST_DAYS = 3650;
  private static final int MOST_MATCHED = 500;

  /** For which emails are looked at. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private static final RecordType SWEEP =
      new RecordType(
          "Sweep",
          Records.Kind.SWEEP,
          'V',
          List.of(
              Field.line("name", "What people call it; reasons call it so, too.", MAX_NAME),
              new Field(
                  "isEnabled",
                  "boolean",
                  "Whether it goes on by itself.",
                  JmapJson.NODES.booleanNode(true),
                  JsonNode::isBoolean),
              orNull(
                  "from",
                  "string",
                  "Whose mail: an address in From. This or listId.",
                  value -> value.isString() && EmailAddress.parse(value.asString()).isPresent()),
              orNull(
                  "listId",
                  "string",
                  "Mail of a list: the identifier in its List-Id (RFC 2919).",
                  SweepMethods::isListId),
              orNull(
                  "mailboxId",
                  "Id",
                  "Where that mail lies; null for the inbox.",
                  JsonNode::isString),
              orNull(
                  "keepLatest",
                  "number",
                  "So many of the newest stay, 1 to " + MOST_KEPT + ". This or olderThanDays.",
                  value -> isWithin(value, MOST_KEPT)),
              orNull(
                  "olderThanDays",
                  "number",
                  "What is not older stays, 1 to " + MOST_DAYS + ".",
                  value -> isWithin(value, MOST_DAYS)),
              new Field(
                  "action",
                  "\"move\" | \"archive\" | \"delete\"",
                  "What is done with the rest; delete moves it to the trash.",
                  JmapJson.NODES.missingNode(),
                  value -> List.of("move", "archive", "delete").contains(value.asString(""))),
              orNull("toMailboxId", "Id", "Of move, and of it alone.", JsonNode::isString)),
          List.of(
              new RecordType.Told(
                  "moved",
                  "number",
                  "Emails that it has moved up to now.",
                  json -> Optional.of(JmapJson.number(json.path("moved").asLong(0)))),
              new RecordType.Told(
                  "sweptAt",
                  "UTCDate | null",
                  "When it last moved some.",
                  json -> Optional.ofNullable(json.get("sweptAt"))),
              new RecordType.Told(
                  "undoId",
                  "string | null",
                  "Undoes what it moved then.",
                  json -> deed(json).map(UndoId::write).map(JmapJson.NODES::stringNode))),
          _ -> Optional.empty());

  private final Post post;
  private final Sweeps sweeps;

  public SweepMethods(Post post, Sweeps sweeps) {
    this.post = post;
    this.sweeps = sweeps;
  }

  public void addTo(Methods methods) {
    new RecordMethods(post, SWEEP, new Running()).addTo(methods, RuleMethods.CAPABILITY);
    methods.add(RuleMethods.CAPABILITY, "Sweep/test", this::test);
  }

  public static Schema<?> schema() {
    return RecordMethods.schema(SWEEP);
  }

  private static Field orNull(
      String name, String type, String doc, Function<JsonNode, Boolean> good) {
    return new Field(
        name,
        type + " | null",
        doc,
        JmapJson.NODES.nullNode(),
        value -> value.isNull() || good.apply(value));
  }

  private static boolean isWithin(JsonNode value, int most) {
    return value.isIntegralNumber()
        && value.canConvertToInt()
        && value.asInt() >= 1
        && value.asInt() <= most;
  }

  private static boolean isListId(JsonNode value) {
    String text = value.asString("");
    return value.isString()
        && !text.isBlank()
        && text.length() <= MAX_LIST
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '<' || c == '>');
  }

  private static Optional<Deed> deed(ObjectNode json) {
    boolean ended = json.has("deed") && !json.path("running").asBoolean(false);
    return ended
        ? Optional.of(
            new Deed(
                json.path("deed").asLong(),
                json.path("since").asLong(),
                json.path("until").asLong()))
        : Optional.empty();
  }

  private final class Running implements Upkeep {
    @Override
    public Check check(Access access) {
      MailboxTree tree = post.mailboxes().tree(access.owner());
      return whole -> wrong(access.owner(), tree, whole);
    }

    @Override
    public Runnable changing(Access access) {
      return sweeps.changing(access.owner());
    }
  }

  /** What does not go together; a sweep that puts mail where it takes it from would never end. */
  private static List<String> wrong(AccountId account, MailboxTree tree, ObjectNode whole) {
    List<String> wrong = new ArrayList<>();
    if (whole.path("from").isNull() == whole.path("listId").isNull()) {
      wrong.addAll(List.of("from", "listId"));
    }
    if (whole.path("keepLatest").isNull() == whole.path("olderThanDays").isNull()) {
      wrong.addAll(List.of("keepLatest", "olderThanDays"));
    }
    boolean moves = whole.path("action").asString("").equals("move");
    if (moves == whole.path("toMailboxId").isNull()) {
      wrong.add("toMailboxId");
    }
    // One that is off may name what is gone: nobody is to be kept from switching it off.
    boolean on = whole.path("isEnabled").asBoolean(true);
    return wrong.isEmpty() && on ? misplaced(account, tree, whole) : wrong;
  }

  private static List<String> misplaced(AccountId account, MailboxTree tree, ObjectNode whole) {
    List<String> wrong = new ArrayList<>();
    for (String name : List.of("mailboxId", "toMailboxId")) {
      if (isAway(account, tree, whole.path(name))) {
        wrong.add(name);
      }
    }
    if (!wrong.isEmpty()) {
      return wrong;
    }
    Sweep sweep = Sweep.of(account, 0, whole);
    Optional<Mailbox> target = sweep.target(tree);
    boolean moves = !whole.path("toMailboxId").isNull();
    return target.isEmpty() || target.equals(sweep.source(tree))
        ? List.of(moves ? "toMailboxId" : "action")
        : List.of();
  }

  private static boolean isAway(AccountId account, MailboxTree tree, JsonNode id) {
    return !id.isNull()
        && ObjectIds.parseMailbox(account, id.asString("")).flatMap(tree::find).isEmpty();
  }

  private void test(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    ObjectNode given =
        in.object("sweep")
            .orElseThrow(() -> MethodError.invalidArguments("a sweep is to be given"));
    long limit = Math.min(in.unsigned("limit").orElse(50L), MOST_MATCHED);
    in.done();
    ObjectNode whole = whole(given);
    List<String> wrong = wrong(access.owner(), post.mailboxes().tree(access.owner()), whole);
    if (!wrong.isEmpty()) {
      throw MethodError.invalidArguments("that is no sweep: " + String.join(", ", wrong));
    }
    exchange.reply(test(access, whole, limit));
  }

  /** It need have no name. */
  private static ObjectNode whole(ObjectNode given) {
    ObjectNode whole = JmapJson.object();
    for (Field field : SWEEP.fields()) {
      JsonNode value = given.has(field.name()) ? given.get(field.name()) : field.otherwise();
      boolean nameless = field.name().equals("name") && value.isMissingNode();
      if (!nameless && !field.good().test(value)) {
        throw MethodError.invalidArguments("that cannot be " + field.name());
      }
      whole.set(field.name(), nameless ? JmapJson.NODES.stringNode("") : value);
    }
    for (String name : given.propertyNames()) {
      if (!whole.has(name)) {
        throw MethodError.invalidArguments("a sweep has no " + name);
      }
    }
    return whole;
  }

  private ObjectNode test(Access access, ObjectNode whole, long limit) {
    long end = System.nanoTime() + TIME.toNanos();
    Sweep sweep = Sweep.of(access.owner(), 0, whole);
    Sweeps.Due due = sweeps.due(access.owner(), sweep, () -> System.nanoTime() < end);
    AccountView view = post.view(access.owner());
    List<String> ids =
        due.emails().stream()
            .limit(limit)
            .flatMap(number -> view.find(number).stream())
            .map(email -> ObjectIds.email(email.origin()))
            .toList();
    ObjectNode json = JmapJson.object().put("accountId", ObjectIds.account(access.owner()));
    json.set("matched", JmapJson.array(ids));
    return json.put("total", due.emails().size()).put("isComplete", due.whole());
  }
}
