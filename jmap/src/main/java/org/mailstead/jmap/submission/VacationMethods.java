package org.mailstead.jmap.submission;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.State;
import org.mailstead.post.Away;
import org.mailstead.post.Post;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** VacationResponse/get and set (RFC 8621 section 8). */
final class VacationMethods {
  static final String CAPABILITY = "urn:ietf:params:jmap:vacationresponse";
  private static final String ID = "singleton";

  static final Schema<Away> SCHEMA =
      new Schema<Away>("VacationResponse")
          .text("id", "Always singleton.", _ -> ID, Trait.SERVER_SET, Trait.IMMUTABLE)
          .flag("isEnabled", "Whether it answers, between the two dates.", Away::enabled)
          .optionalText(
              "fromDate", "UTCDate; null for at once.", away -> away.from().map(Instant::toString))
          .optionalText(
              "toDate", "UTCDate; null for ever.", away -> away.until().map(Instant::toString))
          .optionalText("subject", "null for one that goes by the message.", Away::subject)
          .optionalText("textBody", "The answer in plain text.", Away::text)
          .optionalText("htmlBody", "The same in HTML, sent where there is no text.", Away::html);

  private final Post post;

  VacationMethods(Post post) {
    this.post = post;
  }

  void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "VacationResponse/get", this::get)
        .add(CAPABILITY, "VacationResponse/set", this::set);
  }

  private String state(Access access) {
    return new State(post.awayVersion(access.owner()), "").toString();
  }

  private Away away(Access access) {
    return post.away(access.owner()).orElse(Away.NONE);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    String state = state(access);
    var got = new Got();
    for (String id : ids.orElse(List.of(ID))) {
      if (id.equals(ID)) {
        got.add(SCHEMA.write(away(access), wanted));
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
      return VacationMethods.this.state(access);
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
      ObjectNode after = Patch.apply(SCHEMA.write(away(access)), patch);
      for (String name : after.propertyNames()) {
        boolean fixed = name.equals("id") && after.get(name).asString("").equals(ID);
        if (!fixed && (SCHEMA.find(name).isEmpty() || name.equals("id"))) {
          throw SetError.invalid("it cannot be set", name).thrown();
        }
      }
      post.away(
          access.owner(),
          new Away(
              flag(after),
              time(after, "fromDate"),
              time(after, "toDate"),
              text(after, "subject"),
              text(after, "textBody"),
              text(after, "htmlBody")));
      return Optional.empty();
    }

    private static boolean flag(ObjectNode object) {
      JsonNode value = object.path("isEnabled");
      if (!value.isBoolean() && !value.isNull()) {
        throw SetError.invalid("it is to be true or false", "isEnabled").thrown();
      }
      return value.asBoolean(false);
    }

    private static Optional<String> text(ObjectNode object, String name) {
      JsonNode value = object.path(name);
      if (!value.isString() && !value.isNull()) {
        throw SetError.invalid("it is to be a text", name).thrown();
      }
      return value.isNull() ? Optional.empty() : Optional.of(value.asString());
    }

    private static Optional<Instant> time(ObjectNode object, String name) {
      return text(object, name)
          .map(text ->
              Arguments.utcDate(text)
                  .orElseThrow(() -> SetError.invalid("it is no UTCDate", name).thrown()));
    }
  }
}
