package org.mailstead.formats.mime;

import java.util.List;
import java.util.Optional;

/** What a message that we write consists of. */
public sealed interface Body {
  /** A parameter of a type or disposition, in characters. */
  record Parameter(String name, String value) {}

  /**
   * Text, with line ends of any kind.
   *
   * @param subtype plain, html, calendar …
   */
  record Text(String subtype, String text, List<Parameter> parameters) implements Body {
    public Text {
      parameters = List.copyOf(parameters);
    }

    /** Plain text. */
    public static Text plain(String text) {
      return new Text("plain", text, List.of());
    }

    /** HTML. */
    public static Text html(String html) {
      return new Text("html", html, List.of());
    }
  }

  /**
   * Bytes of any kind, sent as base64.
   *
   * @param type as {@code image/png}
   * @param fileName empty for none
   * @param contentId without angle brackets; a part with one is shown inline
   */
  record Attachment(String type, String fileName, Optional<String> contentId, ByteSource content)
      implements Body {}

  /**
   * Bytes that stand as they are: lines of at most 998 octets. Used for messages (message/rfc822,
   * message/global), their headers (text/rfc822-headers) and delivery status.
   */
  record Verbatim(String type, Octets content) implements Body {}

  /**
   * Several parts.
   *
   * @param subtype mixed, alternative, related, report …
   * @param parts at least one
   */
  record Multi(String subtype, List<Parameter> parameters, List<Body> parts) implements Body {
    public Multi {
      parameters = List.copyOf(parameters);
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a multipart without parts");
      }
    }
  }

  /** Plain text and HTML of the same content, the richer form last (RFC 2046 section 5.1.4). */
  static Multi alternative(String plain, String html) {
    return new Multi("alternative", List.of(), List.of(Text.plain(plain), Text.html(html)));
  }

  /** A body with attachments. */
  static Multi mixed(List<Body> parts) {
    return new Multi("mixed", List.of(), parts);
  }

  /**
   * A delivery report (RFC 3464, RFC 6533): what happened in words, for programs, and the message.
   *
   * @param returned the message or its header, as {@link Verbatim}
   */
  static Multi deliveryReport(Text words, DeliveryStatus status, Verbatim returned) {
    return new Multi(
        "report",
        List.of(new Parameter("report-type", status.reportType())),
        List.of(words, status.body(), returned));
  }

  /** A message to send back whole; the type follows from whether it needs SMTPUTF8 (RFC 6533). */
  static Verbatim message(Octets message, boolean internationalized) {
    return new Verbatim(internationalized ? "message/global" : "message/rfc822", message);
  }

  /** A header to send back (RFC 6522 section 4, RFC 6533 section 6.3). */
  static Verbatim header(Octets header, boolean internationalized) {
    return new Verbatim(
        internationalized ? "message/global-headers" : "text/rfc822-headers", header);
  }
}
