package org.mailstead.imap.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Range;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.post.Email;
import org.mailstead.post.Emails;
import org.mailstead.words.AccountId;

/** The octets that BODY[…] stands for, to be read rather than sent. */
public record SectionOctets(long size, Opening opening) {
  /** Opens the octets; they are read as a stream, whatever their number. */
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }

  /** Empty when the message has no such section. */
  public static Optional<SectionOctets> of(
      Emails emails,
      AccountId account,
      Email email,
      FetchItem.Section section,
      Optional<FetchItem.Partial> partial)
      throws IOException {
    ByteSource bytes = emails.bytes(account, email);
    Optional<Range> range =
        section.range().isEmpty()
            ? Optional.of(new Range(0, email.size()))
            : emails.structure(account, email).section(section.range());
    if (range.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (section.fields()) {
          case ALL -> ofRange(bytes, range.get(), partial);
          case NAMED, NOT_NAMED -> ofFields(bytes, range.get(), section, partial);
        });
  }

  private static SectionOctets ofRange(
      ByteSource bytes, Range range, Optional<FetchItem.Partial> partial) {
    long skip = skip(partial, range.length());
    long count = count(partial, range.length() - skip);
    return new SectionOctets(
        count,
        () -> count == 0 ? InputStream.nullInputStream() : bytes.open(range.start() + skip, count));
  }

  private static SectionOctets ofFields(
      ByteSource bytes, Range range, FetchItem.Section section, Optional<FetchItem.Partial> partial)
      throws IOException {
    byte[] header;
    try (InputStream in = bytes.open(range.start(), range.length())) {
      header = new HeaderFields(section).select(in);
    }
    int skip = (int) skip(partial, header.length);
    int count = (int) count(partial, header.length - skip);
    return new SectionOctets(count, () -> new ByteArrayInputStream(header, skip, count));
  }

  private static long skip(Optional<FetchItem.Partial> partial, long length) {
    return partial.map(asked -> Math.min(asked.offset(), length)).orElse(0L);
  }

  private static long count(Optional<FetchItem.Partial> partial, long rest) {
    return partial.map(asked -> Math.min(asked.count(), rest)).orElse(rest);
  }
}
