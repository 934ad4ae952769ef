package org.mailstead.formats.contact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** Knows pictures by how they begin: what somebody calls them is not asked. */
public final class Picture {
  private Picture() {}

  /**
   * The media type of a raster picture; empty for anything else, such as SVG, which may have
   * scripts in it.
   *
   * @param start at least the first 16 octets
   */
  public static Optional<String> type(byte[] start) {
    String text = new String(start, 0, Math.min(16, start.length), ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of("image/gif");
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of("image/webp");
    }
    if (text.startsWith("ftypavif", 4)) {
      return Optional.of("image/avif");
    }
    return text.startsWith("BM") ? Optional.of("image/bmp") : Optional.empty();
  }
}
