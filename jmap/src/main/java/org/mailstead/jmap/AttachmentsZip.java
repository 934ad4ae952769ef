package org.mailstead.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.DecodedPart;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.tnef.UnpackedFile;
import org.mailstead.formats.tnef.Winmail;
import org.mailstead.http.Answer;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** All attachments of an email as a zip that is made while it is read. */
final class AttachmentsZip {
  static final String PATH = "/jmap/attachments";

  private static final int MAX_NAME = 150;

  private final Post post;

  AttachmentsZip(Post post) {
    this.post = post;
  }

  /** Where it is, as the session object says it. */
  static String url(String origin) {
    return origin + PATH + "/{accountId}/{emailId}/{name}";
  }

  /**
   * @throws Refused NOT_FOUND for an email that is not there, or has no attachment
   */
  Answer answer(WebRequest request, Access access) {
    String id = request.captured("email");
    AccountEmail email =
        ObjectIds.parseEmail(id)
            .flatMap(origin -> access.find(post, origin))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "message.missing", id));
    Email row = post.emails().get(access.owner(), email.number());
    List<BodyPart> parts = EmailBody.of(post.emails().structure(access.owner(), row)).attachments();
    if (parts.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "blob.missing");
    }
    ByteSource message = post.emails().bytes(access.owner(), row);
    return Answer.stream(200, "application/zip", out -> write(parts, message, out))
        .with("Content-Disposition", Download.disposition(request.captured("name")))
        .with("Cache-Control", "no-store");
  }

  private static void write(List<BodyPart> parts, ByteSource message, OutputStream out)
      throws IOException {
    Set<String> taken = new HashSet<>();
    try (var zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (BodyPart part : parts) {
        var octets = new DecodedPart(part, message);
        List<UnpackedFile> inside = inside(part, octets);
        for (UnpackedFile file : inside) {
          add(free(safe(file.name()), taken), file.octets(), zip);
        }
        if (inside.isEmpty()) {
          add(free(name(part), taken), octets, zip);
        }
      }
    }
  }

  /** Nobody opens a {@code winmail.dat}: what is in it is worth more. */
  private static List<UnpackedFile> inside(BodyPart part, ByteSource octets) throws IOException {
    return Winmail.is(part.type(), part.name())
        ? Winmail.unpack(octets, false).orElse(List.of())
        : List.of();
  }

  private static void add(String name, ByteSource octets, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    try (InputStream in = octets.open(0, octets.length())) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  /** What the sender called it, but for what would lead whoever unpacks it astray. */
  static String name(BodyPart part) {
    String name = safe(part.name().orElse(""));
    if (!name.isEmpty()) {
      return name;
    }
    return part.type().equals("message/rfc822") ? "message.eml" : "attachment";
  }

  private static String safe(String name) {
    String given = name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]", "_").strip();
    String plain = given.replaceFirst("^\\.+", "_").replaceFirst("[. ]+$", "");
    return plain.length() > MAX_NAME
        ? plain.substring(0, MAX_NAME / 2) + plain.substring(plain.length() - MAX_NAME / 2)
        : plain;
  }

  /** Two of the same name, whatever its case, are told apart by a number. */
  private static String free(String name, Set<String> taken) {
    int dot = name.lastIndexOf('.');
    String start = dot > 0 ? name.substring(0, dot) : name;
    String end = dot > 0 ? name.substring(dot) : "";
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = start + " (" + i + ")" + end;
    }
    return free;
  }
}
