package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mailstead.http.Answer;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.contacts.CardFile;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.core.Turns;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Scripts;
import org.mailstead.post.transfer.ZipExport;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that an account holds, or the mail of one mailbox, as a zip that is made while it is read: no
 * copy of it is kept, however large it is.
 */
final class Export {
  static final String CAPABILITY = "urn:mailstead:params:jmap:export";
  static final String PATH = "/jmap/export";

  /** Of one account at a time. */
  private static final int AT_ONCE = 2;

  /** What of the settings is written, by what it is called there. */
  private static final Map<String, Records.Kind> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("identities", Records.Kind.IDENTITY);
    SETTINGS.put("categories", Records.Kind.CATEGORY);
    SETTINGS.put("templates", Records.Kind.TEMPLATE);
    SETTINGS.put("senderChoices", Records.Kind.SENDER);
    SETTINGS.put("savedSearches", Records.Kind.SAVED_SEARCH);
    SETTINGS.put("preferences", Records.Kind.PREFERENCES);
  }

  private final Post post;
  private final Turns turns = new Turns("maxConcurrentExport", AT_ONCE);

  Export(Post post) {
    this.post = post;
  }

  /** Where it is, as the session object says it. */
  static String url(String origin) {
    return origin + PATH + "/{accountId}/{name}?format={format}&mailboxId={mailboxId}";
  }

  /**
   * @throws Refused NOT_FOUND for a mailbox, INVALID for a format that there is not
   * @throws RequestError limit
   */
  Answer answer(WebRequest request, Access access) {
    Format format = format(request.query("format").orElse(""));
    Optional<MailboxId> only =
        request.query("mailboxId").filter(id -> !id.isEmpty()).map(id -> mailbox(access, id));
    turns.take(access.viewer()).close(); // it is taken again by whoever writes
    return Answer.stream(200, "application/zip", out -> write(access, format, only, out))
        .with("Content-Disposition", Download.disposition(request.captured("name")))
        .with("Cache-Control", "no-store");
  }

  private enum Format {
    EML,
    MBOX
  }

  private static Format format(String name) {
    return switch (name) {
      case "", "eml" -> Format.EML;
      case "mbox" -> Format.MBOX;
      default -> throw new Refused(Problem.Kind.INVALID, "export.format", name);
    };
  }

  private MailboxId mailbox(Access access, String id) {
    return ObjectIds.parseMailbox(access.owner(), id)
        .filter(mailbox -> post.mailboxes().tree(access.owner()).find(mailbox).isPresent())
        .filter(access::mayRead)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", id));
  }

  private void write(Access access, Format format, Optional<MailboxId> only, OutputStream out)
      throws IOException {
    try (Turns.Turn _ = turns.take(access.viewer());
        var zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      var mail =
          new ZipExport(
              post,
              access.owner(),
              mailbox -> access.mayRead(mailbox) && only.map(mailbox::equals).orElse(true));
      switch (format) {
        case EML -> mail.eml(zip);
        case MBOX -> mail.mbox(zip);
      }
      if (access.isOwn() && only.isEmpty()) {
        rest(access, zip);
      }
    }
  }

  private void rest(Access access, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry("contacts.vcf"));
    new CardFile(post).writeAll(access, zip);
    zip.closeEntry();
    var whose = new Scripts.Account(access.owner());
    for (Scripts.Listed script : post.scripts().list(whose)) {
      Optional<byte[]> text = post.scripts().find(whose, script.name());
      if (text.isPresent()) {
        String name = script.name().replaceAll("[\\p{Cntrl}/\\\\:]", "_");
        zip.putNextEntry(new ZipEntry("rules/" + name + ".sieve"));
        zip.write(text.get());
        zip.closeEntry();
      }
    }
    ObjectNode settings = JmapJson.object();
    SETTINGS.forEach((name, kind) -> {
      var list = settings.putArray(name);
      post.records()
          .all(access.owner(), kind)
          .forEach(item -> list.add(JmapJson.parseObject(item.json())));
    });
    zip.putNextEntry(new ZipEntry("settings.json"));
    zip.write(settings.toPrettyString().getBytes(UTF_8));
    zip.closeEntry();
  }
}
