package org.mailstead.formats.mime;

import java.io.InputStream;
import java.util.Arrays;

/**
 * Base64 (RFC 2045 section 6.8). What is no letter of it is skipped; padding ends a group and not
 * the body, since programs join encoded pieces; missing padding is no loss. Reads the letters of
 * the URL alphabet as well.
 */
final class Base64Decoder extends TransferDecoder {
  private static final byte[] VALUES = values();

  private int bits;
  private int letters;

  Base64Decoder(InputStream in) {
    super(in);
  }

  private static byte[] values() {
    var values = new byte[256];
    Arrays.fill(values, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    values['-'] = 62;
    values['_'] = 63;
    return values;
  }

  @Override
  void octet(int octet) {
    int value = VALUES[octet];
    if (value >= 0) {
      bits = bits << 6 | value;
      if (++letters == 4) {
        emit(bits >> 16);
        emit(bits >> 8);
        emit(bits);
        letters = 0;
      }
    } else if (octet == '=') {
      end();
    }
  }

  @Override
  void end() {
    if (letters == 2) {
      emit(bits >> 4);
    } else if (letters == 3) {
      emit(bits >> 10);
      emit(bits >> 2);
    }
    letters = 0;
  }
}
