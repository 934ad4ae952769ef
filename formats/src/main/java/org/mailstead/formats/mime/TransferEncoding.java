package org.mailstead.formats.mime;

/** How a body is encoded for the way (RFC 2045 section 6). */
public enum TransferEncoding {
  /** 7bit, 8bit, binary, and everything that is not known: the octets are the content. */
  IDENTITY,
  BASE64,
  QUOTED_PRINTABLE,
  UUENCODE;

  /** The encoding of this name; misspellings that are seen in mail are understood. */
  public static TransferEncoding of(String name) {
    return switch (Ascii.lower(name)) {
      case "base64", "base-64", "x-base64", "b" -> BASE64;
      case "quoted-printable", "quoted_printable", "quotedprintable", "q" -> QUOTED_PRINTABLE;
      case "x-uuencode", "x-uue", "uuencode", "uue" -> UUENCODE;
      case String _ -> IDENTITY;
    };
  }
}
