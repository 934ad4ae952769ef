package org.mailstead.jmap.mdn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Octets;
import org.mailstead.jmap.core.SetError;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** An email whose sender asks to be told what became of it (RFC 8098 section 2). */
record Asked(ByteSource bytes, MessageStructure structure) {
  private static final String REQUEST = "Disposition-Notification-To";

  /** Of one request: more are a way to have mail sent to many. */
  private static final int MOST_ADDRESSES = 10;

  /** A parameter that must be understood: there are none that anybody does. */
  private static final Pattern REQUIRED = Pattern.compile("(?i).*=\\s*required\\s*,.*");

  private long count(String name) {
    return structure.header().stream().filter(one -> one.name().equalsIgnoreCase(name)).count();
  }

  private Optional<String> text(String name) {
    return structure.field(name).map(Octets::text).map(String::strip);
  }

  /**
   * Who is to be told.
   *
   * @throws SetError.Thrown notFound when it does not ask, or not as it should
   */
  List<EmailAddress> addresses() {
    Map<String, EmailAddress> found = new LinkedHashMap<>();
    boolean good = count(REQUEST) == 1;
    var asked =
        structure
            .field(REQUEST)
            .map(value -> AddressList.mailboxes(AddressList.parse(value)))
            .orElse(List.of());
    for (var mailbox : asked) {
      Optional<EmailAddress> address = EmailAddress.parse(mailbox.address());
      good &= address.isPresent();
      address.ifPresent(one -> found.put(one.toString(), one));
    }
    if (!good || found.isEmpty() || found.size() > MOST_ADDRESSES) {
      throw new SetError("notFound", "it has no valid " + REQUEST).thrown();
    }
    return List.copyOf(found.values());
  }

  /**
   * Nothing is told of what a program sent: two of them would write to each other for ever.
   *
   * @param automatically whether nobody was asked whether it is to be told
   * @throws SetError.Thrown forbidden
   */
  void check(List<EmailAddress> to, boolean automatically) {
    boolean report =
        structure.leaves().stream()
            .map(NumberedPart::part)
            .anyMatch(part ->
                part.content().type().type().equals("message")
                    && part.content().type().subtype().endsWith("disposition-notification"));
    boolean auto =
        text("Auto-Submitted")
            .filter(value -> !value.toLowerCase(java.util.Locale.ROOT).startsWith("no"))
            .isPresent();
    if (report || auto) {
      throw SetError.forbidden("a program sent it").thrown();
    }
    if (text("Disposition-Notification-Options")
        .filter(value -> REQUIRED.matcher(value).matches())
        .isPresent()) {
      throw SetError.forbidden("it asks for more than is known here").thrown();
    }
    if (automatically && !(to.size() == 1 && returnPath().equals(Optional.of(to.getFirst())))) {
      // RFC 8098 section 2.1
      throw SetError.forbidden("it asks for it to go elsewhere: the user has to decide").thrown();
    }
  }

  private Optional<EmailAddress> returnPath() {
    return count("Return-Path") == 1
        ? text("Return-Path").map(path -> path.replaceAll("[<>]", "")).flatMap(EmailAddress::parse)
        : Optional.empty();
  }

  /** With its type, as the sender's server noted it; empty when it did not. */
  Optional<String> originalRecipient() {
    return count("Original-Recipient") == 1 ? text("Original-Recipient") : Optional.empty();
  }

  /** In angle brackets. */
  Optional<String> messageId() {
    return structure
        .field("Message-ID")
        .flatMap(value -> MessageIds.parse(value).stream().findFirst())
        .map(id -> "<" + id + ">");
  }

  String subject() {
    return HeaderField.first(structure.header(), "Subject").map(HeaderField::text).orElse("");
  }

  /** All of it; empty when it cannot stand in another message as it is (RFC 2045 section 2.8). */
  Optional<Octets> whole() {
    try (InputStream in = bytes.open(0, bytes.length())) {
      String text = new String(in.readAllBytes(), ISO_8859_1);
      boolean fits = text.indexOf('\0') < 0 && text.lines().allMatch(line -> line.length() <= 998);
      return fits ? Optional.of(new Octets(text)) : Optional.empty();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
  }

  boolean isInternational() {
    return structure.header().stream()
        .anyMatch(field -> field.value().latin1().chars().anyMatch(c -> c > 0x7f));
  }
}
