package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.Content;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Disposition;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Parameter;
import org.mailstead.formats.mime.Parameters;
import org.mailstead.formats.mime.Part;
import org.mailstead.post.rows.AddressRow;
import org.mailstead.post.rows.EnvelopeRow;
import org.mailstead.post.rows.ParameterRow;
import org.mailstead.post.rows.PartRow;
import org.mailstead.post.rows.StructureRow;

/**
 * A message's structure as it is stored. The header's fields are not: they are read from the
 * message's own first bytes when somebody asks for them.
 */
final class StructureCodec {
  private static final int HAS_DATE = 1;
  private static final int HAS_SUBJECT = 2;
  private static final int HAS_IN_REPLY_TO = 4;
  private static final int HAS_MESSAGE_ID = 8;

  /** Parts inside each other; the codec of rows reads a hundred levels. */
  private static final int MAX_DEPTH = 50;

  private StructureCodec() {}

  /** Whether what is written can be read again. */
  static boolean isReadable(Part part) {
    return isReadable(part, MAX_DEPTH);
  }

  private static boolean isReadable(Part part, int levels) {
    return levels > 0
        && switch (part) {
          case Part.Leaf _ -> true;
          case Part.Multipart multipart ->
              multipart.parts().stream().allMatch(p -> isReadable(p, levels - 1));
          case Part.EmbeddedMessage message -> isReadable(message.body(), levels - 1);
        };
  }

  static StructureRow write(MessageStructure structure) {
    return StructureRow.newBuilder()
        .setSize(structure.size())
        .setHeaderEnd(structure.body().extent().body())
        .setBody(part(structure.body()))
        .build();
  }

  /** The structure without its header's fields and envelope. */
  static MessageStructure read(StructureRow row) {
    return new MessageStructure(
        row.getSize(), List.of(), false, Envelope.EMPTY, part(row.getBody()));
  }

  private static PartRow part(Part part) {
    PartRow.Builder row = PartRow.newBuilder();
    Extent extent = part.extent();
    row.setStart(extent.start())
        .setBody(extent.body())
        .setEnd(extent.end())
        .setLines(extent.lines());
    content(row, part.content());
    switch (part) {
      case Part.Leaf _ -> {}
      case Part.Multipart multipart -> multipart.parts().forEach(p -> row.addParts(part(p)));
      case Part.EmbeddedMessage message ->
          row.setEnvelope(envelope(message.envelope())).setMessage(part(message.body()));
    }
    return row.build();
  }

  private static void content(PartRow.Builder row, Content content) {
    row.setType(content.type().type())
        .setSubtype(content.type().subtype())
        .addAllParameters(parameters(content.type().parameters()))
        .setEncoding(content.encoding())
        .addAllLanguages(content.languages());
    content.id().ifPresent(id -> row.setId(bytes(id)));
    content.description().ifPresent(text -> row.setDescription(bytes(text)));
    content.location().ifPresent(text -> row.setLocation(bytes(text)));
    content.md5().ifPresent(text -> row.setMd5(bytes(text)));
    content
        .disposition()
        .ifPresent(disposition ->
            row.setDisposition(disposition.type())
                .addAllDispositionParameters(parameters(disposition.parameters())));
  }

  private static List<ParameterRow> parameters(Parameters parameters) {
    return parameters.list().stream()
        .map(p -> ParameterRow.newBuilder().setName(p.name()).setValue(bytes(p.value())).build())
        .toList();
  }

  private static Part part(PartRow row) {
    var extent = new Extent(row.getStart(), row.getBody(), row.getEnd(), row.getLines());
    Content content = content(row);
    if (row.hasMessage()) {
      return new Part.EmbeddedMessage(
          extent, content, envelope(row.getEnvelope()), part(row.getMessage()));
    }
    if (row.getPartsCount() > 0) {
      List<Part> parts = row.getPartsList().stream().map(StructureCodec::part).toList();
      return new Part.Multipart(extent, content, parts);
    }
    return new Part.Leaf(extent, content);
  }

  private static Content content(PartRow row) {
    Optional<Disposition> disposition =
        row.getDisposition().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Disposition(
                    row.getDisposition(), parameters(row.getDispositionParametersList())));
    return new Content(
        new ContentType(row.getType(), row.getSubtype(), parameters(row.getParametersList())),
        row.getEncoding(),
        octets(row.getId()),
        octets(row.getDescription()),
        disposition,
        row.getLanguagesList(),
        octets(row.getLocation()),
        octets(row.getMd5()));
  }

  private static Parameters parameters(List<ParameterRow> rows) {
    return new Parameters(
        rows.stream().map(r -> new Parameter(r.getName(), plain(r.getValue()))).toList());
  }

  private static EnvelopeRow envelope(Envelope envelope) {
    int present =
        (envelope.date().isPresent() ? HAS_DATE : 0)
            | (envelope.subject().isPresent() ? HAS_SUBJECT : 0)
            | (envelope.inReplyTo().isPresent() ? HAS_IN_REPLY_TO : 0)
            | (envelope.messageId().isPresent() ? HAS_MESSAGE_ID : 0);
    return EnvelopeRow.newBuilder()
        .setDate(bytes(envelope.date()))
        .setSubject(bytes(envelope.subject()))
        .addAllFrom(addresses(envelope.from()))
        .addAllSender(addresses(envelope.sender()))
        .addAllReplyTo(addresses(envelope.replyTo()))
        .addAllTo(addresses(envelope.to()))
        .addAllCc(addresses(envelope.cc()))
        .addAllBcc(addresses(envelope.bcc()))
        .setInReplyTo(bytes(envelope.inReplyTo()))
        .setMessageId(bytes(envelope.messageId()))
        .setPresent(present)
        .build();
  }

  private static Envelope envelope(EnvelopeRow row) {
    int present = row.getPresent();
    return new Envelope(
        given(row.getDate(), present, HAS_DATE),
        given(row.getSubject(), present, HAS_SUBJECT),
        read(row.getFromList()),
        read(row.getSenderList()),
        read(row.getReplyToList()),
        read(row.getToList()),
        read(row.getCcList()),
        read(row.getBccList()),
        given(row.getInReplyTo(), present, HAS_IN_REPLY_TO),
        given(row.getMessageId(), present, HAS_MESSAGE_ID));
  }

  private static Optional<Octets> given(ByteString value, int present, int bit) {
    return (present & bit) == 0 ? Optional.empty() : Optional.of(plain(value));
  }

  private static List<AddressRow> addresses(List<? extends Address> addresses) {
    return addresses.stream().map(StructureCodec::address).toList();
  }

  private static AddressRow address(Address address) {
    return switch (address) {
      case Address.Mailbox(var name, var route, Octets local, Octets domain) ->
          AddressRow.newBuilder()
              .setName(bytes(name))
              .setNamed(name.isPresent())
              .setRoute(bytes(route))
              .setRouted(route.isPresent())
              .setLocal(bytes(local))
              .setDomain(bytes(domain))
              .build();
      case Address.Group(Octets name, var members) ->
          AddressRow.newBuilder()
              .setGroup(true)
              .setName(bytes(name))
              .addAllMembers(addresses(members))
              .build();
    };
  }

  private static List<Address> read(List<AddressRow> rows) {
    return rows.stream()
        .<Address>map(row ->
            row.getGroup()
                ? new Address.Group(
                    plain(row.getName()),
                    row.getMembersList().stream().map(StructureCodec::mailbox).toList())
                : mailbox(row))
        .toList();
  }

  private static Address.Mailbox mailbox(AddressRow row) {
    return new Address.Mailbox(
        row.getNamed() ? Optional.of(plain(row.getName())) : Optional.empty(),
        row.getRouted() ? Optional.of(plain(row.getRoute())) : Optional.empty(),
        plain(row.getLocal()),
        plain(row.getDomain()));
  }

  private static ByteString bytes(Octets octets) {
    return ByteString.copyFrom(octets.bytes());
  }

  private static ByteString bytes(Optional<Octets> octets) {
    return octets.map(StructureCodec::bytes).orElse(ByteString.EMPTY);
  }

  private static Octets plain(ByteString bytes) {
    return Octets.of(bytes.toByteArray());
  }

  private static Optional<Octets> octets(ByteString bytes) {
    return bytes.isEmpty() ? Optional.empty() : Optional.of(plain(bytes));
  }
}
