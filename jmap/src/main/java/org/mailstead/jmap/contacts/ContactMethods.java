package org.mailstead.jmap.contacts;

import java.time.InstantSource;
import java.util.List;
import org.mailstead.agenda.contacts.AddressBooks;
import org.mailstead.agenda.contacts.Contacts;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import tools.jackson.databind.node.ObjectNode;

/** All methods of contacts (RFC 9610), and our own of vCards. */
public final class ContactMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:contacts";

  /** Ours: ContactCard/parse, import and export. */
  public static final String VCARD = "urn:mailstead:params:jmap:vcard";

  /** Address books of one contact. */
  private static final int MOST_BOOKS = 20;

  private final AddressBookMethods books;
  private final CardMethods cards;
  private final VCardMethods vCards;

  public ContactMethods(Post post, BlobStore blobs, InstantSource clock) {
    var parts =
        new ContactParts(
            post,
            new AddressBooks(post),
            new Contacts(post),
            new RecordStates(post, Records.Kind.ADDRESS_BOOK),
            new RecordStates(post, Records.Kind.CARD),
            new CardPictures(post, blobs),
            clock);
    this.books = new AddressBookMethods(parts);
    this.cards = new CardMethods(parts);
    this.vCards = new VCardMethods(parts, blobs);
  }

  public void addTo(Methods methods) {
    books.addTo(methods);
    cards.addTo(methods);
    vCards.addTo(methods);
  }

  /** What the session object says of an account. */
  public static ObjectNode capability() {
    ObjectNode json = JmapJson.object();
    json.put("maxAddressBooksPerCard", MOST_BOOKS).put("mayCreateAddressBook", true);
    return json;
  }

  /** What a contact is called. */
  public static String cardId(long number) {
    return RecordIds.write(CardJson.LETTER, number);
  }

  static int mostBooks() {
    return MOST_BOOKS;
  }

  public static List<Schema<?>> schemas() {
    return List.of(AddressBookMethods.SCHEMA, CardJson.SCHEMA);
  }
}
