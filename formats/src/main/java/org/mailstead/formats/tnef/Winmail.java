package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Range;

/**
 * What is in a {@code winmail.dat}: files, the text if it is wanted, and both of messages inside.
 * What the file says of lengths is believed only as far as there are octets, and none are held but
 * those of a text while it is read.
 */
public final class Winmail {
  /** Octets of a file that is looked into. */
  public static final long MOST_OCTETS = 100L << 20;

  /** Texts of messages inside. */
  private static final int MOST_TEXTS = 20;

  private static final String OCTETS = "application/octet-stream";
  private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,100}";
  private static final int LONGEST_NAME = 200;

  private final ByteSource tnef;
  private final List<UnpackedFile> files = new ArrayList<>();
  private int texts;

  private Winmail(ByteSource tnef) {
    this.tnef = tnef;
  }

  /** Whether a part is one, by its type; or by its name, when it says no type. */
  public static boolean is(String mediaType, Optional<String> name) {
    return switch (mediaType) {
      case "application/ms-tnef", "application/vnd.ms-tnef" -> true;
      case OCTETS -> name.filter("winmail.dat"::equalsIgnoreCase).isPresent();
      default -> false;
    };
  }

  /**
   * Empty for what is none, or too large.
   *
   * @param withBody whether the text of the message is wanted, which mostly says once more what the
   *     mail around it says
   */
  public static Optional<List<UnpackedFile>> unpack(ByteSource tnef, boolean withBody)
      throws IOException {
    if (tnef.length() > MOST_OCTETS) {
      return Optional.empty();
    }
    TnefMessage message;
    try (var in = new BufferedInputStream(tnef.open(0, tnef.length()))) {
      message = TnefReader.read(in);
    } catch (BrokenTnefException _) {
      return Optional.empty();
    }
    var unpacking = new Winmail(tnef);
    unpacking.attachments(message);
    if (withBody) {
      unpacking.text(message, "message", true);
    }
    return Optional.of(List.copyOf(unpacking.files));
  }

  private void attachments(TnefMessage message) throws IOException {
    for (TnefMessage.Attachment one : message.attachments()) {
      switch (one) {
        case TnefMessage.Attachment.File file -> add(file);
        case TnefMessage.Attachment.Embedded(var name, var inner) -> {
          if (texts++ < MOST_TEXTS) {
            text(inner, plain(inner.subject().or(() -> name).orElse("message")), false);
          }
          attachments(inner);
        }
      }
    }
  }

  private void add(TnefMessage.Attachment.File file) {
    String type =
        file.type()
            .filter(one -> one.matches(TOKEN + "/" + TOKEN))
            .map(one -> one.toLowerCase(Locale.ROOT))
            .orElse(OCTETS);
    String name = plain(file.name().orElse(""));
    var octets = new Slice(tnef, within(file.octets()));
    add(name.isEmpty() ? "attachment" : name, type, file.cid(), false, octets);
  }

  private void add(
      String name, String type, Optional<String> cid, boolean isBody, ByteSource octets) {
    files.add(new UnpackedFile(files.size() + 1, name, type, cid, isBody, octets));
  }

  /** Lengths that were said may reach beyond the end. */
  private Range within(Range octets) {
    return new Range(
        Math.min(octets.start(), tnef.length()), Math.min(octets.end(), tnef.length()));
  }

  private void text(TnefMessage message, String name, boolean isBody) throws IOException {
    Optional<TnefText> found = TnefText.of(message, tnef);
    if (found.isEmpty()) {
      return;
    }
    boolean html = found.get().isHtml();
    String text = found.get().read(tnef);
    if (!text.isBlank()) {
      add(
          name + (html ? ".html" : ".txt"),
          html ? "text/html" : "text/plain",
          Optional.empty(),
          isBody,
          new Converted(found.get(), tnef, text.getBytes(UTF_8).length));
    }
  }

  private static String plain(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String shown = last.replaceAll("\\p{Cntrl}", " ").strip();
    return shown.length() > LONGEST_NAME ? shown.substring(0, LONGEST_NAME) : shown;
  }

  /** A piece of the file. */
  private record Slice(ByteSource whole, Range octets) implements ByteSource {
    @Override
    public long length() {
      return octets.length();
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
      Objects.checkFromIndexSize(from, length, length());
      return whole.open(octets.start() + from, length);
    }
  }

  /** A text in UTF-8, made anew when it is wanted. */
  private record Converted(TnefText text, ByteSource tnef, long length) implements ByteSource {
    @Override
    public InputStream open(long from, long count) throws IOException {
      byte[] octets = text.read(tnef).getBytes(UTF_8);
      Objects.checkFromIndexSize(from, count, octets.length);
      return new ByteArrayInputStream(octets, (int) from, (int) count);
    }
  }
}
