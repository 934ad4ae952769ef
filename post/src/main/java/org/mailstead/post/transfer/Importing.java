package org.mailstead.post.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.Octets;
import org.mailstead.post.Arriving;
import org.mailstead.post.Mailbox;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.Reason;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Brings mail in from files. What it finds decides the kind: a folder with {@code cur} and {@code
 * new} is a Maildir (with the folders of Maildir++ below it), another folder holds {@code .eml}
 * files and mbox files, a file that begins with a From_ line is an mbox, any other file a message.
 */
public final class Importing {
  private static final int MAX_MESSAGE = 150 << 20;

  private final Post post;
  private final AccountId account;
  private final LongConsumer progress;
  private long count;

  /**
   * @param progress told after each message how many there were
   */
  public Importing(Post post, AccountId account, LongConsumer progress) {
    this.post = post;
    this.account = account;
    this.progress = progress;
  }

  /**
   * Imports a file or folder into a mailbox, which is made when it is not there.
   *
   * @return how many messages came in
   * @throws Refused OVER_QUOTA, TOO_LARGE …: what came before stays
   */
  public long from(Path source, String mailbox) throws IOException {
    post.mailboxes().provide(account);
    if (Files.isDirectory(source.resolve("cur"))) {
      maildir(source, mailbox);
    } else if (Files.isDirectory(source)) {
      folder(source, mailbox);
    } else {
      file(source, mailbox);
    }
    return count;
  }

  private MailboxId mailbox(String path) {
    return post.mailboxes()
        .tree(account)
        .find(path)
        .map(Mailbox::id)
        .orElseGet(() -> post.mailboxes().create(account, path, Mailbox.Role.NONE));
  }

  private void folder(Path folder, String mailbox) throws IOException {
    for (Path path : children(folder)) {
      if (Files.isDirectory(path)) {
        folder(path, mailbox + "/" + path.getFileName());
      } else {
        file(path, mailbox);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private void file(Path file, String mailbox) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(8);
      boolean mbox =
          new String(in.readNBytes(5), java.nio.charset.StandardCharsets.US_ASCII).equals("From ");
      in.reset();
      if (mbox) {
        mbox(in, mailbox);
      } else {
        take(in.readNBytes(MAX_MESSAGE + 1), mailbox(mailbox), Set.of(), modified(file));
      }
    }
  }

  private static Instant modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /**
   * The kind that programs write today: lines of a body that look like From_ begin with {@code >}.
   */
  private void mbox(InputStream in, String mailbox) throws IOException {
    MailboxId to = mailbox(mailbox);
    var message = new ByteArrayOutputStream();
    boolean afterEmpty = true;
    boolean inside = false;
    for (byte[] line = line(in); line.length > 0; line = line(in)) {
      if (afterEmpty && startsWith(line, 0)) {
        if (inside) {
          take(withoutLastEmptyLine(message), to, Set.of(), Instant.EPOCH);
        }
        message.reset();
        inside = true;
        afterEmpty = false;
        continue;
      }
      int quoted = 0;
      while (quoted < line.length && line[quoted] == '>') {
        quoted++;
      }
      int from = quoted > 0 && startsWith(line, quoted) ? 1 : 0;
      message.write(line, from, line.length - from);
      afterEmpty = line[0] == '\n' || line[0] == '\r';
      if (message.size() > MAX_MESSAGE) {
        throw new Refused(Problem.Kind.TOO_LARGE, "message.size");
      }
    }
    if (inside) {
      take(withoutLastEmptyLine(message), to, Set.of(), Instant.EPOCH);
    }
  }

  private static boolean startsWith(byte[] line, int at) {
    return line.length >= at + 5
        && line[at] == 'F'
        && line[at + 1] == 'r'
        && line[at + 2] == 'o'
        && line[at + 3] == 'm'
        && line[at + 4] == ' ';
  }

  /** A line with its end; empty at the end of the file. */
  private static byte[] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream(80);
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n' || line.size() > MAX_MESSAGE) {
        break;
      }
    }
    return line.toByteArray();
  }

  private static byte[] withoutLastEmptyLine(ByteArrayOutputStream message) {
    byte[] bytes = message.toByteArray();
    int length = bytes.length;
    if (length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\n') {
      length--;
    } else if (length >= 4 && bytes[length - 1] == '\n' && bytes[length - 3] == '\n') {
      length -= 2;
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  private void maildir(Path folder, String mailbox) throws IOException {
    MailboxId to = mailbox(mailbox);
    for (String part : List.of("cur", "new")) {
      Path messages = folder.resolve(part);
      if (Files.isDirectory(messages)) {
        for (Path file : children(messages)) {
          byte[] bytes;
          try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_MESSAGE + 1);
          }
          take(bytes, to, flags(file.getFileName().toString()), modified(file));
        }
      }
    }
    for (Path below : children(folder)) {
      String name = below.getFileName().toString();
      if (name.startsWith(".") && name.length() > 1 && Files.isDirectory(below.resolve("cur"))) {
        maildir(below, name.substring(1).replace('.', '/'));
      }
    }
  }

  /** What stands behind {@code :2,} in a Maildir's file name. */
  private static Set<String> flags(String name) {
    Set<String> flags = new HashSet<>();
    int info = name.lastIndexOf(":2,");
    for (char c : (info < 0 ? "" : name.substring(info + 3)).toCharArray()) {
      switch (c) {
        case 'S' -> flags.add("\\Seen");
        case 'R' -> flags.add("\\Answered");
        case 'F' -> flags.add("\\Flagged");
        case 'T' -> flags.add("\\Deleted");
        case 'D' -> flags.add("\\Draft");
        case 'P' -> flags.add("$Forwarded");
        default -> {} // another program's own
      }
    }
    return flags;
  }

  private void take(byte[] bytes, MailboxId to, Set<String> flags, Instant fileTime)
      throws IOException {
    if (bytes.length > MAX_MESSAGE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "message.size");
    }
    try (Arriving arriving = post.intake().begin(account)) {
      byte[] wire = LineEnds.toCrlf(bytes);
      arriving.write(wire, 0, wire.length);
      Arriving.Arrived arrived = arriving.finish(account);
      OffsetDateTime date =
          arrived
              .structure()
              .field("Date")
              .map(Octets::text)
              .flatMap(DateTimes::parse)
              .filter(when -> when.getYear() > 1970 && when.getYear() < 2200)
              .orElseGet(() -> fileTime.atOffset(ZoneOffset.UTC));
      var reason = new Reason("import", "brought in from a file", "", Instant.now());
      post.messages()
          .append(
              account,
              to,
              List.of(
                  new NewMessage(
                      arrived.body(),
                      new byte[0],
                      arrived.structure(),
                      arrived.preview(),
                      flags,
                      date,
                      List.of(reason))));
    }
    progress.accept(++count);
  }
}
