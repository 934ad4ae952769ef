package org.mailstead.formats.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.Content;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Disposition;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Parameter;
import org.mailstead.formats.mime.Parameters;
import org.mailstead.formats.mime.Part;

/**
 * Writes ENVELOPE, BODYSTRUCTURE and BODY as FETCH answers them (RFC 9051 section 7.5.2), ready to
 * be sent. Literals carry octets as they are in the message.
 */
public final class ImapForm {
  private final ImapText out = new ImapText();

  private ImapForm() {}

  /** {@code ("date" "subject" …)}. */
  public static byte[] envelope(Envelope envelope) {
    var form = new ImapForm();
    form.write(envelope);
    return form.out.bytes();
  }

  /**
   * The structure of a message.
   *
   * @param extended with the extension data that BODYSTRUCTURE has and BODY has not
   */
  public static byte[] structure(Part part, boolean extended) {
    var form = new ImapForm();
    form.write(part, extended);
    return form.out.bytes();
  }

  // envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
  //            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
  private void write(Envelope envelope) {
    out.raw("(").nstring(envelope.date()).raw(" ").nstring(envelope.subject());
    addresses(envelope.from());
    addresses(envelope.sender());
    addresses(envelope.replyTo());
    addresses(envelope.to());
    addresses(envelope.cc());
    addresses(envelope.bcc());
    out.raw(" ").nstring(envelope.inReplyTo()).raw(" ").nstring(envelope.messageId()).raw(")");
  }

  private void addresses(List<Address> addresses) {
    out.raw(" ");
    if (addresses.isEmpty()) {
      out.nil();
      return;
    }
    out.raw("(");
    for (Address address : addresses) {
      switch (address) {
        case Address.Mailbox mailbox -> mailbox(mailbox);
        case Address.Group(Octets name, var members) -> {
          out.raw("(NIL NIL ").string(name.latin1()).raw(" NIL)");
          members.forEach(this::mailbox);
          out.raw("(NIL NIL NIL NIL)");
        }
      }
    }
    out.raw(")");
  }

  // address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
  private void mailbox(Address.Mailbox mailbox) {
    out.raw("(").nstring(mailbox.name()).raw(" ").nstring(mailbox.route()).raw(" ");
    out.string(mailbox.local().latin1()).raw(" ");
    // NIL would begin or end a group, so an address without domain gets an empty string.
    out.string(mailbox.domain().latin1()).raw(")");
  }

  private void write(Part part, boolean extended) {
    out.raw("(");
    switch (part) {
      case Part.Leaf leaf -> leaf(leaf, extended);
      case Part.EmbeddedMessage message -> message(message, extended);
      case Part.Multipart multipart -> multipart(multipart, extended);
    }
    out.raw(")");
  }

  // body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
  private void multipart(Part.Multipart multipart, boolean extended) {
    multipart.parts().forEach(part -> write(part, extended));
    out.raw(" ").string(upper(multipart.content().type().subtype()));
    if (extended) {
      out.raw(" ");
      parameters(multipart.content().type().parameters());
      tail(multipart.content());
    }
  }

  // body-type-basic, body-type-text
  private void leaf(Part.Leaf leaf, boolean extended) {
    ContentType type = leaf.listedType();
    fields(leaf, type);
    if (type.type().equals("text")) {
      out.raw(" " + leaf.extent().lines());
    }
    singleTail(leaf.content(), extended);
  }

  // body-type-msg = media-message SP body-fields SP envelope SP body SP body-fld-lines
  private void message(Part.EmbeddedMessage message, boolean extended) {
    fields(message, message.content().type());
    out.raw(" ");
    write(message.envelope());
    out.raw(" ");
    write(message.body(), extended);
    out.raw(" " + message.extent().lines());
    singleTail(message.content(), extended);
  }

  // body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
  private void fields(Part part, ContentType type) {
    Content content = part.content();
    out.string(upper(type.type())).raw(" ").string(upper(type.subtype())).raw(" ");
    parameters(type.parameters());
    out.raw(" ").nstring(content.id()).raw(" ").nstring(content.description()).raw(" ");
    out.string(upper(content.encoding())).raw(" " + part.extent().size());
  }

  // body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
  private void singleTail(Content content, boolean extended) {
    if (extended) {
      out.raw(" ").nstring(content.md5());
      tail(content);
    }
  }

  private void tail(Content content) {
    out.raw(" ");
    disposition(content.disposition());
    out.raw(" ");
    if (content.languages().isEmpty()) {
      out.nil();
    } else {
      out.strings(content.languages());
    }
    out.raw(" ").nstring(content.location());
  }

  private void disposition(Optional<Disposition> disposition) {
    if (disposition.isEmpty()) {
      out.nil();
      return;
    }
    out.raw("(").string(upper(disposition.get().type())).raw(" ");
    parameters(disposition.get().parameters());
    out.raw(")");
  }

  private void parameters(Parameters parameters) {
    if (parameters.list().isEmpty()) {
      out.nil();
      return;
    }
    out.raw("(");
    boolean first = true;
    for (Parameter parameter : parameters.list()) {
      out.raw(first ? "" : " ").string(upper(parameter.name())).raw(" ");
      out.string(parameter.value().latin1());
      first = false;
    }
    out.raw(")");
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
