package org.mailstead.jmap.contacts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.QueryChanges;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.Window;
import tools.jackson.databind.node.ObjectNode;

/** ContactCard/get, changes, query, queryChanges, set and copy (RFC 9610 section 3). */
final class CardMethods {
  /** More than any list that somebody waits for. */
  private static final int MOST = 10_000;

  private final ContactParts parts;

  CardMethods(ContactParts parts) {
    this.parts = parts;
  }

  void addTo(Methods methods) {
    methods
        .add(ContactMethods.CAPABILITY, "ContactCard/get", this::get)
        .add(ContactMethods.CAPABILITY, "ContactCard/changes", this::changes)
        .add(ContactMethods.CAPABILITY, "ContactCard/query", this::query)
        .add(ContactMethods.CAPABILITY, "ContactCard/queryChanges", this::queryChanges)
        .add(ContactMethods.CAPABILITY, "ContactCard/set", this::set)
        .add(ContactMethods.CAPABILITY, "ContactCard/copy", this::copy);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    Optional<List<String>> wanted = in.texts("properties");
    in.done();
    ids.ifPresent(Got::needFew);
    String state = parts.cardStates().now(access);
    var got = new Got();
    if (ids.isEmpty()) {
      List<Contact> all = parts.contacts().all(access.owner());
      Got.needFew(all.stream().map(contact -> CardJson.id(contact.id())).toList());
      all.forEach(contact -> add(exchange, got, contact, access, wanted));
    }
    for (String id : ids.orElse(List.of())) {
      exchange
          .real(id)
          .flatMap(real -> RecordIds.parse(CardJson.LETTER, real))
          .flatMap(number -> parts.contacts().find(access.owner(), number))
          .ifPresentOrElse(
              contact -> add(exchange, got, contact, access, wanted), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private static void add(
      Exchange exchange, Got got, Contact contact, Access access, Optional<List<String>> wanted) {
    ObjectNode json = CardJson.only(CardJson.write(contact, access.owner()), wanted);
    exchange.needRoom(got.add(json));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, parts.post(), asked.accountId());
    exchange.reply(parts.cardStates().changes(asked, in, access, CardJson::id));
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    CardQuery query = CardQuery.read(exchange, in);
    Window window = Window.read(in);
    in.done();
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", parts.cardStates().now(access)).put("canCalculateChanges", true);
    window.write(
        json,
        query.run(parts.contacts().all(access.owner())),
        contact -> CardJson.id(contact.id()),
        MOST);
    exchange.reply(json);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Access access = Access.toSend(exchange, parts.post(), asked.accountId());
    CardQuery query = CardQuery.read(exchange, in);
    in.done();
    String now = parts.cardStates().now(access);
    Set<String> touched = parts.cardStates().touched(access, asked.sinceQueryState(), CardJson::id);
    List<String> results =
        query.run(parts.contacts().all(access.owner())).stream()
            .map(contact -> CardJson.id(contact.id()))
            .toList();
    exchange.reply(asked.answer(now, touched, results));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(setting.run(new CardSetting(parts, exchange, access)));
  }

  /** Contacts are in one's own account only: there is no other to copy from. */
  private void copy(Exchange exchange, Arguments in) {
    String from = in.id("fromAccountId");
    in.text("ifFromInState");
    in.text("ifInState");
    in.objects("create");
    in.flag("onSuccessDestroyOriginal");
    in.text("destroyFromIfInState");
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable();
    in.done();
    if (from.equals(in.id("accountId"))) {
      throw MethodError.invalidArguments("the two accounts are the same");
    }
    throw Access.find(exchange.caller(), parts.post(), from).isPresent()
        ? new MethodError("fromAccountNotSupportedByMethod", "no contacts are shared there")
        : new MethodError("fromAccountNotFound", "there is no account " + from);
  }
}
