package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.MethodError;

/**
 * What a client wants to have of emails (RFC 8621 sections 4.2 and 4.9).
 *
 * @param bodyProperties of each part
 * @param maxBodyValueBytes of each text; 0 for no limit of the client's
 */
record EmailFetch(
    List<String> properties, List<String> bodyProperties, Values values, int maxBodyValueBytes) {
  /** Which texts come along. */
  record Values(boolean text, boolean html, boolean all) {}

  /** A text that is larger is cut, whatever the client says. */
  static final int MAX_VALUE = 8 << 20;

  private static final List<String> PARSED =
      List.of(
          "messageId",
          "inReplyTo",
          "references",
          "sender",
          "from",
          "to",
          "cc",
          "bcc",
          "replyTo",
          "subject",
          "sentAt",
          "hasAttachment",
          "preview",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments");

  private static final List<String> DEFAULT = withMetadata();

  private static final List<String> BODY_DEFAULT =
      List.of(
          "partId",
          "blobId",
          "size",
          "name",
          "type",
          "charset",
          "disposition",
          "cid",
          "language",
          "location");

  private static List<String> withMetadata() {
    List<String> all =
        new ArrayList<>(
            List.of("id", "blobId", "threadId", "mailboxIds", "keywords", "size", "receivedAt"));
    all.addAll(PARSED);
    return List.copyOf(all);
  }

  /**
   * What Email/get is given.
   *
   * @param mayAsk whether a property may be asked for by who uses what he uses
   */
  static EmailFetch get(Arguments in, Predicate<String> mayAsk) {
    EmailFetch fetch = read(in, DEFAULT, mayAsk);
    Set<String> withId = new LinkedHashSet<>(List.of("id"));
    withId.addAll(fetch.properties);
    return new EmailFetch(
        List.copyOf(withId), fetch.bodyProperties, fetch.values, fetch.maxBodyValueBytes);
  }

  /** What Email/parse is given. */
  static EmailFetch parse(Arguments in, Predicate<String> mayAsk) {
    return read(in, PARSED, name -> mayAsk.test(name) && !SmimeProperties.NAMES.contains(name));
  }

  /** As they are given to a client that does not say how it wants them. */
  static EmailFetch usual(List<String> properties) {
    return new EmailFetch(properties, BODY_DEFAULT, new Values(false, false, false), 0);
  }

  private static EmailFetch read(Arguments in, List<String> otherwise, Predicate<String> mayAsk) {
    Optional<List<String>> properties = in.texts("properties");
    List<String> wanted =
        properties.map(all -> List.copyOf(new LinkedHashSet<>(all))).orElse(otherwise);
    for (String property : wanted) {
      check(mayAsk.test(property) && EmailSchema.isProperty(property), property);
    }
    List<String> ofParts = in.texts("bodyProperties").orElse(BODY_DEFAULT);
    for (String property : ofParts) {
      check(PartSchema.isProperty(property), property);
    }
    var values =
        new Values(
            in.flag("fetchTextBodyValues"),
            in.flag("fetchHTMLBodyValues"),
            in.flag("fetchAllBodyValues"));
    long most = in.unsigned("maxBodyValueBytes").orElse(0L);
    return new EmailFetch(
        wanted, List.copyOf(new LinkedHashSet<>(ofParts)), values, (int) Math.min(most, MAX_VALUE));
  }

  private static void check(boolean there, String property) {
    boolean allowed =
        HeaderProperty.isHeader(property)
            ? HeaderProperty.parse(property).filter(HeaderProperty::isAllowed).isPresent()
            : there;
    if (!allowed) {
      throw MethodError.invalidArguments("there is no property " + property);
    }
  }

  int valueLimit() {
    return maxBodyValueBytes == 0 ? MAX_VALUE : maxBodyValueBytes;
  }
}
