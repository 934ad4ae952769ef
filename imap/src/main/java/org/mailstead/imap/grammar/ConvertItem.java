package org.mailstead.imap.grammar;

import java.util.Optional;

/** What CONVERT tells of a message (RFC 5259 section 6). */
public sealed interface ConvertItem {
  /** Its uid, which comes first. */
  record Uid() implements ConvertItem {}

  /** A part, converted. */
  record Binary(String part, Optional<FetchItem.Partial> partial) implements ConvertItem {}

  record BinarySize(String part) implements ConvertItem {}

  /** What BODYSTRUCTURE would say of the converted part. */
  record Structure(String part) implements ConvertItem {}

  /** The types that a part can become. */
  record Available(String part) implements ConvertItem {}

  /** A header with its encoded words in another character set. */
  record Header(String section) implements ConvertItem {}

  /** How the answer names it. */
  default String name() {
    return switch (this) {
      case Uid() -> "UID";
      case Binary(String part, var partial) ->
          "BINARY[" + part + "]" + FetchGrammar.origin(partial);
      case BinarySize(String part) -> "BINARY.SIZE[" + part + "]";
      case Structure(String part) -> "BODYPARTSTRUCTURE[" + part + "]";
      case Available(String part) -> "AVAILABLECONVERSIONS[" + part + "]";
      case Header(String section) -> "BODY[" + section + "]";
    };
  }
}
