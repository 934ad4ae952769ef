package org.mailstead.imap.sharing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.search.StoredFilters;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.Annotations;
import org.mailstead.post.Right;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** GETMETADATA and SETMETADATA (RFC 5464 section 4), and the METADATA of LIST (RFC 9590). */
public record Metadata(Client client) {
  /** How to reach who runs the server; computed, and nobody's to change (section 3.2.1.1). */
  private static final String ADMIN = "/shared/admin";

  /** What all may write for all: filters (RFC 5466). The rest of the shared is the operator's. */
  private static final List<String> PUBLIC =
      List.of("/shared/filters/values/", "/shared/filters/descriptions/");

  private static final int MAX_QUOTED = 1000;

  public void get(String tag, Command.GetMetadata command) throws IOException {
    Optional<Location> location = location(command.mailbox());
    List<Annotation> found = find(subject(location), command);
    long limit = command.maxSize().orElse(Long.MAX_VALUE);
    long longest = found.stream().mapToLong(Metadata::size).filter(n -> n > limit).max().orElse(0);
    tell(name(location), found.stream().filter(note -> size(note) <= limit).toList());
    String code = longest > 0 ? "[METADATA LONGENTRIES " + longest + "] " : "";
    client.out().ok(tag, code + "done");
  }

  private static long size(Annotation note) {
    return note.value().map(value -> value.length).orElse(0);
  }

  /** The mailbox; empty for the server. */
  private Optional<Location> location(String sent) {
    return sent.isEmpty() ? Optional.empty() : Optional.of(mailbox(sent));
  }

  private Location mailbox(String sent) {
    Location at = client.mailbox(sent, Right.LOOKUP);
    if (!Client.mayAnnotate(client.rights(at))) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
    return at;
  }

  private Annotations.Subject subject(Optional<Location> location) {
    return location
        .map(at -> Annotations.Subject.mailbox(at.owner(), at.mailbox().id(), client.account()))
        .orElseGet(() -> Annotations.Subject.server(client.account()));
  }

  private String name(Optional<Location> location) {
    return client.spell(location.map(client::path).orElse(""));
  }

  private List<Annotation> find(Annotations.Subject subject, Command.GetMetadata command) {
    List<Annotation> asked = values(subject, command.entries());
    if (command.levels() == 0) {
      return asked;
    }
    List<Annotation> found = new ArrayList<>(asked);
    for (boolean isPrivate : new boolean[] {true, false}) {
      if (command.entries().stream().noneMatch(entry -> entry.isPrivate() == isPrivate)) {
        continue;
      }
      client.post().annotations().all(subject, isPrivate).stream()
          .filter(note -> isBelow(note.name(), command) && !isIn(found, note.name()))
          .forEach(found::add);
    }
    return found;
  }

  private static boolean isBelow(AnnotationName name, Command.GetMetadata command) {
    return command.entries().stream().anyMatch(entry -> name.isWithin(entry, command.levels()));
  }

  private static boolean isIn(List<Annotation> notes, AnnotationName name) {
    return notes.stream().anyMatch(note -> note.name().folded().equals(name.folded()));
  }

  private List<Annotation> values(Annotations.Subject subject, List<AnnotationName> names) {
    return client.post().annotations().get(subject, names).stream()
        .map(note ->
            subject.mailbox().isEmpty() && note.name().folded().equals(ADMIN)
                ? new Annotation(note.name(), Optional.of(admin()))
                : note)
        .toList();
  }

  private byte[] admin() {
    return ("mailto:postmaster@" + client.address().domain()).getBytes(US_ASCII);
  }

  /** What LIST tells of a mailbox: all that was asked for, NIL for what is not there. */
  public void tell(Location location, String path, List<AnnotationName> entries)
      throws IOException {
    tell(client.spell(path), values(subject(Optional.of(location)), entries));
  }

  // metadata-resp = "METADATA" SP mailbox SP entry-values
  private void tell(String mailbox, List<Annotation> notes) throws IOException {
    if (notes.isEmpty()) {
      return;
    }
    WireWriter wire = client.out().wire();
    wire.print("* METADATA ").print(mailbox).print(" (");
    boolean first = true;
    for (Annotation note : notes) {
      wire.print(first ? "" : " ").print(entry(note.name().spelling())).print(" ");
      first = false;
      if (note.value().isPresent()) {
        value(wire, note.value().get());
      } else {
        wire.print("NIL");
      }
    }
    wire.print(")").crlf();
  }

  /** A name as it goes out: an atom where it can be one. */
  static String entry(String name) {
    boolean atom = name.chars().allMatch(c -> c > ' ' && "(){%*\"\\]".indexOf(c) < 0);
    return atom ? name : Responses.string(name, false);
  }

  // value = nstring / literal8
  private static void value(WireWriter wire, byte[] octets) throws IOException {
    boolean quotable = octets.length <= MAX_QUOTED;
    boolean hasNul = false;
    for (byte octet : octets) {
      quotable &= octet >= ' ' && octet < 0x7f;
      hasNul |= octet == 0;
    }
    if (quotable) {
      wire.print(Responses.string(new String(octets, US_ASCII), false));
    } else {
      wire.print(hasNul ? "~{" : "{").print(octets.length).print("}\r\n").write(octets);
    }
  }

  public void set(String tag, Command.SetMetadata command) throws IOException {
    Optional<Location> location = location(command.mailbox());
    if (location.isEmpty()) {
      checkServer(command.notes());
    } else {
      checkShared(location.get(), command.notes());
    }
    client.post().annotations().set(subject(location), command.notes(), client.writer());
    client.out().ok(tag, "done");
  }

  /** Who may only read does not change what all see. */
  private void checkShared(Location at, List<Annotation> notes) {
    boolean shared = notes.stream().anyMatch(note -> !note.name().isPrivate());
    if (shared && !client.rights(at).has(Right.WRITE)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
  }

  private static void checkServer(List<Annotation> notes) {
    for (Annotation note : notes) {
      String name = note.name().folded();
      if (!note.name().isPrivate() && PUBLIC.stream().noneMatch(name::startsWith)) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "annotation.operator", name);
      }
    }
    for (Annotation note : notes) {
      boolean filter = StoredFilters.isFilter(note.name());
      if (filter && note.value().filter(v -> !StoredFilters.isGood(note.name(), v)).isPresent()) {
        throw new Refused(Problem.Kind.INVALID, "annotation.filter", note.name().spelling());
      }
    }
    if (notes.stream().map(note -> note.name().isPrivate()).distinct().count() > 1) {
      // They lie in two partitions, and all or none must be set (section 4.3).
      throw new Refused(Problem.Kind.UNSUPPORTED, "annotation.mixed");
    }
  }
}
