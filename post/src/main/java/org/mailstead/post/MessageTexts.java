package org.mailstead.post;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.HeaderOctets;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.scan.PartSearch;
import org.mailstead.post.scan.TextSink;
import org.mailstead.words.AccountId;

/**
 * The texts of a message that a scan for a text looks through, each read when it is asked for. The
 * index is made of the same texts by this same class, so that it tells of a scan what is true.
 */
public final class MessageTexts {
  /** Octets of a message that is taken into memory at once: they are unpacked together anyway. */
  private static final int SMALL = 256 << 10;

  private final Emails emails;
  private final AccountId account;
  private final Email email;
  private @Nullable ByteSource octets;
  private @Nullable List<HeaderField> header;

  public MessageTexts(Emails emails, AccountId account, Email email) {
    this.emails = emails;
    this.account = account;
    this.email = email;
  }

  /** All fields, those that were put before the message on its way here first. */
  public List<HeaderField> header() throws IOException {
    List<HeaderField> known = header;
    if (known == null) {
      known = new ArrayList<>(MessageStructure.of(email.prefix()).header());
      known.addAll(ofBody());
      header = known;
    }
    return known;
  }

  /** The fields of the message as it came; of a large one only these octets are read. */
  public List<HeaderField> ofBody() throws IOException {
    try (InputStream in = octets().open(email.prefixSize(), email.bodySize())) {
      return MessageStructure.of(HeaderOctets.whole(in)).header();
    }
  }

  /** Gives the texts of its parts. */
  public void lookThrough(TextSink sink) throws IOException {
    MessageStructure structure = emails.structure(account, email);
    new PartSearch(octets(), sink).body(structure.body());
  }

  private ByteSource octets() throws IOException {
    ByteSource known = octets;
    if (known == null) {
      known = emails.bytes(account, email);
      if (known.length() <= SMALL) {
        try (InputStream in = known.open(0, known.length())) {
          known = ByteSource.of(in.readAllBytes());
        }
      }
      octets = known;
    }
    return known;
  }
}
