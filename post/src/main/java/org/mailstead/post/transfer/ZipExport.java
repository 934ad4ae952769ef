package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Keywords;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Writes mail of an account into a zip while it is read: as it was when the writing began, but for
 * what is removed for good meanwhile.
 */
public final class ZipExport {
  private final Post post;
  private final AccountId account;
  private final MailboxTree tree;
  private final List<AccountEmail> emails;

  /**
   * @param wanted the mailboxes whose mail it is
   */
  public ZipExport(Post post, AccountId account, Predicate<MailboxId> wanted) {
    this.post = post;
    this.account = account;
    this.tree = post.mailboxes().tree(account);
    this.emails =
        post.view(account).newestFirst().reversed().stream()
            .flatMap(email -> in(email, wanted).stream())
            .toList();
  }

  private Optional<AccountEmail> in(AccountEmail email, Predicate<MailboxId> wanted) {
    var mailboxes = new HashSet<MailboxId>();
    email.mailboxes().stream()
        .filter(wanted)
        .filter(mailbox -> tree.find(mailbox).isPresent())
        .forEach(mailboxes::add);
    return email.in(mailboxes).filter(AccountEmail::isShown);
  }

  /** A file a message, each once, and a list of where each lies and how it is flagged. */
  public void eml(ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry(ZipIndex.NAME));
    Keywords keywords = post.keywords(account);
    for (AccountEmail email : emails) {
      var line =
          new ZipIndex.Line(
              Instant.ofEpochMilli(email.receivedMs()),
              java.util.Set.copyOf(keywords.names(email.flags())),
              email.mailboxes().stream().map(this::path).toList());
      zip.write(line.write(file(email)).getBytes(UTF_8));
    }
    zip.closeEntry();
    for (AccountEmail email : emails) {
      Optional<ByteSource> octets = octets(email);
      if (octets.isPresent()) {
        var entry = new ZipEntry(file(email));
        entry.setLastModifiedTime(FileTime.fromMillis(email.receivedMs()));
        zip.putNextEntry(entry);
        copy(octets.get(), zip);
        zip.closeEntry();
      }
    }
  }

  private String path(MailboxId mailbox) {
    return tree.find(mailbox).map(tree::path).orElse("");
  }

  private String file(AccountEmail email) {
    return "mail/"
        + Exporting.safe(path(email.mailboxes().getFirst()))
        + "/"
        + email.number()
        + ".eml";
  }

  /** Empty for one that was removed for good meanwhile. */
  private Optional<ByteSource> octets(AccountEmail email) {
    Map<Long, Email> found = post.emails().get(account, List.of(email.number()));
    return Optional.ofNullable(found.get(email.number()))
        .map(row -> post.emails().bytes(account, row));
  }

  private static void copy(ByteSource octets, OutputStream out) throws IOException {
    try (InputStream in = octets.open(0, octets.length())) {
      in.transferTo(out);
    }
  }

  /** A file a mailbox. */
  public void mbox(ZipOutputStream zip) throws IOException {
    for (Mailbox mailbox : tree.all()) {
      List<AccountEmail> here = emails.stream().filter(email -> email.isIn(mailbox.id())).toList();
      if (here.isEmpty()) {
        continue;
      }
      zip.putNextEntry(new ZipEntry("mail/" + Exporting.safe(tree.path(mailbox)) + ".mbox"));
      var out = new BufferedOutputStream(zip, 1 << 16);
      for (AccountEmail email : here) {
        Optional<ByteSource> octets = octets(email);
        if (octets.isPresent()) {
          Instant received = Instant.ofEpochMilli(email.receivedMs());
          out.write(Exporting.fromLine(received).getBytes(US_ASCII));
          var message = new MboxStream(out);
          copy(octets.get(), message);
          message.finish();
        }
      }
      out.flush();
      zip.closeEntry();
    }
  }
}
