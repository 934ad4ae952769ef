package org.mailstead.formats.tnef;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.mailstead.formats.mime.Range;

/** An attachment that is being read: what is said of it comes from three places. */
final class AttachmentDraft implements MapiProperties.Taker {
  private static final int DISPLAY_NAME = 0x3001;
  private static final int DATA = 0x3701;
  private static final int FILE_NAME = 0x3704;
  private static final int LONG_FILE_NAME = 0x3707;
  private static final int MIME_TAG = 0x370e;
  private static final int CONTENT_ID = 0x3712;

  /** Says that an object is a message, in TNEF again. */
  private static final byte[] MESSAGE = HexFormat.of().parseHex("0703020000000000c000000000000046");

  /** Reads a message inside. */
  @FunctionalInterface
  interface Inside {
    Optional<TnefMessage> read(long end) throws IOException;
  }

  private final Inside inside;
  private Optional<String> longName = Optional.empty();
  private Optional<String> shortName = Optional.empty();
  private Optional<String> title = Optional.empty();
  private Optional<String> displayName = Optional.empty();
  private Optional<String> type = Optional.empty();
  private Optional<String> cid = Optional.empty();
  private Optional<Range> data = Optional.empty();
  private Optional<TnefMessage> message = Optional.empty();

  AttachmentDraft(Inside inside) {
    this.inside = inside;
  }

  void title(Optional<String> given) {
    title = given;
  }

  /** The attribute for it has come; properties have it, too, at times. */
  void data(Range octets) {
    data = Optional.of(octets);
  }

  @Override
  public boolean wants(int id) {
    return switch (id) {
      case DISPLAY_NAME, FILE_NAME, LONG_FILE_NAME, MIME_TAG, CONTENT_ID -> true;
      default -> false;
    };
  }

  @Override
  public void text(int id, String value) {
    switch (id) {
      case DISPLAY_NAME -> displayName = Optional.of(value);
      case FILE_NAME -> shortName = Optional.of(value);
      case LONG_FILE_NAME -> longName = Optional.of(value);
      case MIME_TAG -> type = Optional.of(value);
      case CONTENT_ID -> cid = Optional.of(value.replaceAll("^<|>$", ""));
      default -> {
        // not wanted
      }
    }
  }

  @Override
  public void number(int id, long value) {
    // none that counts
  }

  @Override
  public void octets(int id, int kind, Range octets) {
    if (id == DATA && data.isEmpty()) {
      data = Optional.of(octets);
    }
  }

  @Override
  public void object(int id, TnefCursor in, long end) throws IOException {
    if (id != DATA || end - in.position() < MESSAGE.length) {
      return;
    }
    boolean isMessage = Arrays.equals(in.octets(MESSAGE.length, end), MESSAGE);
    long start = in.position();
    message = isMessage ? inside.read(end) : Optional.empty();
    if (message.isEmpty()) {
      data = Optional.of(new Range(start, end));
    }
  }

  /** Empty when there is nothing in it. */
  Optional<TnefMessage.Attachment> finish() {
    if (message.isPresent()) {
      return Optional.of(
          new TnefMessage.Attachment.Embedded(displayName.or(() -> title), message.get()));
    }
    Optional<String> name = longName.or(() -> title).or(() -> shortName).or(() -> displayName);
    return data.map(octets -> new TnefMessage.Attachment.File(name, type, cid, octets));
  }
}
