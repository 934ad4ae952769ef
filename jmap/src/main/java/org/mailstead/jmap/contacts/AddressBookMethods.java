package org.mailstead.jmap.contacts;

import java.util.List;
import java.util.Optional;
import org.mailstead.agenda.contacts.AddressBook;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.Setting;
import tools.jackson.databind.node.ObjectNode;

/** AddressBook/get, changes and set (RFC 9610 section 2). */
final class AddressBookMethods {
  static final char LETTER = 'A';

  static final Schema<AddressBook> SCHEMA =
      new Schema<AddressBook>("AddressBook")
          .text("id", "Names it.", book -> id(book.id()), Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("name", "For people, at most 255 octets.", AddressBook::name)
          .optionalText("description", "For people.", AddressBook::description)
          .number("sortOrder", "The lower, the further up.", AddressBook::order)
          .flag(
              "isDefault",
              "Where a contact goes when nobody says where.",
              AddressBook::isDefault,
              Trait.SERVER_SET)
          .flag("isSubscribed", "Whether it is shown.", AddressBook::isSubscribed)
          .add(
              "shareWith",
              "null",
              "Address books are not shared.",
              _ -> Optional.empty(),
              Trait.SERVER_SET)
          .add(
              "myRights",
              "AddressBookRights",
              "What one may do with it.",
              _ -> Optional.of(rights()),
              Trait.SERVER_SET);

  private final ContactParts parts;

  AddressBookMethods(ContactParts parts) {
    this.parts = parts;
  }

  static String id(long number) {
    return RecordIds.write(LETTER, number);
  }

  private static ObjectNode rights() {
    ObjectNode json = JmapJson.object();
    json.put("mayRead", true).put("mayWrite", true).put("mayShare", false).put("mayDelete", true);
    return json;
  }

  void addTo(Methods methods) {
    methods
        .add(ContactMethods.CAPABILITY, "AddressBook/get", this::get)
        .add(ContactMethods.CAPABILITY, "AddressBook/changes", this::changes)
        .add(ContactMethods.CAPABILITY, "AddressBook/set", this::set);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    List<AddressBook> all = parts.books().all(access.owner());
    String state = parts.bookStates().now(access);
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(book -> id(book.id())).toList())) {
      all.stream()
          .filter(book -> exchange.real(id).equals(Optional.of(id(book.id()))))
          .findFirst()
          .ifPresentOrElse(book -> got.add(SCHEMA.write(book, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, parts.post(), asked.accountId());
    exchange.reply(parts.bookStates().changes(asked, in, access, AddressBookMethods::id));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    boolean empty = in.flag("onDestroyRemoveContents");
    Optional<String> chosen = in.text("onSuccessSetIsDefault");
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable();
    in.done();
    var work = new AddressBookSetting(parts, access, empty);
    ObjectNode answer = setting.run(work);
    boolean good =
        List.of("notCreated", "notUpdated", "notDestroyed").stream()
            .allMatch(name -> answer.path(name).isNull());
    if (good) {
      chosen
          .flatMap(exchange::real)
          .flatMap(id -> RecordIds.parse(LETTER, id))
          .ifPresent(number -> choose(access, number, answer));
      answer.put("newState", work.state());
    }
    exchange.reply(answer);
  }

  private void choose(Access access, long number, ObjectNode answer) {
    for (AddressBook changed : parts.books().choose(access.owner(), number)) {
      String id = id(changed.id());
      for (var made : answer.path("created").values()) {
        if (made.path("id").asString("").equals(id)) {
          ((ObjectNode) made).put("isDefault", changed.isDefault());
          id = "";
        }
      }
      if (!id.isEmpty()) {
        ObjectNode updated =
            answer.path("updated") instanceof ObjectNode some ? some : answer.putObject("updated");
        ObjectNode one = updated.path(id) instanceof ObjectNode some ? some : updated.putObject(id);
        one.put("isDefault", changed.isDefault());
      }
    }
  }
}
