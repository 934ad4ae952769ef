package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dmarc.Authors;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.BlobOctets;
import org.mailstead.post.KeyRing;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.Blobs;

/**
 * Signs what this server writes itself (reports, answers of scripts), with the keys of the domain
 * that it is from: a report without one is as easily taken for junk as a forgery.
 */
final class Signature {
  private static final System.Logger LOG = System.getLogger(Signature.class.getName());

  private final KeyRing keys;
  private final Blobs blobs;

  Signature(KeyRing keys, Blobs blobs) {
    this.keys = keys;
    this.blobs = blobs;
  }

  /** The same with a signature, where there is a key; what goes wrong with it keeps no mail. */
  QueuedMail sign(QueuedMail mail) {
    // Mail of others that a script sends on has a return path, and fields above it.
    boolean isOwn = mail.returnPath().isEmpty() && mail.prefix().length == 0;
    return isOwn ? signed(mail) : mail;
  }

  /** The same for mail that one of our own people has handed in, whose author was checked. */
  QueuedMail signed(QueuedMail mail) {
    boolean leaves =
        mail.recipients().stream()
            .anyMatch(to -> to.target() instanceof QueuedMail.Target.Elsewhere);
    if (!leaves) {
      return mail;
    }
    try {
      String fields = fields(new BlobOctets(mail.body(), blobs));
      return fields.isEmpty() ? mail : mail.below(fields.getBytes(ISO_8859_1));
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "own mail id=" + mail.id() + " could not be signed", e);
      return mail;
    }
  }

  private String fields(ByteSource body) throws IOException {
    SignedMessage message = SignedMessage.read(body, MimeLimits.DEFAULT);
    boolean signed =
        message.header().fields().stream()
            .anyMatch(field -> field.name().equalsIgnoreCase("DKIM-Signature"));
    List<String> authors = Authors.of(message.header()).domains();
    if (signed || authors.size() != 1) {
      return "";
    }
    return keys.signer().sign(message, keys(authors.getFirst()).orElse(List.of()));
  }

  /** Of the domain or one above it: a server's own name is mostly below its owner's domain. */
  private Optional<List<SigningKey>> keys(String domain) {
    for (String name = domain; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
      List<SigningKey> found = keys.signing(name);
      if (!found.isEmpty()) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
