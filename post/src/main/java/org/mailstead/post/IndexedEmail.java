package org.mailstead.post;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.DecodedPart;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.tnef.UnpackedFile;
import org.mailstead.formats.tnef.Winmail;
import org.mailstead.post.scan.ScanWords;
import org.mailstead.search.Document;
import org.mailstead.search.extract.AttachmentText;
import org.mailstead.words.AccountId;

/** What of an email can be searched. */
final class IndexedEmail {
  /** Characters of a text that are looked at. */
  private static final int MAX_TEXT = 512 << 10;

  /** Octets of an attachment that are looked at. */
  private static final int MAX_ATTACHMENT = 32 << 20;

  private static final int MAX_ATTACHMENTS = 100;

  /** Fields that an envelope shows (RFC 9051 section 7.5.2). */
  private static final Set<String> SHOWN =
      Set.of(
          "date",
          "subject",
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "in-reply-to",
          "message-id");

  private final Emails emails;
  private final AttachmentText attachments;

  IndexedEmail(Emails emails, AttachmentText attachments) {
    this.emails = emails;
    this.attachments = attachments;
  }

  Document of(AccountId account, Email email) throws IOException {
    ByteSource bytes = emails.bytes(account, email);
    List<HeaderField> header = MessageHeader.read(bytes, MimeLimits.DEFAULT).fields();
    MessageStructure structure = emails.structure(account, email);
    Email.Details details = email.details();
    return new Document(
        email.number(),
        text(header, "Subject"),
        new Document.People(
            people(header, "from"),
            people(header, "to"),
            people(header, "cc"),
            people(header, "bcc")),
        BodyText.of(structure, bytes, MAX_TEXT),
        header.stream()
            .map(field -> new Document.Header(field.name(), field.unfolded().decoded()))
            .toList(),
        attached(structure, bytes, email.preview().isBlank()),
        new Document.Facts(
            details.received().toEpochMilli(),
            email.size(),
            details.hasAttachment(),
            text(header, "List-Id")),
        scan(account, email));
  }

  /**
   * The words of all that a scan for a text looks at: the fields of the header, each as it is and
   * as an envelope shows it; the envelope that is kept; the parts.
   */
  private Document.Scan scan(AccountId account, Email email) throws IOException {
    var texts = new MessageTexts(emails, account, email);
    var words = new ScanWords();
    for (HeaderField field : texts.header()) {
      words.field(field);
      if (SHOWN.contains(field.name().toLowerCase(Locale.ROOT))) {
        words(EnvelopeForm.of(Envelope.of(List.of(field))), words);
      }
    }
    words(EnvelopeForm.of(Envelope.of(texts.ofBody())), words);
    email.envelope().ifPresent(kept -> words(kept, words));
    texts.lookThrough(words);
    boolean whole = words.isWhole();
    return new Document.Scan(whole ? words.words() : Set.of(), whole);
  }

  private static void words(EnvelopeForm envelope, ScanWords to) {
    for (EnvelopeForm.Field field : EnvelopeForm.Field.values()) {
      envelope.text(field).ifPresent(to::text);
    }
  }

  /** What is known without a look at its octets, which cannot be read. */
  static Document unread(Email email) {
    Email.Details details = email.details();
    List<Document.Person> nobody = List.of();
    return new Document(
        email.number(),
        "",
        new Document.People(nobody, nobody, nobody, nobody),
        "",
        List.of(),
        List.of(),
        new Document.Facts(
            details.received().toEpochMilli(), email.size(), details.hasAttachment(), ""));
  }

  private static String text(List<HeaderField> header, String name) {
    return HeaderField.first(header, name).map(field -> field.unfolded().decoded()).orElse("");
  }

  private static List<Document.Person> people(List<HeaderField> header, String property) {
    return HeaderProperty.of(property).stream()
        .flatMap(one -> one.lastOf(header).stream())
        .filter(HeaderValue.Addresses.class::isInstance)
        .map(HeaderValue.Addresses.class::cast)
        .flatMap(value -> value.list().stream())
        .map(one -> new Document.Person(one.name().orElse(""), one.email()))
        .toList();
  }

  private List<Document.Attachment> attached(
      MessageStructure structure, ByteSource bytes, boolean withoutText) throws IOException {
    List<Document.Attachment> all = new ArrayList<>();
    for (BodyPart part : EmailBody.of(structure).attachments()) {
      if (all.size() >= MAX_ATTACHMENTS) {
        break;
      }
      String name = part.name().orElse("");
      if (Winmail.is(part.type(), part.name())) {
        unpacked(new DecodedPart(part, bytes), withoutText, all);
      }
      String text =
          part.octets().length() <= 2L * MAX_ATTACHMENT
              ? text(part.type(), name, () -> part.content(bytes))
              : "";
      add(name, text, all);
    }
    return all;
  }

  /**
   * What is in a {@code winmail.dat} is found as if it had been attached by itself.
   *
   * @param withBody whether the text in it is looked at: mostly it is that of the email once more
   */
  private void unpacked(ByteSource tnef, boolean withBody, List<Document.Attachment> to)
      throws IOException {
    for (UnpackedFile file : Winmail.unpack(tnef, withBody).orElse(List.of())) {
      ByteSource octets = file.octets();
      if (to.size() < MAX_ATTACHMENTS && octets.length() <= MAX_ATTACHMENT) {
        add(
            file.isBody() ? "" : file.name(),
            text(file.type(), file.name(), () -> octets.open(0, octets.length())),
            to);
      }
    }
  }

  /** Opens a file. */
  private interface Opening {
    InputStream open() throws IOException;
  }

  private String text(String type, String name, Opening file) throws IOException {
    if (type.matches("(image|audio|video)/.*")) {
      return "";
    }
    try (InputStream in = file.open()) {
      return attachments.read(type, name, in.readNBytes(MAX_ATTACHMENT + 1)).orEmpty();
    }
  }

  private static void add(String name, String text, List<Document.Attachment> to) {
    if (!name.isEmpty() || !text.isEmpty()) {
      to.add(new Document.Attachment(name, text));
    }
  }
}
