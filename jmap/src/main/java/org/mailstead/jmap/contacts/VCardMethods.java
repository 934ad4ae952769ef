package org.mailstead.jmap.contacts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.formats.contact.ReadCard;
import org.mailstead.formats.contact.VCardReader;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.post.Uploads;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ContactCard/parse, import and export: our own, for files of vCards. */
final class VCardMethods {
  /** Octets of a file that is read. */
  static final int MAX_SIZE = 30 << 20;

  /** Octets of a file that is written. */
  private static final int MAX_WRITTEN = 45 << 20;

  private static final int MOST_BLOBS = 20;
  private static final int MOST_CARDS = 5_000;

  private final ContactParts parts;
  private final BlobStore blobs;
  private final CardFile files;

  VCardMethods(ContactParts parts, BlobStore blobs) {
    this.parts = parts;
    this.blobs = blobs;
    this.files = new CardFile(parts.post());
  }

  void addTo(Methods methods) {
    methods
        .add(ContactMethods.VCARD, "ContactCard/parse", this::parse)
        .add(ContactMethods.VCARD, "ContactCard/import", this::bringIn)
        .add(ContactMethods.VCARD, "ContactCard/export", this::export);
  }

  // ---- what is in a file

  private void parse(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, parts.post(), in.id("accountId"));
    List<String> ids =
        in.ids("blobIds").orElseThrow(() -> MethodError.invalidArguments("blobIds is to be given"));
    in.done();
    if (ids.size() > MOST_BLOBS) {
      throw MethodError.requestTooLarge("at most " + MOST_BLOBS + " blobs");
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    ObjectNode parsed = json.putObject("parsed");
    ArrayNode notParsable = json.putArray("notParsable");
    ArrayNode notFound = json.putArray("notFound");
    long size = 0;
    for (String id : ids) {
      Optional<ByteSource> octets = blobs.find(access, id);
      if (octets.isEmpty()) {
        notFound.add(id);
        continue;
      }
      List<ReadCard> cards = read(octets.get());
      if (cards.isEmpty()) {
        notParsable.add(id);
        continue;
      }
      ArrayNode all = parsed.putArray(id);
      for (ReadCard one : cards) {
        size += JmapJson.size(one.card());
        exchange.needRoom(size);
        all.add(one.card());
      }
    }
    exchange.reply(json);
  }

  /** Empty for what is too large, too. */
  private static List<ReadCard> read(ByteSource octets) {
    if (octets.length() > MAX_SIZE) {
      return List.of();
    }
    try (InputStream in = octets.open(0, octets.length())) {
      return VCardReader.read(text(in.readAllBytes()));
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  /** Old programs write what is no UTF-8. */
  private static String text(byte[] octets) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException _) {
      return new String(octets, ISO_8859_1);
    }
  }

  // ---- bringing one in

  private void bringIn(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable();
    String blobId = in.id("blobId");
    Optional<String> book = in.text("addressBookId");
    in.done();
    ByteSource octets =
        blobs.find(access, blobId).orElseThrow(() -> new MethodError("blobNotFound", blobId));
    List<ReadCard> cards = read(octets);
    if (cards.isEmpty()) {
      throw new MethodError("notParsable", "there is no vCard in it");
    }
    if (cards.size() > MOST_CARDS) {
      throw MethodError.requestTooLarge("at most " + MOST_CARDS + " cards at a time");
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    json.put("oldState", parts.cardStates().now(access));
    new VCardImport(parts, access, book(exchange, access, book)).run(cards, json);
    json.put("newState", parts.cardStates().now(access));
    exchange.reply(json);
  }

  private long book(Exchange exchange, Access access, Optional<String> id) {
    if (id.isEmpty()) {
      return parts.books().standard(access.owner()).id();
    }
    return exchange
        .real(id.get())
        .flatMap(real -> RecordIds.parse(AddressBookMethods.LETTER, real))
        .filter(number -> parts.books().find(access.owner(), number).isPresent())
        .orElseThrow(() -> MethodError.invalidArguments("there is no address book " + id.get()));
  }

  // ---- taking them out

  private void export(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable(); // what is handed in is written
    Optional<List<String>> ids = in.ids("ids");
    in.done();
    List<Contact> wanted = new ArrayList<>();
    List<String> notFound = new ArrayList<>();
    if (ids.isEmpty()) {
      wanted.addAll(parts.contacts().all(access.owner()));
    }
    for (String id : ids.orElse(List.of())) {
      exchange
          .real(id)
          .flatMap(real -> RecordIds.parse(CardJson.LETTER, real))
          .flatMap(number -> parts.contacts().find(access.owner(), number))
          .ifPresentOrElse(wanted::add, () -> notFound.add(id));
    }
    Uploads.Upload file = file(access, wanted);
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    json.put("blobId", BlobName.upload(access.owner().value(), file.number()).toString());
    json.put("type", "text/vcard").put("size", file.size());
    json.set("notFound", JmapJson.array(notFound));
    exchange.reply(json);
  }

  private Uploads.Upload file(Access access, List<Contact> contacts) {
    try (var file =
        new SequenceInputStream(Collections.enumeration(files.oneByOne(access, contacts)))) {
      return blobs.upload(access, file, MAX_WRITTEN);
    } catch (Refused e) {
      throw e.problem().kind() == Problem.Kind.TOO_LARGE
          ? MethodError.requestTooLarge("a file has at most " + MAX_WRITTEN + " octets")
          : e;
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "blob.unwritable", e.getClass().getSimpleName());
    }
  }
}
