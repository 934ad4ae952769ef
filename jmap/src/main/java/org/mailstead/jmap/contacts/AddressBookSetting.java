package org.mailstead.jmap.contacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.mailstead.agenda.contacts.AddressBook;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes address books (RFC 9610 section 2.3). */
final class AddressBookSetting implements Setting.Work {
  private static final int MAX_NAME = 255;
  private static final int MAX_DESCRIPTION = 4000;

  private final ContactParts parts;
  private final Access access;
  private final boolean empty;

  /**
   * @param empty whether what is in one that is removed may go too
   */
  AddressBookSetting(ContactParts parts, Access access, boolean empty) {
    this.parts = parts;
    this.access = access;
    this.empty = empty;
  }

  @Override
  public String state() {
    parts.books().all(access.owner()); // what is made by itself is there before anything else
    return parts.bookStates().now(access);
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    var fresh = new AddressBook(0, "", Optional.empty(), 0, false, true);
    AddressBook book = with(fresh, object);
    if (!object.has("name")) {
      throw SetError.invalid("it needs a name", "name").thrown();
    }
    long number = parts.books().create(access.owner(), book);
    AddressBook made = parts.books().find(access.owner(), number).orElse(book);
    ObjectNode all = AddressBookMethods.SCHEMA.write(made);
    ObjectNode told = JmapJson.object();
    all.propertyNames().stream()
        .filter(name -> !object.has(name))
        .forEach(name -> told.set(name, all.get(name)));
    return told;
  }

  private AddressBook find(String id) {
    return RecordIds.parse(AddressBookMethods.LETTER, id)
        .flatMap(number -> parts.books().find(access.owner(), number))
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    AddressBook book = find(id);
    ObjectNode before = AddressBookMethods.SCHEMA.write(book);
    ObjectNode after = Patch.apply(before, patch);
    ObjectNode changed = JmapJson.object();
    after
        .properties()
        .forEach(one -> {
          if (!one.getValue().equals(before.get(one.getKey()))) {
            changed.set(one.getKey(), one.getValue());
          }
        });
    with(book, changed);
    if (!parts.books().change(access.owner(), book.id(), now -> with(now, changed))) {
      throw SetError.notFound().thrown();
    }
    return Optional.empty();
  }

  /** The book with the properties of an object put in. */
  private static AddressBook with(AddressBook book, ObjectNode object) {
    String name = book.name();
    Optional<String> description = book.description();
    long order = book.order();
    boolean subscribed = book.isSubscribed();
    for (String property : object.propertyNames()) {
      JsonNode value = object.get(property);
      switch (property) {
        case "name" -> name = name(value);
        case "description" -> description = description(value);
        case "sortOrder" -> order = order(value);
        case "isSubscribed" -> {
          need(value.isBoolean(), "isSubscribed", "it is true or false");
          subscribed = value.asBoolean();
        }
        case "shareWith" ->
            need(value.isNull(), "shareWith", "address books are not shared with others");
        default -> throw SetError.invalid("it cannot be given", property).thrown();
      }
    }
    return new AddressBook(book.id(), name, description, order, book.isDefault(), subscribed);
  }

  private static String name(JsonNode value) {
    String name = value.asString("");
    boolean good =
        value.isString()
            && !name.isBlank()
            && name.getBytes(UTF_8).length <= MAX_NAME
            && name.chars().noneMatch(Character::isISOControl);
    need(good, "name", "it is to be a text of 1 to " + MAX_NAME + " octets");
    return name;
  }

  private static Optional<String> description(JsonNode value) {
    boolean good =
        value.isNull() || (value.isString() && value.asString().length() <= MAX_DESCRIPTION);
    need(good, "description", "it is a text or null");
    return value.isNull() ? Optional.empty() : Optional.of(value.asString());
  }

  private static long order(JsonNode value) {
    need(
        value.isInt() && value.asInt() >= 0,
        "sortOrder",
        "it is to be a whole number from 0 to 2147483647");
    return value.asInt();
  }

  private static void need(boolean good, String property, String why) {
    if (!good) {
      throw SetError.invalid(why, property).thrown();
    }
  }

  @Override
  public void destroy(String id) {
    AddressBook book = find(id);
    if (parts.contacts().isUsed(access.owner(), book.id())) {
      if (!empty) {
        throw new SetError("addressBookHasContents", "there are contacts in it").thrown();
      }
      parts.contacts().empty(access.owner(), book.id());
    }
    List<AddressBook> all = parts.books().all(access.owner());
    if (all.size() == 1) {
      throw SetError.forbidden("the last address book stays").thrown();
    }
    parts.books().destroy(access.owner(), book.id());
  }
}
