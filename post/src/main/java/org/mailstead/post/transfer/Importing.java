package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.mailstead.post.Deed;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Post;
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
  private final Post post;
  private final AccountId account;
  private final TakingIn taking;
  private final LongConsumer progress;
  private long count;

  /** Files that are no messages, such as others leave in folders. */
  private long notMail;

  /**
   * @param progress told after each message how many there were
   */
  public Importing(Post post, AccountId account, LongConsumer progress) {
    this.post = post;
    this.account = account;
    this.taking =
        new TakingIn(post, account, InstantSource.system(), false, Deed.NONE, TakingIn.Origin.FILE);
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
    if (count == 0 && notMail > 0) {
      throw new Refused(Problem.Kind.INVALID, "import.kind");
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
      boolean mbox = new String(in.readNBytes(5), US_ASCII).equals("From ");
      in.reset();
      if (!mbox) {
        take(in::transferTo, mailbox(mailbox), Set.of(), modified(file));
        return;
      }
      MailboxId to = mailbox(mailbox);
      var reader = new MboxReader(in);
      while (reader.hasNext()) {
        take(reader::next, to, Set.of(), Instant.EPOCH);
      }
    }
  }

  private static Instant modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private void maildir(Path folder, String mailbox) throws IOException {
    MailboxId to = mailbox(mailbox);
    for (String part : List.of("cur", "new")) {
      Path messages = folder.resolve(part);
      if (Files.isDirectory(messages)) {
        for (Path file : children(messages)) {
          try (InputStream in = Files.newInputStream(file)) {
            take(in::transferTo, to, flags(file.getFileName().toString()), modified(file));
          }
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

  /** Takes one with the flags of its file, or of its header where those say nothing. */
  private void take(TakingIn.Source source, MailboxId to, Set<String> flags, Instant fileTime)
      throws IOException {
    TakingIn.Came came =
        taking.take(
            source,
            fileTime,
            marks ->
                new TakingIn.Place(
                    Set.of(to), flags.isEmpty() ? marks.flags() : flags, Optional.empty()));
    switch (came) {
      case IN -> progress.accept(++count);
      case TOO_LARGE -> throw new Refused(Problem.Kind.TOO_LARGE, "message.size");
      case NONE -> notMail++;
      case KNOWN, GONE -> {}
    }
  }
}
