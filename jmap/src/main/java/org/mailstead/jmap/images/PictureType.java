package org.mailstead.jmap.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/**
 * What a picture is by its own octets, whatever somebody says that it is. None of these can run
 * anything; SVG can, and is a document.
 */
public enum PictureType {
  PNG("image/png"),
  JPEG("image/jpeg"),
  GIF("image/gif"),
  WEBP("image/webp"),
  AVIF("image/avif"),
  BMP("image/bmp"),
  ICO("image/x-icon");

  /** So many octets tell what a picture is: boxes that begin AVIF files are much smaller. */
  public static final int TELLING = 256;

  private final String media;

  PictureType(String media) {
    this.media = media;
  }

  String media() {
    return media;
  }

  /** Empty for what is no picture, or none of these. */
  public static Optional<PictureType> of(byte[] octets) {
    for (PictureType type : values()) {
      if (type.begins(octets)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private boolean begins(byte[] octets) {
    return switch (this) {
      case PNG -> is(octets, 0, "\u0089PNG\r\n\u001a\n");
      case JPEG -> is(octets, 0, "\u00ff\u00d8\u00ff");
      case GIF -> is(octets, 0, "GIF87a") || is(octets, 0, "GIF89a");
      case WEBP -> is(octets, 0, "RIFF") && is(octets, 8, "WEBPVP8");
      case AVIF -> isAvif(octets);
      // "BM" alone begins many a text: four octets of nothing, and a header of a known size
      case BMP -> is(octets, 0, "BM") && is(octets, 6, "\0\0\0\0") && isBitmap(octets);
      case ICO -> is(octets, 0, "\0\0\u0001\0") && octets.length > 22 && octets[5] == 0;
    };
  }

  private static boolean is(byte[] octets, int at, String magic) {
    byte[] wanted = magic.getBytes(ISO_8859_1);
    if (octets.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (octets[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBitmap(byte[] octets) {
    return octets.length > 18
        && is(octets, 15, "\0\0\0")
        && switch (octets[14]) {
          case 12, 40, 52, 56, 64, 108, 124 -> true;
          default -> false;
        };
  }

  /** ISO/IEC 14496-12: a box of brands comes first, and one of them says what is in the file. */
  private static boolean isAvif(byte[] octets) {
    if (!is(octets, 0, "\0\0") || !is(octets, 4, "ftyp")) {
      return false;
    }
    int box = ((octets[2] & 0xff) << 8) | (octets[3] & 0xff);
    int end = Math.min(Math.min(box, TELLING), octets.length);
    for (int at = 8; at + 4 <= end; at += 4) {
      if (is(octets, at, "avif") || is(octets, at, "avis")) {
        return true;
      }
    }
    return false;
  }
}
