package org.mailstead.smtp;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.words.EmailAddress;

/** The fields that we put before a message: what was found, our trace, and what it lacks. */
final class TraceFields {
  private final String hostname;

  TraceFields(String hostname) {
    this.hostname = hostname;
  }

  /**
   * All of them.
   *
   * @param id what the message is called
   * @param to whom it is for, when it is for one only
   */
  byte[] of(
      Transaction transaction,
      Sink sink,
      String id,
      Optional<EmailAddress> to,
      MessageStructure structure,
      OffsetDateTime when)
      throws IOException {
    Client client = sink.client();
    boolean utf8 = transaction.options().smtpUtf8();
    int priority = transaction.options().timing().priority();
    Optional<EmailAddress> named = transaction.recipients().size() == 1 ? to : Optional.empty();
    String lacking = client.login().isPresent() ? lacking(structure, id, when) : "";
    // RFC 8601 section 4: what we found stands above our own trace.
    return Trace.bytes(
        sink.fields(lacking)
            + Trace.received(client, hostname, id, named, utf8, priority, when)
            + lacking
            // Else a message without header could write into our trace: its first line, folded.
            + (sink.startsFolded() ? "\r\n" : ""));
  }

  /** RFC 6409 section 8: what a submitted message lacks. */
  private String lacking(MessageStructure structure, String id, OffsetDateTime when) {
    var fields = new StringBuilder();
    if (structure.field("Date").isEmpty()) {
      fields.append("Date: ").append(DateTimes.format(when)).append("\r\n");
    }
    if (structure.field("Message-ID").isEmpty()) {
      fields.append("Message-ID: <").append(id).append('@').append(hostname).append(">\r\n");
    }
    return fields.toString();
  }
}
