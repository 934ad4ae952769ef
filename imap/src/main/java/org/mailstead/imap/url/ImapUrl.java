package org.mailstead.imap.url;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.imap.grammar.FetchGrammar;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.text.PercentCoding;

/**
 * A URL of a message or of a part of one (RFC 5092, RFC 4467), as CATENATE and URLAUTH take it.
 *
 * @param server whose it is; empty for a relative URL, which is the client's own
 * @param mailbox octets of the name, no longer percent-encoded: UTF-8
 * @param section what stands in the brackets of BODY[…]
 */
record ImapUrl(
    Optional<Server> server,
    String mailbox,
    Optional<Long> uidValidity,
    long uid,
    FetchItem.Section section,
    Optional<FetchItem.Partial> partial,
    Optional<UrlAuthorization> authorization) {
  /** Octets of a URL: names, sections and tokens of real ones fit many times. */
  private static final int MAX = 8192;

  /** imapurl up to its path, and all that a client would have to fetch: never ours. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|//.*");

  // imessagepart [iurlauth]; ";UID=20;SECTION=1" without slashes stands in RFC 4467's own examples.
  private static final Pattern MESSAGE =
      Pattern.compile(
          "/(?<mailbox>[^;?#]+?)(;UIDVALIDITY=(?<validity>[1-9][0-9]{0,9}))?"
              + "/?;UID=(?<uid>[1-9][0-9]{0,9})"
              + "(/?;SECTION=(?<section>[^;?#]+?))?"
              + "(/?;PARTIAL=(?<from>[0-9]{1,18})(\\.(?<count>[1-9][0-9]{0,17}))?)?"
              + "(?<authorization>(;EXPIRE=[^;]+)?;URLAUTH=.+)?",
          Pattern.CASE_INSENSITIVE);

  /** Who answers for the mailbox, and where. */
  record Server(Optional<String> user, String host) {
    // iserver = [iuserinfo "@"] host [":" port]
    static Optional<Server> parse(String text) {
      int at = text.lastIndexOf('@');
      String info = at < 0 ? "" : text.substring(0, at);
      int auth = info.indexOf(';');
      String encoded = auth < 0 ? info : info.substring(0, auth);
      Optional<String> user = PercentCoding.decode(encoded).map(ImapReader::utf8);
      String host = text.substring(at + 1).replaceFirst(":[0-9]{0,5}$", "");
      boolean good = user.isPresent() && encoded.indexOf(':') < 0 && !host.isEmpty();
      return good
          ? Optional.of(new Server(user.filter(name -> !name.isEmpty()), host))
          : Optional.empty();
    }
  }

  /**
   * Reads a URL; empty when it is none of a message.
   *
   * @param base the path that a relative one starts from, with slashes at both ends
   */
  static Optional<ImapUrl> parse(String text, String base) {
    if (text.length() > MAX || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return Optional.empty();
    }
    if (text.regionMatches(true, 0, "imap://", 0, 7)) {
      int slash = text.indexOf('/', 7);
      return slash < 0
          ? Optional.empty()
          : Server.parse(text.substring(7, slash))
              .flatMap(server -> message(text, text.substring(slash), Optional.of(server)));
    }
    if (SCHEME.matcher(text).matches()) {
      return Optional.empty();
    }
    String path = text.startsWith("/") ? text : base + text;
    return message(text, DotSegments.remove(path), Optional.empty());
  }

  private static Optional<ImapUrl> message(String text, String path, Optional<Server> server) {
    Matcher parts = MESSAGE.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<String> mailbox = PercentCoding.decode(parts.group("mailbox"));
    Optional<FetchItem.Section> section =
        Optional.ofNullable(parts.group("section"))
            .map(given -> PercentCoding.decode(given).flatMap(FetchGrammar::section))
            .orElse(Optional.of(FetchItem.Section.ALL));
    Optional<String> given = Optional.ofNullable(parts.group("authorization"));
    Optional<UrlAuthorization> authorization =
        given.flatMap(tail -> UrlAuthorization.parse(text, tail));
    // One that cannot be understood does not become none; a relative one says not whose it is.
    boolean bad = given.isPresent() && (authorization.isEmpty() || server.isEmpty());
    if (mailbox.isEmpty() || section.isEmpty() || bad) {
      return Optional.empty();
    }
    return Optional.of(
        new ImapUrl(
            server,
            mailbox.get(),
            Optional.ofNullable(parts.group("validity")).map(Long::parseLong),
            Long.parseLong(parts.group("uid")),
            section.get(),
            partial(parts),
            authorization));
  }

  /** The same without PARTIAL. */
  ImapUrl whole() {
    return new ImapUrl(server, mailbox, uidValidity, uid, section, Optional.empty(), authorization);
  }

  // partial-range = number ["." nz-number]
  private static Optional<FetchItem.Partial> partial(Matcher parts) {
    return Optional.ofNullable(parts.group("from"))
        .map(from -> {
          long count =
              Optional.ofNullable(parts.group("count")).map(Long::parseLong).orElse(Long.MAX_VALUE);
          return new FetchItem.Partial(Long.parseLong(from), count);
        });
  }
}
