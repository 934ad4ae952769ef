package org.mailstead.jmap.contacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.agenda.contacts.Contacts;
import org.mailstead.formats.contact.VCardWriter;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.Post;
import org.mailstead.post.Uploads;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contacts as a file of vCards, with their pictures in it. */
public final class CardFile {
  private final Post post;

  public CardFile(Post post) {
    this.post = post;
  }

  /** Writes all contacts of one's own account. */
  public void writeAll(Access access, OutputStream out) throws IOException {
    for (InputStream card : oneByOne(access, new Contacts(post).all(access.owner()))) {
      card.transferTo(out);
    }
  }

  /** Each is written when the one before it is read: with their pictures they are large. */
  List<InputStream> oneByOne(Access access, List<Contact> contacts) {
    return new AbstractList<>() {
      @Override
      public InputStream get(int index) {
        Contact contact = contacts.get(index);
        String card = VCardWriter.write(withOctets(access, contact), contact.original());
        return new ByteArrayInputStream(card.getBytes(UTF_8));
      }

      @Override
      public int size() {
        return contacts.size();
      }
    };
  }

  /** The card with its pictures in it. */
  private ObjectNode withOctets(Access access, Contact contact) {
    ObjectNode card = contact.card().deepCopy();
    for (JsonNode one : card.path("media")) {
      if (one instanceof ObjectNode media && media.has(Contact.HELD)) {
        long held = media.path(Contact.HELD).asLong();
        media.remove(Contact.HELD);
        post.uploads()
            .find(access.owner(), held, access.viewer())
            .ifPresent(upload -> media.put("uri", dataUri(access, upload, media)));
      }
    }
    return card;
  }

  private String dataUri(Access access, Uploads.Upload upload, ObjectNode media) {
    ByteSource octets = post.uploads().bytes(access.owner(), upload);
    try (InputStream in = octets.open(0, octets.length())) {
      String type = media.path("mediaType").asString("application/octet-stream");
      return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(in.readAllBytes());
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }
}
