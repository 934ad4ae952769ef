package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The numbers of parts and the sections of BODY[…] (RFC 9051 section 6.4.5.1). */
final class Sections {
  private Sections() {}

  static Optional<Part> part(MessageStructure message, String number) {
    Optional<Part> found = Optional.empty();
    boolean first = true;
    for (String digits : number.split("\\.", -1)) {
      int n = number(digits);
      found = first ? ofMessage(message.body(), n) : found.flatMap(part -> inside(part, n));
      first = false;
      if (found.isEmpty()) {
        break;
      }
    }
    return found;
  }

  /** A message has the parts of its multipart, or its body as part 1. */
  private static Optional<Part> ofMessage(Part body, int n) {
    return switch (body) {
      case Part.Multipart multipart -> inside(multipart, n);
      case Part.Leaf leaf -> n == 1 ? Optional.of(leaf) : Optional.empty();
      case Part.EmbeddedMessage message -> n == 1 ? Optional.of(message) : Optional.empty();
    };
  }

  private static Optional<Part> inside(Part part, int n) {
    return switch (part) {
      case Part.Leaf _ -> Optional.empty();
      case Part.EmbeddedMessage message -> ofMessage(message.body(), n);
      case Part.Multipart multipart ->
          n >= 1 && n <= multipart.parts().size()
              ? Optional.of(multipart.parts().get(n - 1))
              : Optional.empty();
    };
  }

  private static int number(String digits) {
    boolean plausible =
        !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(Ascii::isDigit);
    return plausible ? Integer.parseInt(digits) : 0;
  }

  static Optional<Range> range(MessageStructure message, String section) {
    int dot = section.lastIndexOf('.');
    String last = section.substring(dot + 1);
    Optional<Part> of = dot < 0 ? Optional.empty() : part(message, section.substring(0, dot));
    return switch (last) {
      case "" -> section.isEmpty() ? Optional.of(new Range(0, message.size())) : Optional.empty();
      case "MIME" -> of.map(Sections::header);
      case "HEADER" -> entity(message, dot, of).map(Sections::header);
      case "TEXT" -> entity(message, dot, of).map(Sections::body);
      case String _ -> part(message, section).map(Sections::body);
    };
  }

  /** The entity of the message itself, or of the message that is the part. */
  private static Optional<Part> entity(MessageStructure message, int dot, Optional<Part> of) {
    if (dot < 0) {
      return Optional.of(message.body());
    }
    return of.isPresent() && of.get() instanceof Part.EmbeddedMessage inner
        ? Optional.of(inner.body())
        : Optional.empty();
  }

  private static Range header(Part part) {
    return new Range(part.extent().start(), part.extent().body());
  }

  private static Range body(Part part) {
    return new Range(part.extent().body(), part.extent().end());
  }

  static List<NumberedPart> leaves(MessageStructure message) {
    var leaves = new ArrayList<NumberedPart>();
    switch (message.body()) {
      case Part.Multipart multipart -> collect(multipart, "", leaves);
      case Part.Leaf leaf -> leaves.add(new NumberedPart("1", leaf));
      case Part.EmbeddedMessage inner -> leaves.add(new NumberedPart("1", inner));
    }
    return List.copyOf(leaves);
  }

  private static void collect(Part.Multipart multipart, String prefix, List<NumberedPart> to) {
    for (int i = 0; i < multipart.parts().size(); i++) {
      String number = prefix + (i + 1);
      switch (multipart.parts().get(i)) {
        case Part.Multipart inner -> collect(inner, number + ".", to);
        case Part.Leaf leaf -> to.add(new NumberedPart(number, leaf));
        case Part.EmbeddedMessage message -> to.add(new NumberedPart(number, message));
      }
    }
  }
}
