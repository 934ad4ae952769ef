package org.mailstead.post;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Preview;
import org.mailstead.store.Blob;
import org.mailstead.store.BlobDraft;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;

/**
 * A message coming in: bytes are kept and understood in one pass, as they arrive. Closed without
 * {@link #finish} it leaves nothing behind.
 */
public final class Arriving extends OutputStream {
  /** Octets kept as they came: what the preview is made of mostly stands there. */
  private static final int START = 32 << 10;

  private final Blobs blobs;
  private final BlobDraft draft;
  private final MessageScanner scanner = new MessageScanner(MimeLimits.DEFAULT);
  private final byte[] one = new byte[1];
  private final ByteArrayOutputStream start = new ByteArrayOutputStream(START / 4);

  /** A message that is all there, and durable or small enough to ride in its commit. */
  public record Arrived(Blob body, MessageStructure structure, String preview) {}

  Arriving(Blobs blobs, BlobDraft draft) {
    this.blobs = blobs;
    this.draft = draft;
  }

  @Override
  public void write(int b) {
    one[0] = (byte) b;
    write(one, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int off, int len) {
    draft.write(bytes, off, len);
    scanner.write(bytes, off, len);
    start.write(bytes, off, Math.min(len, START - start.size()));
  }

  /** Ends the message, which an account will hold. */
  public Arrived finish(AccountId holder) throws IOException {
    return arrived(draft.finish(holder));
  }

  /** Ends the message, which nobody holds yet: it stays for some days, until a delivery does. */
  public Arrived finish() throws IOException {
    return arrived(draft.finish());
  }

  private Arrived arrived(Blob body) throws IOException {
    MessageStructure structure = scanner.finish();
    return new Arrived(body, structure, Preview.of(structure, source(body, start.toByteArray())));
  }

  /** The message, read from what is in memory as far as that goes. */
  private ByteSource source(Blob body, byte[] start) {
    return new ByteSource() {
      @Override
      public long length() {
        return body.size();
      }

      @Override
      public InputStream open(long from, long length) throws IOException {
        if (from >= start.length) {
          return stored(body, from, length);
        }
        int here = (int) Math.min(length, start.length - from);
        var first = new ByteArrayInputStream(start, (int) from, here);
        return here == length
            ? first
            : new SequenceInputStream(
                first, new Later(() -> stored(body, start.length, length - here)));
      }
    };
  }

  private InputStream stored(Blob body, long from, long length) throws IOException {
    return switch (body) {
      case Blob.Small(_, _, byte[] packed) -> blobs.open(packed, from, length);
      case Blob.Large(var id, _) -> blobs.open(id, from, length);
    };
  }

  @Override
  public void close() {
    draft.close();
  }
}
