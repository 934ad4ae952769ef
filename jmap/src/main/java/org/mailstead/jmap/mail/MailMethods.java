package org.mailstead.jmap.mail;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import tools.jackson.databind.node.ObjectNode;

/** All that can be called under {@code urn:ietf:params:jmap:mail} (RFC 8621 section 1.3.1). */
public final class MailMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:mail";

  /** Mailbox's shareWith, and mayShare among its rights. */
  public static final String SHARE = "urn:ietf:params:jmap:mail:share";

  /** Signatures of emails (RFC 9219). */
  public static final String SMIME = "urn:ietf:params:jmap:smimeverify";

  /** What is in a {@code winmail.dat}. */
  public static final String UNPACKED = "urn:mailstead:params:jmap:unpacked";

  private final MailStates states;
  private final EmailSetMethods setting;

  /**
   * @param search empty to open each email that a text is looked for in
   * @param maxSize octets of a message
   */
  public MailMethods(
      Methods methods,
      Post post,
      Optional<MailSearch> search,
      SignedMail signed,
      BlobStore blobs,
      LongSupplier maxSize,
      SecureRandom random,
      InstantSource clock) {
    this.states = new MailStates(post);
    var making = new EmailMaking(post, blobs, maxSize, random, clock);
    var undo = new UndoMethods(post, states, random);
    this.setting = new EmailSetMethods(post, signed, blobs, states, making, undo);
    new MailboxMethods(post, states, undo).addTo(methods, CAPABILITY);
    new ThreadMethods(post, states).addTo(methods, CAPABILITY);
    new EmailMethods(post, search, signed, blobs, states, clock).addTo(methods, CAPABILITY);
    setting.addTo(methods, CAPABILITY);
    undo.addTo(methods);
    new SnippetMethods(post, clock).addTo(methods, CAPABILITY);
  }

  public MailStates states() {
    return states;
  }

  /** What other methods have done to emails. */
  public EmailSetMethods setting() {
    return setting;
  }

  /** The types that its methods speak of. */
  public static List<Schema<?>> schemas() {
    return List.of(
        MailboxSchema.SCHEMA,
        ThreadMethods.SCHEMA,
        EmailSchema.SCHEMA,
        PartSchema.SCHEMA,
        Unpacked.SCHEMA);
  }

  /** What the session object says of it. */
  public static ObjectNode capability(boolean mayCreateTopLevel, long maxSize) {
    ObjectNode json = JmapJson.object();
    json.put("maxMailboxesPerEmail", EmailPlacing.MOST_MAILBOXES);
    json.put("maxMailboxDepth", 20);
    json.put("maxSizeMailboxName", 255);
    json.put("maxSizeAttachmentsPerEmail", maxSize);
    json.set("emailQuerySortOptions", JmapJson.array(EmailOrder.PROPERTIES));
    json.put("mayCreateTopLevelMailbox", mayCreateTopLevel);
    return json;
  }
}
