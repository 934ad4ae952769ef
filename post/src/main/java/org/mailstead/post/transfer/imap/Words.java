package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** A command as it is said: octets, and after each but the last the server has to say go on. */
final class Words {
  private final List<byte[]> pieces = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();

  /**
   * @param ascii what needs no quotes
   */
  static Words of(String ascii) {
    return new Words().plain(ascii);
  }

  Words plain(String ascii) {
    piece.append(ascii);
    return this;
  }

  // astring = 1*ASTRING-CHAR / string: quoted where that is legal, else a literal
  Words string(String octets) {
    boolean quotable = octets.length() <= 500 && octets.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (quotable) {
      piece.append('"').append(octets.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      return this;
    }
    piece.append('{').append(octets.length()).append("}\r\n");
    end();
    piece.append(octets);
    return this;
  }

  private void end() {
    pieces.add(piece.toString().getBytes(ISO_8859_1));
    piece.setLength(0);
  }

  /** All of it with the line's end. */
  List<byte[]> pieces() {
    piece.append("\r\n");
    end();
    return pieces;
  }
}
