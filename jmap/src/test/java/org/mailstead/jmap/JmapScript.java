package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.jmap.core.Caller;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays what a client asks and is answered. {@code >} begins method calls, {@code <} what they are
 * to be answered, each a JSON array; {@code >>} and {@code <<} are whole requests and responses;
 * {@code as bob} changes who asks. In what is expected {@code "*"} is anything, {@code "..."} as a
 * property lets others be there, {@code "~"} as the first of an array lets the order be another. A
 * {@code $name} is bound when it is met first and must match from then on; keywords are no names.
 */
final class JmapScript {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String USING =
      "[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\","
          + "\"urn:ietf:params:jmap:submission\",\"urn:ietf:params:jmap:vacationresponse\","
          + "\"urn:ietf:params:jmap:quota\",\"urn:ietf:params:jmap:blob\","
          + "\"urn:ietf:params:jmap:contacts\",\"urn:mailstead:params:jmap:vcard\","
          + "\"urn:ietf:params:jmap:principals\",\"urn:ietf:params:jmap:mail:share\","
          + "\"urn:ietf:params:jmap:sieve\",\"urn:ietf:params:jmap:mdn\","
          + "\"urn:mailstead:params:jmap:bloblink\",\"urn:mailstead:params:jmap:snooze\","
          + "\"urn:mailstead:params:jmap:settings\",\"urn:mailstead:params:jmap:jobs\",\"urn:mailstead:params:jmap:trace\"]";

  private final JmapWorld world;
  private String using = USING;
  private final Variables variables = new Variables();
  private Caller caller;

  JmapScript(JmapWorld world) {
    this.world = world;
    this.caller = world.caller(world.ada);
    set("ada", ObjectIds.account(world.ada.id()));
    set("bob", ObjectIds.account(world.bob.id()));
    for (Mailbox mailbox : world.post.mailboxes().tree(world.ada.id()).all()) {
      String name = mailbox.name().toLowerCase(java.util.Locale.ROOT);
      set(name, ObjectIds.mailbox(world.ada.id(), mailbox.id()));
    }
    var theirs = world.mailbox(world.bob.id(), Mailbox.Role.INBOX);
    set("bobInbox", ObjectIds.mailbox(world.bob.id(), theirs));
  }

  JmapScript set(String name, String value) {
    variables.set(name, value);
    return this;
  }

  String get(String name) {
    return variables.get(name);
  }

  /** Another capability that is used from here on. */
  JmapScript using(String capability) {
    using = USING.replace("]", ",\"" + capability + "\"]");
    return this;
  }

  /** Who asks from here on. */
  JmapScript as(Account account) {
    caller = world.caller(account);
    return this;
  }

  /** Who may only read, from here on. */
  JmapScript readOnly() {
    caller = new Caller(caller.account(), caller.address(), Optional.empty(), "password", true);
    return this;
  }

  JmapScript play(String script) {
    Optional<ObjectNode> answer = Optional.empty();
    for (Part part : parts(script)) {
      switch (part.mark()) {
        case ">" ->
            answer =
                Optional.of(ask("{\"using\":" + using + ",\"methodCalls\":[" + part.text() + "]}"));
        case ">>" -> answer = Optional.of(ask(part.text()));
        case "<<" -> match(part.text(), answer.orElseThrow());
        default -> match("[" + part.text() + "]", answer.orElseThrow().get("methodResponses"));
      }
    }
    return this;
  }

  private record Part(String mark, String text) {}

  private static List<Part> parts(String script) {
    List<Part> parts = new ArrayList<>();
    for (String line : script.lines().toList()) {
      String mark = line.split(" ", 2)[0];
      if (List.of(">", "<", ">>", "<<").contains(mark)) {
        parts.add(new Part(mark, line.substring(mark.length())));
      } else {
        Part last = parts.removeLast();
        parts.add(new Part(last.mark(), last.text() + "\n" + line));
      }
    }
    return parts;
  }

  /** Asks one request, with the variables in it replaced. */
  ObjectNode ask(String json) {
    JsonNode request = variables.replaced(MAPPER.readTree(json));
    return (ObjectNode) MAPPER.readTree(world.run(caller, request.toString()).toString());
  }

  /** Asks one method; the arguments of its response. */
  ObjectNode call(String name, String arguments) {
    String call = "[[\"%s\",%s,\"0\"]]".formatted(name, arguments);
    JsonNode response =
        ask("{\"using\":" + using + ",\"methodCalls\":" + call + "}").get("methodResponses").get(0);
    assertEquals(name, response.get(0).asString(), response::toString);
    return (ObjectNode) response.get(1);
  }

  private void match(String expected, JsonNode found) {
    String why = difference(MAPPER.readTree(expected.getBytes(UTF_8)), found, "");
    if (!why.isEmpty()) {
      fail(why + "\nexpected " + expected + "\nfound " + found.toPrettyString());
    }
  }

  /** Empty when it is as expected. */
  private String difference(JsonNode expected, JsonNode found, String at) {
    return switch (expected) {
      case ObjectNode object when found instanceof ObjectNode other -> object(object, other, at);
      case ArrayNode array when found instanceof ArrayNode other -> array(array, other, at);
      default -> variables.matches(expected, found) ? "" : at + " is " + found;
    };
  }

  private String object(ObjectNode expected, ObjectNode found, String at) {
    int known = 0;
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      if (entry.getKey().equals("...")) {
        continue;
      }
      String name = variables.replaced(entry.getKey());
      JsonNode value = found.path(name);
      String why =
          value.isMissingNode()
              ? at + "/" + name + " is missing"
              : difference(entry.getValue(), value, at + "/" + name);
      if (!why.isEmpty()) {
        return why;
      }
      known++;
    }
    boolean described = found.has("description") && !expected.has("description");
    boolean more = found.size() - (described ? 1 : 0) > known;
    return more && !expected.has("...") ? at + " has more than was expected" : "";
  }

  private String array(ArrayNode expected, ArrayNode found, String at) {
    boolean anyOrder = !expected.isEmpty() && expected.get(0).asString("").equals("~");
    int first = anyOrder ? 1 : 0;
    if (expected.size() - first != found.size()) {
      return at + " has another length";
    }
    List<JsonNode> left = new ArrayList<>();
    found.forEach(left::add);
    for (int i = first; i < expected.size(); i++) {
      JsonNode one = expected.get(i);
      if (!anyOrder) {
        String why = difference(one, found.get(i), at + "/" + i);
        if (!why.isEmpty()) {
          return why;
        }
      } else if (!removeFirst(left, one, at)) {
        return at + " has no " + one;
      }
    }
    return "";
  }

  private boolean removeFirst(List<JsonNode> left, JsonNode expected, String at) {
    for (JsonNode one : left) {
      if (difference(expected, one, at).isEmpty()) {
        left.remove(one);
        return true;
      }
    }
    return false;
  }
}
