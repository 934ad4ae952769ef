package org.mailstead.post.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.rules.Action;
import org.mailstead.rules.Addresses;
import org.mailstead.rules.Mailto;
import org.mailstead.words.EmailAddress;

/**
 * What is sent in an account's name while nobody looks: answers (RFC 5230) and notices (RFC 5436).
 * Whoever could be another program is not answered, or two programs would write to each other
 * forever; a list would send the answer to all of its members.
 */
final class Answers {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final String VERSION = "MIME-Version: 1.0\r\n";
  private static final int MAX_REFERENCES = 20;

  // RFC 5230 section 4.6
  private static final Pattern PROGRAMS =
      Pattern.compile(
          "(mailer-daemon|listserv|majordomo|postmaster|.*-request|owner-.*|.*-owner|.*-bounces?"
              + "|bounces?[-+].*|no-?reply.*|do-?not-?reply.*|root|daemon)");

  private static final List<String> NAMED_IN =
      List.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc");

  private final Arrival arrival;
  private final Account account;
  private final List<HeaderField> header;
  private final Directory directory;
  private final String hostname;
  private final InstantSource clock;

  Answers(
      Arrival arrival,
      Account account,
      List<HeaderField> header,
      Directory directory,
      String hostname,
      InstantSource clock) {
    this.arrival = arrival;
    this.account = account;
    this.header = header;
    this.directory = directory;
    this.hostname = hostname;
    this.clock = clock;
  }

  /** How long the same sender gets no second answer. */
  static Duration pause(Action.Vacation vacation) {
    Duration asked = vacation.again();
    return asked.compareTo(SHORTEST) < 0
        ? SHORTEST
        : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  /** By what it is remembered that this sender got this answer. */
  String memory(Action.Vacation vacation) {
    String sender = arrival.from().map(EmailAddress::canonical).orElse("");
    return "vacation\n" + sender + "\n" + vacation.memory();
  }

  /** Why this message gets no answer; empty when it gets one. */
  Optional<String> refusal(Action.Vacation vacation) {
    if (arrival.from().isEmpty()) {
      return Optional.of("it has no sender");
    }
    EmailAddress from = arrival.from().get();
    if (PROGRAMS.matcher(from.local().toLowerCase(Locale.ROOT)).matches()) {
      return Optional.of("its sender is a program");
    }
    Set<String> mine = mine(vacation);
    if (mine.contains(plain(from))) {
      return Optional.of("it is from its owner");
    }
    return byHeader().or(() -> unnamed(mine));
  }

  private Optional<String> byHeader() {
    for (HeaderField field : header) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String value = field.text().toLowerCase(Locale.ROOT);
      boolean automatic = name.equals("auto-submitted") && !value.startsWith("no");
      boolean bulk = name.equals("precedence") && Set.of("bulk", "list", "junk").contains(value);
      // RFC 2369, RFC 2919
      if (automatic || bulk || name.equals("x-auto-response-suppress")) {
        return Optional.of("it was sent by a program");
      }
      if (name.startsWith("list-")) {
        return Optional.of("it came by a list");
      }
    }
    return Optional.empty();
  }

  // RFC 5230 section 4.5: whoever is not named may be one of thousands
  private Optional<String> unnamed(Set<String> mine) {
    boolean named =
        header.stream()
            .filter(field -> NAMED_IN.contains(field.name().toLowerCase(Locale.ROOT)))
            .flatMap(field -> AddressList.mailboxes(AddressList.parse(field.value())).stream())
            .map(mailbox -> EmailAddress.parse(mailbox.address()))
            .flatMap(Optional::stream)
            .anyMatch(address -> mine.contains(plain(address)));
    return named ? Optional.empty() : Optional.of("its recipient is not named in it");
  }

  private Set<String> mine(Action.Vacation vacation) {
    Set<String> mine = new HashSet<>();
    mine.add(plain(account.address()));
    account.aliases().forEach(alias -> mine.add(plain(alias)));
    mine.add(plain(arrival.to()));
    vacation.addresses().stream()
        .map(Addresses::parse)
        .flatMap(Optional::stream)
        .forEach(address -> mine.add(plain(address)));
    return mine;
  }

  /** An address without what follows a plus. */
  private static String plain(EmailAddress address) {
    int plus = address.local().indexOf('+');
    String local = plus > 0 ? address.local().substring(0, plus) : address.local();
    return new EmailAddress(local, address.domain()).canonical();
  }

  byte[] vacation(Action.Vacation vacation) throws IOException {
    String subject =
        vacation.subject().orElseGet(() -> "Auto: " + field("Subject").orElse("your message"));
    MessageBuilder message =
        head("vacation", vacation.from(), List.of(arrival.from().orElseThrow()), subject)
            .structured("Auto-Submitted", "auto-replied (vacation)");
    List<String> ids = field("Message-ID").map(Answers::ids).orElse(List.of());
    if (!ids.isEmpty()) {
      message.structured("In-Reply-To", ids.getFirst());
      List<String> thread =
          new ArrayList<>(field("References").map(Answers::ids).orElse(List.of()));
      thread.addAll(ids);
      int from = Math.max(0, thread.size() - MAX_REFERENCES);
      message.structured("References", String.join(" ", thread.subList(from, thread.size())));
    }
    return vacation.mime()
        ? entity(message, vacation.reason())
        : message.toBytes(Body.Text.plain(vacation.reason()));
  }

  private static List<String> ids(String value) {
    return MessageIds.parse(new Octets(ascii(value))).stream()
        .map(id -> id.startsWith("<") ? id : "<" + id + ">")
        .toList();
  }

  private static String ascii(String text) {
    return text.replaceAll("[^\\p{ASCII}]", "?");
  }

  /** The entity that the script wrote, with its own header, behind ours. */
  private static byte[] entity(MessageBuilder message, String entity) throws IOException {
    String whole = new String(message.toBytes(Body.Text.plain("")), ISO_8859_1);
    String head = whole.substring(0, whole.indexOf(VERSION) + VERSION.length());
    String lines = entity.replace("\r\n", "\n").replace("\n", "\r\n");
    return (head + new String(lines.getBytes(UTF_8), ISO_8859_1)).getBytes(ISO_8859_1);
  }

  private MessageBuilder head(
      String what, Optional<String> from, List<EmailAddress> to, String subject) {
    return new MessageBuilder(false)
        .addresses("From", List.of(from(from)))
        .addresses("To", to.stream().map(Recipient::of).toList())
        .text("Subject", subject)
        .date(clock.instant().atOffset(ZoneOffset.UTC))
        .structured("Message-ID", "<" + what + "." + id() + "@" + hostname + ">");
  }

  /** The address that a script names counts only when its owner may write under it. */
  private Recipient from(Optional<String> named) {
    EmailAddress address =
        named
            .flatMap(Addresses::parse)
            .filter(each -> directory.maySendAs(account.id(), each))
            .or(() ->
                Optional.of(arrival.to()).filter(each -> directory.maySendAs(account.id(), each)))
            .orElse(account.address());
    return new Recipient(account.name(), address);
  }

  private String id() {
    return arrival.key().replaceAll("[^A-Za-z0-9.-]", "_")
        + "."
        + Long.toString(account.id().value(), 36);
  }

  private Optional<String> field(String name) {
    return HeaderField.first(header, name).map(HeaderField::text);
  }

  /** Why nobody is told of this message; empty when somebody is. */
  Optional<String> refusal(Action.Notify notice) {
    // RFC 5436 section 2.2: a notice of a notice has no end.
    boolean automatic =
        field("Auto-Submitted")
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("auto-"))
            .isPresent();
    boolean self =
        notice.method().to().stream().anyMatch(to -> plain(to).equals(plain(arrival.to())));
    return automatic
        ? Optional.of("it was sent by a program")
        : self ? Optional.of("the notice would come here again") : Optional.empty();
  }

  byte[] notice(Action.Notify notice) throws IOException {
    Mailto method = notice.method();
    String subject =
        method.fields().stream()
            .filter(field -> field.name().equals("subject"))
            .map(Mailto.Field::value)
            .findFirst()
            .or(notice::message)
            .or(() -> field("Subject"))
            .orElse("New message");
    String importance =
        switch (notice.importance()) {
          case 1 -> "High";
          case 3 -> "Low";
          default -> "Normal";
        };
    MessageBuilder message =
        head("notice", notice.from(), method.to(), subject)
            .structured(
                "Auto-Submitted", "auto-notified; owner-email=\"" + account.address() + "\"")
            .structured("Importance", importance);
    if (!method.cc().isEmpty()) {
      message.addresses("Cc", method.cc().stream().map(Recipient::of).toList());
    }
    for (Mailto.Field field : method.fields()) {
      if (!field.name().equals("subject")) {
        message.text(field.name(), field.value());
      }
    }
    String text =
        notice
            .message()
            .or(method::body)
            .orElseGet(() ->
                "From: " + field("From").orElse("") + "\nSubject: " + field("Subject").orElse(""));
    return message.toBytes(Body.Text.plain(text));
  }

  /** A reason in a reply of SMTP: one line of ASCII. */
  static String oneLine(String reason) {
    String line = reason.replaceAll("\\s+", " ").strip();
    if (line.isEmpty() || !line.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return "the recipient refuses this message";
    }
    return line.length() > 400 ? line.substring(0, 400) : line;
  }
}
