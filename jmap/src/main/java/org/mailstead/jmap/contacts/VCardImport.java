package org.mailstead.jmap.contacts;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.formats.contact.ReadCard;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.SetError;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps contacts of a file; those that are known already, by their uids, are brought up to date.
 */
final class VCardImport {
  private final ContactParts parts;
  private final Access access;
  private final long book;

  VCardImport(ContactParts parts, Access access, long book) {
    this.parts = parts;
    this.access = access;
    this.book = book;
  }

  void run(List<ReadCard> cards, ObjectNode json) {
    ArrayNode created = json.putArray("created");
    ArrayNode updated = json.putArray("updated");
    ArrayNode notImported = json.putArray("notImported");
    int index = 0;
    for (ReadCard card : cards) {
      try {
        one(card, created, updated);
      } catch (SetError.Thrown e) {
        notImported.add(told(index, e.error()));
      } catch (Refused e) {
        notImported.add(told(index, SetError.of(e.problem())));
      }
      index++;
    }
  }

  private static ObjectNode told(int index, SetError error) {
    ObjectNode json = JmapJson.object().put("index", index);
    json.set("error", error.json());
    return json;
  }

  private void one(ReadCard read, ArrayNode created, ArrayNode updated) {
    ObjectNode card = read.card();
    String now = parts.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "";
    String uid = card.path("uid").asString();
    Optional<Contact> before = parts.contacts().find(access.owner(), uid);
    card.put("updated", now);
    card.put(
        "created", before.map(known -> known.card().path("created").asString(now)).orElse(now));
    parts.pictures().take(access, card, Optional.empty());
    Optional<String> original = Optional.of(read.original());
    if (before.isEmpty()) {
      long number =
          parts.contacts().create(access.owner(), new Contact(0, Set.of(book), card, original));
      created.add(CardJson.id(number));
      return;
    }
    Set<Long> books = new HashSet<>(before.get().books());
    books.add(book);
    long id = before.get().id();
    parts.contacts().change(access.owner(), id, _ -> new Contact(id, books, card, original));
    updated.add(CardJson.id(id));
  }
}
