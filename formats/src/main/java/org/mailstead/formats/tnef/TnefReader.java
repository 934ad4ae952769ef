package org.mailstead.formats.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.Range;

/**
 * Reads TNEF (MS-OXTNEF) in one go and holds nothing of what is inside but names. Checksums are not
 * looked at: other programs write wrong ones. Where a stream ends too early, what came before it
 * counts.
 */
final class TnefReader {
  private static final long SIGNATURE = 0x223e9f78L;

  private static final int OEM_CODE_PAGE = 0x9007;
  private static final int SUBJECT = 0x8004;
  private static final int BODY = 0x800c;
  private static final int MESSAGE_PROPERTIES = 0x9003;
  private static final int ATTACH_REND_DATA = 0x9002;
  private static final int ATTACH_DATA = 0x800f;
  private static final int ATTACH_TITLE = 0x8010;
  private static final int ATTACHMENT = 0x9005;

  /** Octets of a name. */
  private static final int MOST_NAME = 4096;

  /** Messages in each other. */
  private static final int DEEPEST = 5;

  /** In all, those of messages inside among them. */
  private static final int MOST_ATTACHMENTS = 500;

  private final TnefCursor in;
  private int attachments;

  private TnefReader(TnefCursor in) {
    this.in = in;
  }

  /**
   * @throws BrokenTnefException when it does not begin as TNEF does
   */
  static TnefMessage read(InputStream in) throws IOException {
    return new TnefReader(new TnefCursor(in)).message(Long.MAX_VALUE, 0);
  }

  /**
   * @param end of the piece that the message is
   */
  private TnefMessage message(long end, int depth) throws IOException {
    var draft = new MessageDraft();
    long start = in.position();
    try {
      if (in.u32(end) != SIGNATURE) {
        throw new BrokenTnefException("it does not begin as TNEF does");
      }
      in.u16(end); // a key that nothing needs any more
      while (in.position() < end && attribute(draft, end, depth)) {
        // the next one follows
      }
    } catch (EOFException e) {
      if (in.position() - start < 6) {
        throw new BrokenTnefException("it ends before it begins");
      }
    }
    return draft.finish();
  }

  /** A message inside; empty when it is none, or too deep. */
  private Optional<TnefMessage> inside(long end, int depth) throws IOException {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(message(end, depth));
    } catch (BrokenTnefException _) {
      return Optional.empty(); // it is a file then
    }
  }

  /** False at the end. */
  private boolean attribute(MessageDraft draft, long end, int depth) throws IOException {
    if (in.next() < 0) { // the level, which the attribute tells as well
      return false;
    }
    int id = (int) in.u32(end) & 0xffff;
    long length = in.u32(end);
    long start = in.position();
    // One that says that it is longer than what it is in has the rest.
    long last = length > end - start ? end : start + length;
    try {
      value(id, draft, last, depth);
    } catch (BrokenTnefException _) {
      // its lengths do not fit each other: the next attribute may be whole
    }
    in.skip(last - in.position(), last);
    var octets = new Range(start, in.position());
    if (id == ATTACH_DATA) {
      draft.attachment.ifPresent(one -> one.data(octets));
    } else if (id == BODY) {
      draft.plainBody(octets);
    }
    in.skip(Math.min(2, end - in.position()), end); // the checksum
    return true;
  }

  private void value(int id, MessageDraft draft, long end, int depth) throws IOException {
    switch (id) {
      case OEM_CODE_PAGE -> draft.charset = CodePages.name(in.u32(end));
      case SUBJECT -> draft.subject = text(draft, end);
      case MESSAGE_PROPERTIES -> new MapiProperties(in, draft.charset).read(end, draft);
      case ATTACH_REND_DATA -> {
        draft.finishAttachment();
        if (attachments++ < MOST_ATTACHMENTS) {
          draft.attachment = Optional.of(new AttachmentDraft(to -> inside(to, depth + 1)));
        }
      }
      case ATTACH_TITLE -> {
        Optional<String> title = text(draft, end);
        draft.attachment.ifPresent(one -> one.title(title));
      }
      case ATTACHMENT -> {
        if (draft.attachment.isPresent()) {
          new MapiProperties(in, draft.charset).read(end, draft.attachment.get());
        }
      }
      default -> {
        // nothing that anybody wants to have
      }
    }
  }

  private Optional<String> text(MessageDraft draft, long end) throws IOException {
    byte[] octets = in.octets(Math.min(end - in.position(), MOST_NAME), end);
    return MapiProperties.named(Charsets.decode(octets, draft.charset));
  }
}
