package org.mailstead.post;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;

/** A message as it was sent, without our trace fields. */
public record BlobOctets(Blob body, Blobs blobs) implements ByteSource {
  @Override
  public long length() {
    return body.size();
  }

  @Override
  public InputStream open(long from, long length) throws IOException {
    return switch (body) {
      case Blob.Small(_, _, byte[] packed) -> blobs.open(packed, from, length);
      case Blob.Large(var id, _) -> blobs.open(id, from, length);
    };
  }
}
