package org.mailstead.filter.smime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Content;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Part;

/**
 * In which form a message is one of S/MIME. Only its outermost entity tells: what is signed further
 * in, such as behind the words that a mailing list adds, says nothing of the message as it is
 * shown.
 */
public sealed interface SmimeForm {
  /** A signature beside what it is over (RFC 8551 section 3.5.3). */
  record Detached(Part content, Part.Leaf signature) implements SmimeForm {}

  /**
   * A signature around what it is over (RFC 8551 section 3.5.2).
   *
   * @param declared whether the message says that it is that, or only that it is S/MIME
   */
  record Opaque(Part.Leaf message, boolean declared) implements SmimeForm {}

  /** It says that it is signed, and cannot be. */
  record Broken(String why) implements SmimeForm {}

  /** Encrypted, compressed, only certificates, or signed in another way than S/MIME's. */
  record Other() implements SmimeForm {}

  /** Empty for a message that is neither S/MIME nor signed. */
  static Optional<SmimeForm> of(Part body) {
    ContentType type = body.content().type();
    if (type.is("multipart", "signed")) {
      return Optional.of(multipart(body));
    }
    boolean pkcs7 = type.is("application", "pkcs7-mime") || type.is("application", "x-pkcs7-mime");
    if (!pkcs7 && !isNamed(body.content())) {
      return Optional.empty();
    }
    if (!(body instanceof Part.Leaf leaf)) {
      return Optional.of(new Other());
    }
    return Optional.of(
        switch (parameter(type, "smime-type")) {
          case "signed-data" -> new Opaque(leaf, true);
          case "" -> new Opaque(leaf, false);
          default -> new Other();
        });
  }

  /** RFC 8551 section 3.2.1: gateways lose the type, and keep the name. */
  private static boolean isNamed(Content content) {
    return content.type().is("application", "octet-stream")
        && content.fileName().filter(name -> lower(name).endsWith(".p7m")).isPresent();
  }

  private static SmimeForm multipart(Part body) {
    String protocol = parameter(body.content().type(), "protocol");
    if (!isSignature(protocol)) {
      return new Other();
    }
    // RFC 1847 section 2.1: two parts. A third one would be shown, and nobody has signed it.
    if (!(body instanceof Part.Multipart(_, _, List<Part> parts)) || parts.size() != 2) {
      return new Broken("The message is not made of two parts, as a signed one has to be.");
    }
    if (!(parts.get(1) instanceof Part.Leaf leaf) || !isSignature(leaf.content().type().media())) {
      return new Broken("The second part of the message is not a signature.");
    }
    return new Detached(parts.getFirst(), leaf);
  }

  private static boolean isSignature(String media) {
    return media.equals("application/pkcs7-signature")
        || media.equals("application/x-pkcs7-signature");
  }

  private static String parameter(ContentType type, String name) {
    return lower(type.parameters().text(name).orElse("")).strip();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
