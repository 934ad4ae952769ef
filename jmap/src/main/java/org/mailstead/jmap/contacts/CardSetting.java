package org.mailstead.jmap.contacts;

import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.formats.contact.CardShape;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes contacts (RFC 9610 section 3.5). */
final class CardSetting implements Setting.Work {
  /** Characters of a uid. */
  private static final int MAX_UID = 1000;

  private static final int TRIES = 10;

  private final ContactParts parts;
  private final Exchange exchange;
  private final Access access;

  CardSetting(ContactParts parts, Exchange exchange, Access access) {
    this.parts = parts;
    this.exchange = exchange;
    this.access = access;
  }

  @Override
  public String state() {
    return parts.cardStates().now(access);
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    if (object.has("id")) {
      throw SetError.invalid("the server gives it", "id").thrown();
    }
    ObjectNode json = object.deepCopy();
    Set<Long> books = books(json.remove("addressBookIds"));
    if (!json.has("uid")) {
      json.put("uid", "urn:uuid:" + UUID.randomUUID());
    }
    String now = now();
    json.put("@type", "Card");
    json.put("version", json.path("version").asString("1.0"));
    json.put("created", json.path("created").asString(now)).put("updated", now);
    dropNulls(json);
    check(json);
    parts.pictures().take(access, json, Optional.empty());
    long number = keep(new Contact(0, books, json, Optional.empty()));
    return told(object, number);
  }

  private String now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A property that is null is one that is not there. */
  private static void dropNulls(ObjectNode json) {
    List.copyOf(json.propertyNames()).stream()
        .filter(name -> json.get(name).isNull())
        .forEach(json::remove);
  }

  private static void check(ObjectNode json) {
    List<String> wrong = CardShape.wrong(json);
    if (!wrong.isEmpty()) {
      throw SetError.invalid("they are not as RFC 9553 has them", wrong).thrown();
    }
    String uid = json.path("uid").asString("");
    if (uid.isBlank() || uid.length() > MAX_UID) {
      throw SetError.invalid("it is to have 1 to " + MAX_UID + " characters", "uid").thrown();
    }
  }

  private long keep(Contact contact) {
    try {
      return parts.contacts().create(access.owner(), contact);
    } catch (Refused e) {
      throw same(e, contact.uid());
    }
  }

  private RuntimeException same(Refused e, String uid) {
    return e.problem().kind() == Problem.Kind.EXISTS
        ? SetError.invalid("another contact has the uid " + uid, "uid").thrown()
        : e;
  }

  /** What the client does not know yet of what became of its object. */
  private ObjectNode told(ObjectNode given, long number) {
    ObjectNode made =
        CardJson.write(parts.contacts().find(access.owner(), number).orElseThrow(), access.owner());
    ObjectNode told = JmapJson.object();
    made.properties()
        .forEach(one -> {
          if (!one.getValue().equals(given.path(one.getKey()))) {
            told.set(one.getKey(), one.getValue());
          }
        });
    return told;
  }

  private Set<Long> books(JsonNode given) {
    if (!(given instanceof ObjectNode ids) || ids.isEmpty()) {
      throw SetError.invalid("it is to be in an address book", "addressBookIds").thrown();
    }
    Set<Long> books = new HashSet<>();
    for (var one : ids.properties()) {
      Optional<Long> book =
          exchange
              .real(one.getKey())
              .flatMap(id -> RecordIds.parse(AddressBookMethods.LETTER, id))
              .filter(number -> parts.books().find(access.owner(), number).isPresent());
      if (book.isEmpty() || !one.getValue().isBoolean() || !one.getValue().asBoolean()) {
        throw SetError.invalid("there is no address book " + one.getKey(), "addressBookIds")
            .thrown();
      }
      books.add(book.get());
    }
    if (books.size() > ContactMethods.mostBooks()) {
      throw SetError.invalid(
              "it may be in at most " + ContactMethods.mostBooks() + " address books",
              "addressBookIds")
          .thrown();
    }
    return books;
  }

  private Contact find(String id) {
    return RecordIds.parse(CardJson.LETTER, id)
        .flatMap(number -> parts.contacts().find(access.owner(), number))
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  /** Again when somebody else changed it meanwhile: what he did is not undone. */
  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return updated(id, patch);
      } catch (Refused e) {
        if (e.problem().kind() != Problem.Kind.CONFLICT) {
          throw e;
        }
      }
    }
    return updated(id, patch);
  }

  private Optional<ObjectNode> updated(String id, ObjectNode patch) {
    Contact contact = find(id);
    ObjectNode before = CardJson.write(contact, access.owner());
    ObjectNode json = Patch.apply(before, patch);
    if (!json.path("id").equals(before.path("id"))) {
      throw SetError.invalid("it stays", "id").thrown();
    }
    ObjectNode asked = json.deepCopy();
    json.remove("id");
    Set<Long> books = books(json.remove("addressBookIds"));
    dropNulls(json);
    json.put("updated", now());
    check(json);
    parts.pictures().take(access, json, Optional.of(contact));
    if (!parts
        .contacts()
        .change(access.owner(), contact.id(), now -> contact(contact, now, books, json))) {
      throw SetError.notFound().thrown();
    }
    dropNulls(asked);
    return Optional.of(told(asked, contact.id()));
  }

  private static Contact contact(Contact before, Contact now, Set<Long> books, ObjectNode json) {
    if (!now.equals(before)) {
      throw new Refused(Problem.Kind.CONFLICT, "contact.changed");
    }
    return new Contact(before.id(), books, json, before.original());
  }

  @Override
  public void destroy(String id) {
    parts.contacts().destroy(access.owner(), find(id).id());
  }
}
