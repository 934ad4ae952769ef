package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.sieve.Place;

/** Replaces and encloses parts (RFC 5703 sections 5 and 6). */
final class Surgery {
  private static final int MAX_ENCLOSED = 32 << 20;
  private static final String VERSION = "MIME-Version: 1.0\r\n";

  /** What stands in a part's place from the end of the outermost loop on. */
  private record Splice(long start, long end, ByteSource octets) {}

  private final Mail mail;
  private final List<Splice> splices = new ArrayList<>();

  Surgery(Mail mail) {
    this.mail = mail;
  }

  void replace(Step.Replace step, Scene at) {
    Variables variables = at.variables();
    String text = variables.text(step.replacement());
    String entity = step.mime() ? text : built(Body.Text.plain(text)).substring(VERSION.length());
    Extent extent = at.loops().isEmpty() ? whole() : at.loops().getLast().part().extent();
    if (extent.start() > 0 || extent.end() < mail.base().length()) {
      if (splices.size() > 1000) {
        throw new Failed(step.place(), "the script replaces too many parts");
      }
      splices.add(new Splice(extent.start(), extent.end(), ByteSource.of(entity.getBytes(UTF_8))));
      return;
    }
    var head = new StringBuilder();
    kept(step.subject(), step.from(), variables, head);
    ByteSource fields = ByteSource.of((head + VERSION).getBytes(ISO_8859_1));
    ByteSource content = ByteSource.of(entity.getBytes(UTF_8));
    splices.add(new Splice(0, mail.base().length(), new Joined(List.of(fields, content))));
    if (at.loops().isEmpty()) {
      finish();
    }
  }

  private Extent whole() {
    return new Extent(0, 0, mail.base().length(), 0);
  }

  /** The message's own fields, without those that tell of the content that is gone. */
  private void kept(
      Optional<Text> subject, Optional<Text> from, Variables variables, StringBuilder head) {
    for (MailField field : mail.fields().fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean replaced =
          (name.equals("subject") && subject.isPresent())
              || (name.equals("from") && from.isPresent());
      if (replaced) {
        head.append("Original-").append(field.octets().latin1());
      } else if (!name.startsWith("content-") && !name.equals("mime-version")) {
        head.append(field.octets().latin1());
      }
    }
    if (!head.isEmpty() && head.charAt(head.length() - 1) != '\n') {
      head.append("\r\n");
    }
    subject.ifPresent(text -> head.append(field("Subject", variables.text(text))));
    from.ifPresent(text -> head.append(field("From", variables.text(text))));
  }

  private static String field(String name, String value) {
    return new String(Edit.field(name, value.replaceAll("[\\p{Cntrl}]+", " ")), ISO_8859_1);
  }

  private static String built(Body body) {
    try {
      return new String(new MessageBuilder(false).toBytes(body), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the message into a new one, behind a text. */
  void enclose(Step.Enclose step, Scene at) {
    Variables variables = at.variables();
    ByteSource octets = mail.content().octets();
    if (octets.length() > MAX_ENCLOSED) {
      throw new Failed(step.place(), "the message is too large to be enclosed");
    }
    var head = new StringBuilder();
    for (String line : variables.texts(step.fields())) {
      head.append(line(step.place(), line));
    }
    kept(step.subject(), Optional.empty(), variables, head);
    Body inner = Body.message(Octets.of(Mail.bytes(octets, 0, octets.length())), false);
    Body body = Body.mixed(List.of(Body.Text.plain(variables.text(step.text())), inner));
    splices.clear();
    mail.become(ByteSource.of((head + built(body)).getBytes(ISO_8859_1)));
  }

  private static String line(Place place, String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).strip();
    if (!CommonTags.isFieldName(name)) {
      throw new Failed(place, CommonTags.notAField(line));
    }
    return field(name, line.substring(colon + 1).strip());
  }

  /** The outermost loop is over: what was replaced is seen from here on. */
  void finish() {
    if (splices.isEmpty()) {
      return;
    }
    splices.sort(
        Comparator.comparingLong(Splice::start)
            .thenComparing(Splice::end, Comparator.reverseOrder()));
    var pieces = new ArrayList<ByteSource>();
    long at = 0;
    if (splices.getFirst().start() >= mail.bodyStart()) {
      pieces.add(mail.head());
      at = mail.bodyStart();
    }
    for (Splice splice : splices) {
      if (splice.start() >= at) { // what lies in a part that is gone is gone
        pieces.add(Joined.range(mail.base(), at, splice.start() - at));
        pieces.add(splice.octets());
        at = splice.end();
      }
    }
    pieces.add(Joined.range(mail.base(), at, mail.base().length() - at));
    splices.clear();
    mail.become(new Joined(pieces));
  }
}
