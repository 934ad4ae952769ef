package org.mailstead.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.Bodies;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;

/** Emails for tests: short ones by hand, and real ones from their bytes. */
final class Samples {
  static final long DAY = 24L * 3600 * 1000;
  static final long NOW = 1_700_000_000_000L;

  private Samples() {}

  static Document mail(long number, String subject, String body) {
    return mail(number, subject, "Ann Lee <ann.lee@lists.example.org>", body);
  }

  static Document mail(long number, String subject, String from, String body) {
    return new Document(
        number,
        subject,
        new Document.People(people(from), people("bob@example.test"), List.of(), List.of()),
        body,
        List.of(),
        List.of(),
        new Document.Facts(NOW - number * DAY, body.length(), false, ""));
  }

  static List<Document.Person> people(String field) {
    List<Document.Person> people = new ArrayList<>();
    for (Address.Mailbox one : AddressList.mailboxes(AddressList.parse(new Octets(field)))) {
      people.add(new Document.Person(one.displayName().orElse(""), one.address()));
    }
    return people;
  }

  /** {@code Name <address>}, or the address alone. */
  static Document.Person person(String text) {
    int angle = text.indexOf('<');
    return angle < 0
        ? new Document.Person("", text)
        : new Document.Person(
            text.substring(0, angle).strip(), text.substring(angle + 1, text.length() - 1));
  }

  static Document parsed(long number, byte[] bytes) {
    MessageStructure message = MessageStructure.of(bytes);
    try {
      String body = BodyText.of(message, ByteSource.of(bytes), Rows.MOST_TEXT);
      List<Document.Header> headers = new ArrayList<>();
      message
          .header()
          .forEach(field -> headers.add(new Document.Header(field.name(), field.text())));
      return new Document(
          number,
          field(message, "Subject"),
          new Document.People(
              people(raw(message, "From")),
              people(raw(message, "To")),
              people(raw(message, "Cc")),
              List.of()),
          body,
          headers,
          List.of(),
          new Document.Facts(
              date(message),
              bytes.length,
              Bodies.hasAttachment(message),
              field(message, "List-Id")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String raw(MessageStructure message, String name) {
    return message.field(name).map(Octets::latin1).orElse("");
  }

  static String field(MessageStructure message, String name) {
    return message.field(name).map(Octets::decoded).orElse("");
  }

  private static long date(MessageStructure message) {
    return DateTimes.parse(field(message, "Date"))
        .map(d -> d.toInstant().toEpochMilli())
        .orElse(0L);
  }
}
