package org.mailstead.jmap.submission;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.queue.Counter;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes identities (RFC 8621 section 6.3). */
final class IdentitySetting implements Setting.Work {
  private static final Set<String> TEXTS = Set.of("name", "textSignature", "htmlSignature");
  private static final Set<String> LISTS = Set.of("replyTo", "bcc");
  private static final int MAX_NAME = 500;

  private final Post post;
  private final Identities identities;
  private final RecordStates states;
  private final Counter counter;
  private final Access access;

  IdentitySetting(
      Post post, Identities identities, RecordStates states, Counter counter, Access access) {
    this.post = post;
    this.identities = identities;
    this.states = states;
    this.counter = counter;
    this.access = access;
  }

  @Override
  public String state() {
    identities.all(access); // what is made by itself is there before anything else
    return states.now(access);
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    Optional<EmailAddress> email = EmailAddress.parse(object.path("email").asString(""));
    if (email.isEmpty()) {
      throw SetError.invalid("it is no address", "email").thrown();
    }
    if (!counter.maySendAs(access.viewer(), email.get())) {
      throw new SetError("forbiddenFrom", "that address is somebody else's").thrown();
    }
    ObjectNode json = Identities.fresh("", email.get().toString());
    for (String name : object.propertyNames()) {
      if (!name.equals("email")) {
        put(json, name, object.get(name));
      }
    }
    long number = identities.create(access, json);
    ObjectNode made = JmapJson.object();
    made.put("id", RecordIds.write(Identities.LETTER, number)).put("mayDelete", true);
    json.propertyNames().stream()
        .filter(name -> !object.has(name))
        .forEach(name -> made.set(name, json.get(name)));
    return made;
  }

  private static void put(ObjectNode json, String name, JsonNode value) {
    if (TEXTS.contains(name)) {
      boolean good = value.isNull() || value.isString();
      String text = value.isNull() ? "" : value.asString("");
      if (!good || (name.equals("name") && !isName(text))) {
        throw SetError.invalid("it is no such text", name).thrown();
      }
      json.put(name, text);
    } else if (LISTS.contains(name)) {
      if (!value.isNull() && !isAddresses(value)) {
        throw SetError.invalid("it is to be a list of addresses", name).thrown();
      }
      json.set(name, value);
    } else {
      throw SetError.invalid("it cannot be given", name).thrown();
    }
  }

  private static boolean isName(String text) {
    return text.length() <= MAX_NAME && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  private static boolean isAddresses(JsonNode value) {
    boolean good = value.isArray();
    for (JsonNode one : value) {
      JsonNode name = one.path("name");
      good &=
          one.path("email").isString()
              && EmailAddress.parse(one.path("email").asString()).isPresent();
      good &= name.isString() || name.isNull() || name.isMissingNode();
    }
    return good;
  }

  private Identities.Identity find(String id) {
    return identities.find(access, id).orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    Identities.Identity identity = find(id);
    ObjectNode before =
        IdentityMethods.SCHEMA.write(
            new IdentityMethods.Seen(identity, identities.isMain(access, identity)));
    ObjectNode after = Patch.apply(before, patch);
    ObjectNode json = identity.json().deepCopy();
    for (String name : List.copyOf(after.propertyNames())) {
      JsonNode value = after.get(name);
      if (!value.equals(before.get(name))) {
        put(json, name, value);
      }
    }
    post.records()
        .update(access.owner(), Records.Kind.IDENTITY, identity.number(), _ -> json.toString());
    return Optional.empty();
  }

  @Override
  public void destroy(String id) {
    Identities.Identity identity = find(id);
    if (identities.isMain(access, identity)) {
      throw SetError.forbidden("the account's own address keeps one").thrown();
    }
    post.records().destroy(access.owner(), Records.Kind.IDENTITY, identity.number());
  }
}
