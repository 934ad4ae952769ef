package org.mailstead.jmap.submission;

import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Post;
import org.mailstead.post.queue.Counter;

/** Identity/get, changes and set (RFC 8621 section 6). */
final class IdentityMethods {
  /** An identity among those of an account. */
  record Seen(Identities.Identity identity, boolean main) {}

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("Identity")
          .text("id", "Names it.", one -> one.identity.id(), Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("name", "What stands before the address in From.", one -> text(one, "name"))
          .text("email", "The address in From.", one -> text(one, "email"), Trait.IMMUTABLE)
          .add(
              "replyTo",
              "EmailAddress[] | null",
              "Where answers are to go.",
              one -> Optional.of(one.identity.json().path("replyTo")))
          .add(
              "bcc",
              "EmailAddress[] | null",
              "Who gets a copy of what is sent.",
              one -> Optional.of(one.identity.json().path("bcc")))
          .text("textSignature", "Stands below plain text.", one -> text(one, "textSignature"))
          .text("htmlSignature", "Stands below HTML.", one -> text(one, "htmlSignature"))
          .flag(
              "mayDelete",
              "False for that of the account's own address.",
              one -> !one.main,
              Trait.SERVER_SET);

  private final Post post;
  private final Identities identities;
  private final RecordStates states;
  private final Counter counter;

  IdentityMethods(Post post, Identities identities, RecordStates states, Counter counter) {
    this.post = post;
    this.identities = identities;
    this.states = states;
    this.counter = counter;
  }

  private static String text(Seen one, String name) {
    return one.identity.json().path(name).asString("");
  }

  void addTo(Methods methods, String capability) {
    methods
        .add(capability, "Identity/get", this::get)
        .add(capability, "Identity/changes", this::changes)
        .add(capability, "Identity/set", this::set);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    List<Identities.Identity> all = identities.all(access);
    String state = states.now(access);
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(Identities.Identity::id).toList())) {
      all.stream()
          .filter(one -> exchange.real(id).equals(Optional.of(one.id())))
          .findFirst()
          .ifPresentOrElse(
              one -> got.add(SCHEMA.write(new Seen(one, identities.isMain(access, one)), wanted)),
              () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    exchange.reply(
        states.changes(asked, in, access, number -> RecordIds.write(Identities.LETTER, number)));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(setting.run(new IdentitySetting(post, identities, states, counter, access)));
  }
}
