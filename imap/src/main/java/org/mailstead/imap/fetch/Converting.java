package org.mailstead.imap.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.Conversion;
import org.mailstead.imap.grammar.ConvertItem;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.Email;
import org.mailstead.post.Emails;
import org.mailstead.wire.WireWriter;

/** CONVERT and UID CONVERT (RFC 5259). They set no \Seen. */
public final class Converting {
  private static final int MAX_MESSAGES = 50;
  private static final int MAX_PARTS = 20;
  private static final int MAX_HEADER = 1 << 20;

  private final Client client;
  private final Selected in;
  private final Command.Convert command;
  private final ConvertedParts kept;
  private final Converter converter;
  private final WireWriter wire;
  private boolean some;

  /**
   * @param kept what the session has converted before
   */
  public Converting(Client client, Selected in, Command.Convert command, ConvertedParts kept) {
    this.client = client;
    this.in = in;
    this.command = command;
    this.kept = kept;
    this.converter = new Converter(command.conversion());
    this.wire = client.out().wire();
  }

  public Answer run() throws IOException, SyntaxException {
    BitSet wanted = in.find(command.messages(), command.uid());
    if (wanted.cardinality() > MAX_MESSAGES) {
      return Answer.no("[MAXCONVERTMESSAGES " + MAX_MESSAGES + "] that is too many");
    }
    if (command.items().size() > MAX_PARTS) {
      return Answer.no("[MAXCONVERTPARTS " + MAX_PARTS + "] that is too many");
    }
    boolean gone = false;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      long number = in.told().get(i).email();
      Map<Long, Email> found = emails().get(in.account(), List.of(number));
      gone |= found.isEmpty();
      for (Email email : found.values()) {
        tell(i, email);
      }
    }
    if (gone) {
      return Answer.no("[EXPUNGEISSUED] some of the messages are gone");
    }
    return some || wanted.isEmpty() || command.items().isEmpty()
        ? Answer.ok("done")
        : Answer.no("no conversion was possible");
  }

  private Emails emails() {
    return client.post().emails();
  }

  // message-data =/ nz-number SP "CONVERTED" SP convert-correlator SP convert-msg-attrs
  private void tell(int index, Email email) throws IOException {
    var message = new Message(email);
    wire.print("* ").print(index + 1).print(" CONVERTED (TAG ");
    wire.print(Responses.string(command.tag(), false)).print(") (");
    boolean first = true;
    if (command.uid() || command.items().isEmpty()) {
      wire.print("UID ").print(in.told().uid(index));
      first = false;
    }
    for (ConvertItem item : command.items()) {
      wire.print(first ? "" : " ").print(item.name()).print(" ");
      first = false;
      switch (item) {
        case ConvertItem.Uid() -> wire.print(in.told().uid(index));
        case ConvertItem.Binary(String part, var partial) -> binary(message.part(part), partial);
        case ConvertItem.BinarySize(String part) ->
            told(message.part(part), made -> Integer.toString(made.octets().length));
        case ConvertItem.Structure(String part) ->
            told(message.part(part), Converted.Part::structure);
        case ConvertItem.Available(String part) -> available(message.source(part));
        case ConvertItem.Header(String section) -> header(message, section);
      }
    }
    wire.print(")").crlf();
  }

  /** What is told of a converted part. */
  @FunctionalInterface
  private interface Telling {
    String of(Converted.Part made);
  }

  private void told(Converted converted, Telling telling) throws IOException {
    switch (converted) {
      case Converted.Part made -> {
        some = true;
        wire.print(telling.of(made));
      }
      case Converted.Failed failed -> wire.print(failed.phrase(client.out().wording()));
    }
  }

  private void binary(Converted converted, Optional<FetchItem.Partial> partial) throws IOException {
    if (converted instanceof Converted.Part made) {
      byte[] octets = made.octets();
      int skip = partial.map(asked -> (int) Math.min(asked.offset(), octets.length)).orElse(0);
      int rest = octets.length - skip;
      int count = partial.map(asked -> (int) Math.min(asked.count(), rest)).orElse(rest);
      some = true;
      wire.print(made.hasNul() ? "~{" : "{").print(count).print("}\r\n");
      wire.write(octets, skip, count);
    } else {
      told(converted, _ -> "");
    }
  }

  // mimetype-list = "(" "(" [quoted-to-mime-type *(SP quoted-to-mime-type)] ")" ")"
  private void available(Optional<Part> part) throws IOException {
    if (part.isEmpty()) {
      told(Converted.noSuchPart(command.conversion()), _ -> "");
      return;
    }
    String from = part.get().content().type().media();
    Optional<Converted.Failed> obstacle = converter.obstacle(from);
    if (obstacle.isPresent()) {
      told(obstacle.get(), _ -> "");
      return;
    }
    some = true;
    List<String> types =
        command.conversion().target().map(List::of).orElse(Conversion.targets(from));
    wire.print(
        types.stream()
            .map(type -> "\"" + type + "\"")
            .collect(Collectors.joining(" ", "((", "))")));
  }

  private void header(Message message, String section) throws IOException {
    String name = command.conversion().parameters().getOrDefault(Conversion.CHARSET, "utf-8");
    Optional<Charset> charset = Converter.charset(name);
    Optional<SectionOctets> octets =
        SectionOctets.of(
            emails(),
            in.account(),
            message.email,
            FetchItem.Section.of(section),
            Optional.of(new FetchItem.Partial(0, MAX_HEADER)));
    if (octets.isEmpty() || charset.isEmpty()) {
      wire.print("NIL"); // the grammar has no error phrase for headers
      return;
    }
    byte[] header;
    try (InputStream stream = new WithoutNul(octets.get().opening().open())) {
      header = stream.readAllBytes();
    }
    Optional<String> replacement =
        Optional.ofNullable(command.conversion().parameters().get(Conversion.REPLACEMENT))
            .map(ImapReader::utf8);
    byte[] now = new HeaderConversion(charset.get(), name, replacement).convert(header);
    some = true;
    wire.print("{").print(now.length).print("}\r\n").write(now);
  }

  /** One message; what is asked of a part twice is converted once. */
  private final class Message {
    private final Email email;
    private final MessageStructure structure;
    private final Map<String, Converted> made = new HashMap<>();

    Message(Email email) {
      this.email = email;
      this.structure = emails().structure(in.account(), email);
    }

    Optional<Part> source(String number) {
      return number.isEmpty() ? Optional.of(structure.body()) : structure.at(number);
    }

    Converted part(String number) throws IOException {
      Converted known = made.get(number);
      if (known == null) {
        known = kept.get(in.account(), email.number(), number, command.conversion());
      }
      if (known == null) {
        known = convert(number);
        kept.keep(in.account(), email.number(), number, command.conversion(), known);
      }
      made.clear(); // one at a time in memory
      made.put(number, known);
      return known;
    }

    private Converted convert(String number) throws IOException {
      Optional<Part> part = source(number);
      if (part.isEmpty()) {
        return Converted.noSuchPart(command.conversion());
      }
      ByteSource bytes = emails().bytes(in.account(), email);
      return part.get() instanceof Part.Leaf leaf && !number.isEmpty()
          ? converter.convert(leaf, bytes)
          : whole(number, part.get());
    }

    /** Only leaves are converted; without a number the message itself is meant. */
    private Converted whole(String number, Part part) {
      String from = number.isEmpty() ? "message/rfc822" : part.content().type().media();
      return Converted.bad(
          "that cannot be converted so", from, command.conversion().becomes(from), Map.of());
    }
  }
}
