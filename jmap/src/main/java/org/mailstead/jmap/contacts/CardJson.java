package org.mailstead.jmap.contacts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.words.AccountId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contacts as clients see them: a JSContact card with an id and address books. */
final class CardJson {
  static final char LETTER = 'C';

  /** What is ours of a card; the rest is RFC 9553's, and everybody's who defines more. */
  static final Schema<ObjectNode> SCHEMA =
      new Schema<ObjectNode>("ContactCard")
          .add("id", "string", "Names it.", of("id"), Trait.SERVER_SET, Trait.IMMUTABLE)
          .add(
              "addressBookIds",
              "Record<string, true>",
              "Where it is, at least one.",
              of("addressBookIds"))
          .add("uid", "string", "Names it everywhere.", of("uid"))
          .add("kind", "string", "individual, group, org and so on.", of("kind"))
          .add("created", "UTCDate", "When it was made.", of("created"))
          .add("updated", "UTCDate", "When it changed last.", of("updated"))
          .add("members", "Record<string, true>", "The uids of a group's people.", of("members"))
          .add("media", "Record<string, object>", "Pictures; blobId has them.", of("media"))
          .add("name", "object", "RFC 9553, as all other properties.", of("name"));

  private CardJson() {}

  private static java.util.function.Function<ObjectNode, Optional<JsonNode>> of(String name) {
    return card -> Optional.ofNullable(card.get(name));
  }

  static String id(long number) {
    return RecordIds.write(LETTER, number);
  }

  /** All of one. */
  static ObjectNode write(Contact contact, AccountId owner) {
    ObjectNode json = JmapJson.object();
    json.put("id", id(contact.id()));
    ObjectNode books = json.putObject("addressBookIds");
    new TreeSet<>(contact.books()).forEach(book -> books.put(AddressBookMethods.id(book), true));
    json.setAll(contact.card().deepCopy());
    for (JsonNode one : json.path("media")) {
      if (one instanceof ObjectNode media && media.has(Contact.HELD)) {
        long held = media.path(Contact.HELD).asLong();
        media.remove(Contact.HELD);
        media.put("blobId", BlobName.upload(owner.value(), held).toString());
      }
    }
    return json;
  }

  /** Some properties of one; what a card does not have is left out. */
  static ObjectNode only(ObjectNode card, Optional<List<String>> properties) {
    if (properties.isEmpty()) {
      return card;
    }
    Set<String> wanted = new TreeSet<>(properties.get());
    wanted.add("id");
    ObjectNode some = JmapJson.object();
    card.properties().stream()
        .filter(one -> wanted.contains(one.getKey()))
        .forEach(one -> some.set(one.getKey(), one.getValue()));
    return some;
  }
}
