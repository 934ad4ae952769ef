package org.mailstead.agenda.contacts;

import java.util.Optional;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection of contacts.
 *
 * @param id 0 for one that is not kept yet
 * @param order the lower, the further up
 * @param isDefault where a contact goes when nobody says where
 * @param isSubscribed whether it is shown
 */
public record AddressBook(
    long id,
    String name,
    Optional<String> description,
    long order,
    boolean isDefault,
    boolean isSubscribed) {
  static AddressBook of(Records.Item item) {
    JsonNode json = Contact.JSON.readTree(item.json());
    return new AddressBook(
        item.id(),
        json.path("name").asString(""),
        Optional.ofNullable(json.get("description")).map(JsonNode::asString),
        json.path("order").asLong(0),
        json.path("default").asBoolean(false),
        json.path("subscribed").asBoolean(true));
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("order", order);
    json.put("default", isDefault).put("subscribed", isSubscribed);
    description.ifPresent(text -> json.put("description", text));
    return json.toString();
  }

  AddressBook asDefault(boolean so) {
    return new AddressBook(id, name, description, order, so, isSubscribed);
  }
}
