package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.Email;
import org.mailstead.post.Flags;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;

/** Writes all mail of an account into a new folder. */
public final class Exporting {
  private static final DateTimeFormatter FROM_DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

  private final Post post;
  private final AccountId account;
  private final LongConsumer progress;
  private long count;

  /** What the files look like. */
  public enum Kind {
    /** A message a file, as it is on the wire; a folder a mailbox. */
    EML,
    /** A file a mailbox, lines ended by LF, From_ lines in bodies quoted. */
    MBOX,
    /** Maildir++, lines ended by LF. */
    MAILDIR
  }

  /**
   * @param progress told after each message how many there were
   */
  public Exporting(Post post, AccountId account, LongConsumer progress) {
    this.post = post;
    this.account = account;
    this.progress = progress;
  }

  /** Exports; the folder must not be there yet. Returns how many messages were written. */
  public long to(Path folder, Kind kind) throws IOException {
    Files.createDirectories(folder);
    MailboxTree tree = post.mailboxes().tree(account);
    for (Mailbox mailbox : tree.all()) {
      MailboxView view = post.view(account, mailbox.id());
      String path = tree.path(mailbox);
      switch (kind) {
        case EML -> eml(folder.resolve(safe(path)), view);
        case MBOX -> mbox(folder.resolve(safe(path) + ".mbox"), view);
        case MAILDIR -> maildir(maildirFolder(folder, mailbox, path), view);
      }
    }
    return count;
  }

  /** A mailbox's path as a path of files: nothing in it climbs out of the folder. */
  static String safe(String path) {
    StringBuilder safe = new StringBuilder();
    for (String name : path.split("/", -1)) {
      String clean = name.replaceAll("[\\\\:\\p{Cntrl}]", "_");
      safe.append(safe.isEmpty() ? "" : "/").append(clean.startsWith(".") ? "_" + clean : clean);
    }
    return safe.toString();
  }

  private static Path maildirFolder(Path folder, Mailbox mailbox, String path) {
    return mailbox.role() == Mailbox.Role.INBOX
        ? folder
        : folder.resolve("." + safe(path).replace('.', '_').replace('/', '.'));
  }

  private ByteSource bytes(Member member) {
    Email email = post.emails().get(account, member.email());
    return post.emails().bytes(account, email);
  }

  private byte[] read(Member member) throws IOException {
    ByteSource source = bytes(member);
    try (InputStream in = source.open(0, source.length())) {
      return in.readAllBytes();
    }
  }

  private void eml(Path folder, MailboxView view) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < view.size(); i++) {
      Member member = view.get(i);
      Path file = folder.resolve(member.uid() + ".eml");
      ByteSource source = bytes(member);
      try (InputStream in = source.open(0, source.length())) {
        Files.copy(in, file);
      }
      finished(file, member);
    }
  }

  private void finished(Path file, Member member) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(member.received()));
    progress.accept(++count);
  }

  private void maildir(Path folder, MailboxView view) throws IOException {
    for (String part : new String[] {"cur", "new", "tmp"}) {
      Files.createDirectories(folder.resolve(part));
    }
    for (int i = 0; i < view.size(); i++) {
      Member member = view.get(i);
      String name =
          "%d.%d_%d.mailstead:2,%s"
              .formatted(
                  member.received().getEpochSecond(),
                  view.mailbox().value(),
                  member.uid(),
                  info(member.flags()));
      Path file = folder.resolve("cur").resolve(name);
      Files.write(file, LineEnds.toLf(read(member)));
      finished(file, member);
    }
  }

  /** In the order of the alphabet, as Maildir wants it. */
  private static String info(Flags flags) {
    return (flags.has(Flags.DRAFT) ? "D" : "")
        + (flags.has(Flags.FLAGGED) ? "F" : "")
        + (flags.has(Flags.ANSWERED) ? "R" : "")
        + (flags.has(Flags.SEEN) ? "S" : "")
        + (flags.has(Flags.DELETED) ? "T" : "");
  }

  private void mbox(Path file, MailboxView view) throws IOException {
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int i = 0; i < view.size(); i++) {
        Member member = view.get(i);
        out.write(fromLine(member.received()).getBytes(US_ASCII));
        var message = new MboxStream(out);
        ByteSource source = bytes(member);
        try (InputStream in = source.open(0, source.length())) {
          in.transferTo(message);
        }
        message.finish();
        progress.accept(++count);
      }
    }
  }

  static String fromLine(Instant received) {
    return "From MAILER-DAEMON " + FROM_DATE.format(received.atOffset(ZoneOffset.UTC)) + "\n";
  }
}
