package org.mailstead.filter.smime;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/**
 * What a CMS message is made of (RFC 5652 section 3), found before a library reads it: all lengths
 * are those of octets that are there, nothing lies too deep, and nothing that is held in memory is
 * large. The signed content itself may have any size; it is not held.
 *
 * @param isSigned whether it is SignedData at all; only then the rest is known
 * @param hasContent whether the content is in it
 */
record CmsFrame(boolean isSigned, boolean hasContent, int certificates, int signers) {
  /** Octets of all but the content. */
  static final int LARGEST = 512 << 10;

  static final int MOST_CERTIFICATES = 20;
  static final int MOST_SIGNERS = 5;

  /** A certificate has some hundred elements. */
  private static final int MOST_ELEMENTS = 20_000;

  /** A certificate's extensions lie some twelve deep. */
  private static final int DEEPEST = 24;

  /**
   * @throws SmimeSyntaxException when it is broken, or more than is read
   */
  static CmsFrame read(InputStream in) throws IOException, SmimeSyntaxException {
    return new Walk(in).run();
  }

  /** Goes through the elements (X.690) without calling itself. */
  private static final class Walk {
    private static final String SIGNED_DATA = "2a864886f70d010702";
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int OID = 0x06;
    private static final int CONTEXT_0 = 0xa0;
    private static final int CONSTRUCTED = 0x20;
    private static final int INDEFINITE = -1;

    // Where ContentInfo, its content, SignedData and the fields of that lie.
    private static final int CONTENT_INFO = 1;
    private static final int SIGNED = 3;
    private static final int FIELD = 4;
    private static final int ENCAPSULATED = 5;

    private final InputStream in;
    private final int[] tags = new int[DEEPEST + 1];
    private final int[] children = new int[DEEPEST + 1];

    /** Which child of its parent each is. */
    private final int[] places = new int[DEEPEST + 1];

    private final long[] ends = new long[DEEPEST + 1];
    private final boolean[] indefinite = new boolean[DEEPEST + 1];
    private int depth;
    private long at;
    private long contentOctets;
    private int elements;
    private String type = "";
    private boolean hasContent;
    private int certificates;
    private int signers;

    Walk(InputStream in) {
      this.in = new BufferedInputStream(in, 1 << 14);
      ends[0] = Long.MAX_VALUE;
    }

    CmsFrame run() throws IOException, SmimeSyntaxException {
      try {
        do {
          element();
          while (depth > 0 && !indefinite[depth] && at == ends[depth]) {
            depth--;
          }
          if (!type.isEmpty() && !type.equals(SIGNED_DATA)) {
            return new CmsFrame(false, false, 0, 0);
          }
        } while (depth > 0);
      } catch (EOFException e) {
        throw new SmimeSyntaxException("The signature is cut off.");
      }
      if (type.isEmpty()) {
        throw broken();
      }
      return new CmsFrame(true, hasContent, certificates, signers);
    }

    private static SmimeSyntaxException broken() {
      return new SmimeSyntaxException("The signature is broken and cannot be read.");
    }

    private void element() throws IOException, SmimeSyntaxException {
      int tag = octet();
      long length = length();
      if (tag == 0 && length == 0) {
        if (!indefinite[depth]) {
          throw broken();
        }
        depth--;
        return;
      }
      boolean constructed = (tag & CONSTRUCTED) != 0;
      boolean highTag = (tag & 0x1f) == 0x1f; // CMS and X.509 have none
      boolean tooLong = length > ends[depth] - at;
      if (highTag || tooLong || (length == INDEFINITE && !constructed)) {
        throw broken();
      }
      int place = children[depth]++;
      note(tag, place);
      if (constructed) {
        push(tag, place, length);
      } else {
        primitive(tag, place, length);
      }
      check();
    }

    private void push(int tag, int place, long length) throws SmimeSyntaxException {
      if (depth == DEEPEST) {
        throw new SmimeSyntaxException("The signature has too many layers.");
      }
      depth++;
      tags[depth] = tag;
      places[depth] = place;
      children[depth] = 0;
      indefinite[depth] = length == INDEFINITE;
      ends[depth] = length == INDEFINITE ? ends[depth - 1] : at + length;
    }

    private void primitive(int tag, int place, long length)
        throws IOException, SmimeSyntaxException {
      if (depth == CONTENT_INFO && place == 0) {
        if (tag != OID || length > 64) {
          throw broken();
        }
        type = HexFormat.of().formatHex(in.readNBytes((int) length));
      } else {
        in.skipNBytes(length);
      }
      at += length;
      contentOctets += inContent() ? length : 0;
    }

    /** Counts what stands below SignedData. */
    private void note(int tag, int place) throws SmimeSyntaxException {
      if (depth == 0 && tag != SEQUENCE) {
        throw broken();
      }
      if (depth == FIELD && isField()) {
        boolean encapsulated = places[FIELD] == 2;
        hasContent |= encapsulated && place == 1 && tag == CONTEXT_0;
        certificates += !encapsulated && tags[FIELD] == CONTEXT_0 ? 1 : 0;
        signers += places[FIELD] > 2 && tags[FIELD] == SET ? 1 : 0;
      }
      elements += inContent() ? 0 : 1;
    }

    private boolean isField() {
      return places[SIGNED] == 0 && places[SIGNED - 1] == 1;
    }

    /** Inside of the octets that are signed, which may come in any number of pieces. */
    private boolean inContent() {
      return depth >= ENCAPSULATED
          && isField()
          && places[FIELD] == 2
          && places[ENCAPSULATED] == 1
          && tags[ENCAPSULATED] == CONTEXT_0;
    }

    private void check() throws SmimeSyntaxException {
      if (elements > MOST_ELEMENTS || (!inContent() && at - contentOctets > LARGEST)) {
        throw new SmimeSyntaxException("The signature is larger than is looked at.");
      }
      if (certificates > MOST_CERTIFICATES) {
        throw new SmimeSyntaxException(
            "The signature brings more than " + MOST_CERTIFICATES + " certificates.");
      }
      if (signers > MOST_SIGNERS) {
        throw new SmimeSyntaxException("More than " + MOST_SIGNERS + " have signed.");
      }
    }

    private int octet() throws IOException, SmimeSyntaxException {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      if (at == ends[depth]) {
        throw broken(); // an indefinite length that its parent ends
      }
      at++;
      contentOctets += inContent() ? 1 : 0;
      return octet;
    }

    private long length() throws IOException, SmimeSyntaxException {
      int first = octet();
      if (first < 0x80) {
        return first;
      }
      if (first == 0x80) {
        return INDEFINITE;
      }
      if (first > 0x84) {
        throw broken();
      }
      long length = 0;
      for (int i = first & 0x7f; i > 0; i--) {
        length = length << 8 | octet();
      }
      return length;
    }
  }
}
