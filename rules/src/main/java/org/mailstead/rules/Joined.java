package org.mailstead.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.mailstead.formats.mime.ByteSource;

/** Several sources, one behind the other: a message that was changed here and there. */
record Joined(List<ByteSource> pieces) implements ByteSource {
  Joined {
    pieces = List.copyOf(pieces);
  }

  /** A range of a source as one of its own. */
  static ByteSource range(ByteSource of, long from, long length) {
    return new ByteSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open(long start, long count) throws IOException {
        Objects.checkFromIndexSize(start, count, length);
        return of.open(from + start, count);
      }
    };
  }

  @Override
  public long length() {
    return pieces.stream().mapToLong(ByteSource::length).sum();
  }

  @Override
  public InputStream open(long from, long length) throws IOException {
    var streams = new ArrayList<InputStream>();
    long at = 0;
    for (ByteSource piece : pieces) {
      long start = Math.max(from, at);
      long end = Math.min(from + length, at + piece.length());
      if (start < end) {
        streams.add(piece.open(start - at, end - start));
      }
      at += piece.length();
    }
    return streams.isEmpty()
        ? new ByteArrayInputStream(new byte[0])
        : new SequenceInputStream(Collections.enumeration(streams));
  }
}
