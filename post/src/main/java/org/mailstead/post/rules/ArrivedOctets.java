package org.mailstead.post.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.NewMessage;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;

/** A message that is to be delivered as it will be read: trace fields, then what was sent. */
record ArrivedOctets(NewMessage message, Blobs blobs) implements ByteSource {
  @Override
  public long length() {
    return message.size();
  }

  @Override
  public InputStream open(long from, long length) throws IOException {
    int prefix = message.prefix().length;
    int start = (int) Math.min(from, prefix);
    int end = (int) Math.min(from + length, prefix);
    var head = new ByteArrayInputStream(message.prefix(), start, end - start);
    long rest = length - (end - start);
    return rest == 0
        ? head
        : new SequenceInputStream(head, body(from + (end - start) - prefix, rest));
  }

  private InputStream body(long from, long length) throws IOException {
    return switch (message.body()) {
      case Blob.Small(_, _, byte[] packed) -> blobs.open(packed, from, length);
      case Blob.Large(var id, _) -> blobs.open(id, from, length);
    };
  }
}
