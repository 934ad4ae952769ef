package org.mailstead.search;

import java.util.List;
import java.util.Set;

/**
 * What is found of one email. Mailboxes and flags are not here: they change, and who asks filters
 * the hits by them.
 *
 * @param number the email's number in its account
 * @param body the text that a reader sees, of HTML without markup
 * @param headers all fields; which of them are worth finding is decided here
 */
public record Document(
    long number,
    String subject,
    People people,
    String body,
    List<Header> headers,
    List<Attachment> attachments,
    Facts facts,
    Scan scan) {
  public Document {
    headers = List.copyOf(headers);
    attachments = List.copyOf(attachments);
  }

  /** One of which a scan may find anything. */
  public Document(
      long number,
      String subject,
      People people,
      String body,
      List<Header> headers,
      List<Attachment> attachments,
      Facts facts) {
    this(number, subject, people, body, headers, attachments, facts, Scan.UNKNOWN);
  }

  /**
   * What a scan of the email's octets passes over.
   *
   * @param words all of them, spelt as the caller likes
   * @param whole whether these are all; else a scan may find what is not among them
   */
  public record Scan(Set<String> words, boolean whole) {
    static final Scan UNKNOWN = new Scan(Set.of(), false);

    public Scan {
      words = Set.copyOf(words);
    }
  }

  /** Who wrote to whom. */
  public record People(List<Person> from, List<Person> to, List<Person> cc, List<Person> bcc) {
    public People {
      from = List.copyOf(from);
      to = List.copyOf(to);
      cc = List.copyOf(cc);
      bcc = List.copyOf(bcc);
    }
  }

  /**
   * Somebody in an address field.
   *
   * @param name empty when there is none
   * @param address {@code local@domain}
   */
  public record Person(String name, String address) {}

  /** A header field, its value unfolded and decoded. */
  public record Header(String name, String value) {}

  /**
   * A part that is kept apart.
   *
   * @param name its file name, empty when it has none
   * @param text what {@code extract} got out of it, empty when it has none
   */
  public record Attachment(String name, String text) {}

  /**
   * What can be compared.
   *
   * @param date when it came, in milliseconds of UTC
   * @param size octets of the message
   * @param listId the identifier of the mailing list, empty when it came by none
   */
  public record Facts(long date, long size, boolean hasAttachment, String listId) {}
}
