package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Strict UTF-8: what is none is refused, so that two byte strings never become one password. */
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes, int from, int length) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
    } catch (CharacterCodingException e) {
      throw new Refused(Problem.Kind.INVALID, "sasl.utf8");
    }
  }
}
