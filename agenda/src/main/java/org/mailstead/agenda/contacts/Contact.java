package org.mailstead.agenda.contacts;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person, company or group that somebody knows.
 *
 * @param id 0 for one that is not kept yet
 * @param books where it is
 * @param card in JSContact (RFC 9553), with a uid; octets of pictures are handed in, and {@code
 *     held} in a Media object has their number
 * @param original the vCard that it came as
 */
public record Contact(long id, Set<Long> books, ObjectNode card, Optional<String> original) {
  /** Of a Media object that has octets here. */
  public static final String HELD = "held";

  static final JsonMapper JSON = JsonMapper.builder().build();

  public Contact {
    books = Set.copyOf(books);
  }

  static Contact of(Records.Item item) {
    JsonNode json = JSON.readTree(item.json());
    Set<Long> books = new TreeSet<>();
    json.path("books").forEach(book -> books.add(book.asLong()));
    return new Contact(
        item.id(),
        books,
        (ObjectNode) json.get("card"),
        Optional.ofNullable(json.get("vCard")).map(JsonNode::asString));
  }

  public String uid() {
    return card.path("uid").asString("");
  }

  /** What its group is made of: the uids of others. */
  public Set<String> members() {
    return Set.copyOf(card.path("members").propertyNames());
  }

  Records.Content content() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    new TreeSet<>(books).forEach(book -> json.withArray("books").add(book));
    json.set("card", card);
    original.ifPresent(text -> json.put("vCard", text));
    return new Records.Content(json.toString(), Optional.of(uid()), held());
  }

  private Set<Long> held() {
    Set<Long> held = new TreeSet<>();
    for (JsonNode media : card.path("media")) {
      if (media.has(HELD)) {
        held.add(media.get(HELD).asLong());
      }
    }
    return held;
  }

  public Contact in(Set<Long> books) {
    return new Contact(id, books, card, original);
  }

  public Contact with(ObjectNode card) {
    return new Contact(id, books, card, original);
  }
}
