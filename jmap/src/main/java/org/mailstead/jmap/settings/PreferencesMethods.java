package org.mailstead.jmap.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Preferences/get and set: what pages want to find again on every device. The server does not know
 * what it means. Each value is patched by itself, so that two devices do not undo each other.
 */
final class PreferencesMethods {
  private static final String CAPABILITY = SettingsMethods.CAPABILITY;
  private static final Records.Kind KIND = Records.Kind.PREFERENCES;
  private static final String ID = "singleton";
  private static final String VALUES = "values";
  private static final String NAME = "[A-Za-z][A-Za-z0-9.:_-]{0,63}";
  private static final int MOST = 500;

  static final Schema<ObjectNode> SCHEMA =
      new Schema<ObjectNode>("Preferences")
          .text("id", "Always singleton.", _ -> ID, Trait.SERVER_SET, Trait.IMMUTABLE)
          .add(
              VALUES,
              "Record<string, unknown>",
              "Any values by names of letters, digits and .:_-; at most 500, 50 KiB together.",
              Optional::of);

  private final Post post;
  private final RecordStates states;

  PreferencesMethods(Post post) {
    this.post = post;
    this.states = new RecordStates(post, KIND);
  }

  void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "Preferences/get", this::get)
        .add(CAPABILITY, "Preferences/set", this::set);
  }

  private ObjectNode values(Access access) {
    return post.records().all(access.owner(), KIND).stream()
        .findFirst()
        .map(item -> JmapJson.parseObject(item.json()))
        .orElseGet(JmapJson::object);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    String state = states.now(access);
    var got = new Got();
    for (String id : ids.orElse(List.of(ID))) {
      if (id.equals(ID)) {
        got.add(SCHEMA.write(values(access), wanted));
      } else {
        got.missing(id);
      }
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(setting.run(new Work(access)));
  }

  private final class Work implements Setting.Work {
    private final Access access;

    Work(Access access) {
      this.access = access;
    }

    @Override
    public String state() {
      return states.now(access);
    }

    @Override
    public ObjectNode create(ObjectNode object) {
      throw SetError.singleton().thrown();
    }

    @Override
    public void destroy(String id) {
      throw SetError.singleton().thrown();
    }

    @Override
    public Optional<ObjectNode> update(String id, ObjectNode patch) {
      if (!id.equals(ID)) {
        throw SetError.notFound().thrown();
      }
      patched(values(access), patch); // what cannot be is told before anything is made
      post.records().createFirst(access.owner(), KIND, new Records.Content("{}"));
      long number = post.records().all(access.owner(), KIND).getFirst().id();
      post.records()
          .change(
              access.owner(),
              KIND,
              number,
              now ->
                  new Records.Content(
                      patched(JmapJson.parseObject(now.json()), patch).toString(),
                      Optional.empty(),
                      Set.of()));
      return Optional.empty();
    }
  }

  private static ObjectNode patched(ObjectNode values, ObjectNode patch) {
    ObjectNode before = SCHEMA.write(values.deepCopy());
    ObjectNode after = Patch.apply(before, patch);
    for (String name : after.propertyNames()) {
      boolean known = name.equals(VALUES) || after.get(name).equals(before.get(name));
      if (!known) {
        throw SetError.invalid("it cannot be set", name).thrown();
      }
    }
    JsonNode now = after.path(VALUES);
    if (now.isNull()) {
      return JmapJson.object();
    }
    boolean good =
        now instanceof ObjectNode object
            && object.size() <= MOST
            && object.propertyNames().stream().allMatch(name -> name.matches(NAME));
    if (!good) {
      throw SetError.invalid("they are no values by such names", VALUES).thrown();
    }
    return (ObjectNode) now;
  }
}
