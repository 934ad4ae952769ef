package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Preview;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;

/**
 * A queued message's body, read when it is needed and understood at most once a round. For one
 * thread at a time.
 */
final class Content implements ByteSource {
  private static final int BUFFER = 16 << 10;
  private static final int MAX_HEADER = 64 << 10;

  private final Letters letters;
  private final Letter letter;
  private final Blobs blobs;
  private @Nullable Blob body;
  private @Nullable MessageStructure structure;
  private @Nullable String preview;

  Content(Letters letters, Letter letter, Blobs blobs) {
    this.letters = letters;
    this.letter = letter;
    this.blobs = blobs;
  }

  synchronized Blob body() {
    Blob known = body;
    if (known == null) {
      known =
          letter.row().getSmall()
              ? new Blob.Small(letter.blob(), letter.row().getSize(), letters.body(letter))
              : new Blob.Large(letter.blob(), letter.row().getSize());
      body = known;
    }
    return known;
  }

  @Override
  public long length() {
    return letter.row().getSize();
  }

  @Override
  public InputStream open(long from, long length) throws IOException {
    return switch (body()) {
      case Blob.Small(_, _, byte[] packed) -> blobs.open(packed, from, length);
      case Blob.Large(var id, _) -> blobs.open(id, from, length);
    };
  }

  synchronized MessageStructure structure() throws IOException {
    MessageStructure known = structure;
    if (known == null) {
      var scanner = new MessageScanner(MimeLimits.DEFAULT);
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = open(0, length())) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          scanner.write(buffer, 0, read);
        }
      }
      known = scanner.finish();
      structure = known;
    }
    return known;
  }

  synchronized String preview() throws IOException {
    String known = preview;
    if (known == null) {
      known = Preview.of(structure(), this);
      preview = known;
    }
    return known;
  }

  /** Prefix and header, without the empty line, cut where it is too long to be one. */
  byte[] header() throws IOException {
    var header = new ByteArrayOutputStream();
    header.writeBytes(letter.row().getPrefix().toByteArray());
    long end = Math.min(structure().body().extent().body(), MAX_HEADER);
    try (InputStream in = open(0, end)) {
      in.transferTo(header);
    }
    String text = header.toString(ISO_8859_1);
    return (text.endsWith("\r\n\r\n") ? text.substring(0, text.length() - 2) : text)
        .getBytes(ISO_8859_1);
  }
}
