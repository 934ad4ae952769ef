package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.Bodies;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Part;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.Email;
import org.mailstead.post.Post;

/** The texts of emails that can be searched. */
final class EmailTexts {
  /** Characters of each part that are looked at. */
  private static final int MAX_TEXT = 1 << 20;

  private final Post post;
  private final Access access;

  EmailTexts(Post post, Access access) {
    this.post = post;
    this.access = access;
  }

  String field(Email email, EnvelopeForm.Field field) {
    return post.emails().envelope(access.owner(), email).text(field).orElse("");
  }

  /** The texts of its body; HTML without its markup. */
  List<String> body(Email email) {
    ByteSource bytes = post.emails().bytes(access.owner(), email);
    Bodies bodies = Bodies.of(post.emails().structure(access.owner(), email));
    List<String> texts = new ArrayList<>();
    List<NumberedPart> parts = new ArrayList<>(bodies.text());
    bodies.html().stream().filter(part -> !parts.contains(part)).forEach(parts::add);
    bodies.attachments().stream().filter(part -> !parts.contains(part)).forEach(parts::add);
    for (NumberedPart part : parts) {
      if (part.part() instanceof Part.Leaf leaf && leaf.content().type().type().equals("text")) {
        texts.add(EmailSource.reading(() -> BodyText.of(leaf, bytes, MAX_TEXT)));
      }
      part.part().content().fileName().ifPresent(texts::add);
    }
    return texts;
  }

  /** The values of header fields of a name, decoded. */
  List<String> header(Email email, String name) {
    ByteSource bytes = post.emails().bytes(access.owner(), email);
    List<HeaderField> fields =
        EmailSource.reading(() -> MessageHeader.read(bytes, MimeLimits.DEFAULT).fields());
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(field -> field.unfolded().decoded())
        .toList();
  }

  boolean matches(Email email, EmailCondition.Text sought) {
    return switch (sought.where()) {
      case FROM -> isIn(sought, field(email, EnvelopeForm.Field.FROM));
      case TO -> isIn(sought, field(email, EnvelopeForm.Field.TO));
      case CC -> isIn(sought, field(email, EnvelopeForm.Field.CC));
      case BCC -> isIn(sought, field(email, EnvelopeForm.Field.BCC));
      case SUBJECT -> isIn(sought, field(email, EnvelopeForm.Field.SUBJECT));
      case BODY -> isIn(sought, String.join("\n", body(email)));
      case ANYWHERE -> isAnywhere(email, sought);
    };
  }

  private boolean isAnywhere(Email email, EmailCondition.Text sought) {
    var all = new StringBuilder();
    for (EnvelopeForm.Field field :
        List.of(
            EnvelopeForm.Field.FROM,
            EnvelopeForm.Field.TO,
            EnvelopeForm.Field.CC,
            EnvelopeForm.Field.BCC,
            EnvelopeForm.Field.SUBJECT)) {
      all.append(field(email, field)).append('\n');
    }
    // What the envelope tells costs little; the body is opened for the rest.
    return isIn(sought, all.toString()) || isIn(sought, all + String.join("\n", body(email)));
  }

  private static boolean isIn(EmailCondition.Text sought, String text) {
    return sought.text().isIn(SoughtText.fold(text));
  }

  boolean matches(Email email, EmailCondition.Header sought) {
    List<String> values = header(email, sought.name());
    Optional<String> text = sought.text().map(SoughtText::fold);
    return text.isEmpty()
        ? !values.isEmpty()
        : values.stream().anyMatch(value -> SoughtText.fold(value).contains(text.get()));
  }
}
