package org.mailstead.imap.url;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.imap.ImapForm;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.formats.mime.TransferEncoding;
import org.mailstead.imap.fetch.Measured;
import org.mailstead.imap.fetch.SectionOctets;
import org.mailstead.imap.fetch.WithoutNul;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.wire.WireWriter;

/** URLFETCH (RFC 4467 section 7), with what RFC 5524 adds. No mailbox need be selected. */
public final class UrlFetch {
  private final Client client;
  private final WireWriter wire;
  private final UrlAuth auth;

  public UrlFetch(Client client) {
    this.client = client;
    this.wire = client.out().wire();
    this.auth = new UrlAuth(client);
  }

  public void run(String tag, Command.UrlFetch command) throws IOException {
    for (Command.WantedUrl wanted : command.urls()) {
      tell(wanted);
    }
    client.out().ok(tag, "done");
  }

  private void tell(Command.WantedUrl wanted) throws IOException {
    Optional<UrlTarget> target = auth.fetchable(wanted.url());
    Optional<SectionOctets> octets =
        target.isEmpty() ? Optional.empty() : target.get().octets(client);
    wire.print("* URLFETCH ").print(Responses.string(wanted.url(), false)).print(" ");
    if (octets.isEmpty()) {
      wire.print("NIL").crlf();
      return;
    }
    Set<Command.UrlItem> items = wanted.items();
    if (items.isEmpty()) {
      literal(octets.get());
    }
    boolean first = true;
    for (Command.UrlItem item : items) {
      wire.print(first ? "(" : " (").print(item.name()).print(" ");
      first = false;
      switch (item) {
        case BODYPARTSTRUCTURE -> structure(target.get());
        case BODY -> literal(octets.get());
        case BINARY -> binary(target.get(), octets.get());
      }
      wire.print(")");
    }
    wire.crlf();
  }

  private void literal(SectionOctets octets) throws IOException {
    try (InputStream in = octets.opening().open()) {
      wire.print("{").print(octets.size()).print("}\r\n");
      if (wire.copy(new WithoutNul(in)) != octets.size()) {
        throw new IOException("a message is shorter than it should be");
      }
    }
  }

  /** The part whose body the URL names: only that has a structure and an encoding. */
  private Optional<Part> part(UrlTarget target) {
    FetchItem.Section section = target.url().section();
    boolean isPart =
        section.fields() == FetchItem.Fields.ALL
            && section.range().chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    if (!isPart) {
      return Optional.empty();
    }
    MessageStructure all =
        client.post().emails().structure(target.location().owner(), target.email());
    return section.range().isEmpty() ? Optional.of(all.body()) : all.at(section.range());
  }

  private void structure(UrlTarget target) throws IOException {
    Optional<Part> part = part(target);
    if (part.isEmpty()) {
      wire.print("NIL"); // a header has none
    } else {
      wire.write(ImapForm.structure(part.get(), true));
    }
  }

  /** The part without its transfer encoding; NIL when that is unknown. */
  private void binary(UrlTarget target, SectionOctets octets) throws IOException {
    Optional<Part> part = part(target).filter(_ -> !target.url().section().range().isEmpty());
    String name = part.map(known -> known.content().encoding()).orElse("binary");
    TransferEncoding encoding = TransferEncoding.of(name);
    boolean known =
        encoding != TransferEncoding.IDENTITY || Set.of("7bit", "8bit", "binary").contains(name);
    if (!known) {
      wire.print("NIL");
      return;
    }
    SectionOctets all = octets;
    if (target.url().partial().isPresent() && encoding != TransferEncoding.IDENTITY) {
      // Octets out of the middle of base64 cannot be decoded: the part is, then it is cut.
      ImapUrl whole = target.url().whole();
      all = new UrlTarget(target.location(), target.email(), whole).octets(client).orElseThrow();
    }
    decoded(
        all,
        encoding,
        encoding == TransferEncoding.IDENTITY ? Optional.empty() : target.url().partial());
  }

  private void decoded(
      SectionOctets octets, TransferEncoding encoding, Optional<FetchItem.Partial> partial)
      throws IOException {
    SectionOctets.Opening opening = () -> TransferDecoder.of(octets.opening().open(), encoding);
    // Twice through the part, rather than the part in memory.
    Measured measured = Measured.of(opening);
    long skip = partial.map(asked -> Math.min(asked.offset(), measured.size())).orElse(0L);
    long rest = measured.size() - skip;
    long count = partial.map(asked -> Math.min(asked.count(), rest)).orElse(rest);
    wire.print(measured.hasNul() ? "~{" : "{").print(count).print("}\r\n");
    try (InputStream in = opening.open()) {
      in.skipNBytes(skip);
      Measured.copy(in, count, wire);
    }
  }
}
