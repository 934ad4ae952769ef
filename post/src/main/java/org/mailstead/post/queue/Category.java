package org.mailstead.post.queue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a message did not get through, in plain terms: the enhanced status code says it (RFC 3463,
 * RFC 5248 and the codes registered since), or the words that servers are known to use where the
 * code is a general one. The names are stored.
 */
public enum Category {
  NO_SUCH_ADDRESS,
  NO_SUCH_DOMAIN,
  /** The mailbox is there and takes nothing. */
  SWITCHED_OFF,
  MAILBOX_FULL,
  TOO_LARGE,
  /** What the message says looks like junk. */
  SPAM,
  /** The server does not like this server's address or domain. */
  BLOCKED,
  /** SPF, DKIM or DMARC did not hold. */
  AUTHENTICATION,
  POLICY,
  GREYLISTED,
  TOO_FAST,
  DNS,
  /** No server was reached, or the connection was lost. */
  CONNECTION,
  TLS,
  LOOP,
  /** It cannot take this kind of message. */
  CONTENT,
  /** It has a problem of its own. */
  THEIR_FAULT,
  OUR_FAULT,
  /** It was tried for as long as mail is tried. */
  TOO_LONG,
  OTHER;

  /** Sentences of known servers, in lower case, and what they mean; the first that fits counts. */
  private record Words(Category category, List<String> any) {}

  private static final List<Words> KNOWN =
      List.of(
          new Words(
              GREYLISTED, List.of("greylist", "graylist", "grey-list", "gray-list", "greylisting")),
          new Words(
              BLOCKED,
              List.of(
                  "spamhaus",
                  "spamcop",
                  "barracuda",
                  "dnsbl",
                  "rbl",
                  "blocklist",
                  "block list",
                  "blacklist",
                  "blocked using",
                  "poor reputation",
                  "low reputation",
                  "bad reputation",
                  "reverse dns",
                  "ptr record",
                  "listed at")),
          new Words(
              AUTHENTICATION, List.of("dmarc", "dkim", "spf ", "spf:", "sender policy framework")),
          new Words(
              TOO_FAST,
              List.of(
                  "rate limit",
                  "ratelimit",
                  "too many connections",
                  "too many messages",
                  "throttl",
                  "sending too fast",
                  "unusual rate")),
          new Words(
              MAILBOX_FULL,
              List.of(
                  "mailbox full",
                  "mailbox is full",
                  "over quota",
                  "overquota",
                  "quota exceeded",
                  "exceeded storage",
                  "out of storage",
                  "insufficient storage for user")),
          new Words(
              NO_SUCH_ADDRESS,
              List.of(
                  "user unknown",
                  "unknown user",
                  "no such user",
                  "no such mailbox",
                  "no such recipient",
                  "user does not exist",
                  "account that you tried to reach does not exist",
                  "recipient address rejected: undeliverable",
                  "recipient not found",
                  "mailbox not found",
                  "mailbox unavailable",
                  "unrouteable address",
                  "invalid recipient",
                  "unknown recipient")),
          new Words(
              SWITCHED_OFF,
              List.of(
                  "account disabled", "account has been disabled", "mailbox disabled", "inactive")),
          new Words(
              SPAM,
              List.of(
                  "spam",
                  "junk",
                  "unsolicited",
                  "bulk mail",
                  "virus",
                  "malware",
                  "phish",
                  "suspicious content",
                  "content rejected")),
          new Words(
              TLS, List.of("tls required", "starttls", "must issue a starttls", "encryption")),
          new Words(TOO_LARGE, List.of("too large", "too big", "size limit", "exceeds size")));

  // status-code = class "." subject "." detail
  private static final Pattern STATUS = Pattern.compile("[245]\\.(\\d{1,3})\\.(\\d{1,3})");

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key of its sentence. */
  String sentence() {
    return "why." + key();
  }

  /** As it is stored; unknown to this release when a newer one wrote it. */
  static Optional<Category> ofName(String name) {
    for (Category category : values()) {
      if (category.name().equals(name)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }

  /**
   * What an answer means.
   *
   * @param code of SMTP; 0 when no server said it
   */
  static Category of(int code, String status, String text) {
    Category plain = ofStatus(status);
    if (code == 0) {
      return plain;
    }
    // Code and words say the same as a rule; a general code says less than the words.
    if (plain != OTHER && plain != POLICY && plain != THEIR_FAULT) {
      return plain;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (Words known : KNOWN) {
      if (known.any().stream().anyMatch(lower::contains)) {
        return known.category();
      }
    }
    return plain == OTHER ? ofCode(code) : plain;
  }

  // RFC 5321 section 4.2.3: where a server gives no enhanced code.
  private static Category ofCode(int code) {
    return switch (code) {
      case 421, 451 -> THEIR_FAULT;
      case 551, 553 -> NO_SUCH_ADDRESS;
      case 552 -> TOO_LARGE;
      default -> OTHER;
    };
  }

  static Category ofStatus(String status) {
    Matcher parts = STATUS.matcher(status);
    if (!parts.matches()) {
      return OTHER;
    }
    int detail = Integer.parseInt(parts.group(2));
    return switch (parts.group(1)) {
      case "1" -> address(detail);
      case "2" -> mailbox(detail);
      case "3" -> system(detail);
      case "4" -> network(detail);
      case "5" -> detail == 3 ? TOO_FAST : OTHER;
      case "6" -> CONTENT;
      case "7" -> security(detail);
      default -> OTHER;
    };
  }

  private static Category address(int detail) {
    return switch (detail) {
      case 1, 3, 6 -> NO_SUCH_ADDRESS;
      case 2, 10 -> NO_SUCH_DOMAIN;
      case 7, 8 -> POLICY;
      default -> OTHER;
    };
  }

  private static Category mailbox(int detail) {
    return switch (detail) {
      case 1 -> SWITCHED_OFF;
      case 2 -> MAILBOX_FULL;
      case 3 -> TOO_LARGE;
      default -> OTHER;
    };
  }

  private static Category system(int detail) {
    return switch (detail) {
      case 0, 1, 2, 5 -> THEIR_FAULT;
      case 3 -> CONTENT;
      case 4 -> TOO_LARGE;
      default -> OTHER;
    };
  }

  private static Category network(int detail) {
    return switch (detail) {
      case 1, 2 -> CONNECTION;
      case 3, 4 -> DNS;
      case 5 -> TOO_FAST;
      case 6 -> LOOP;
      case 7 -> TOO_LONG;
      default -> OTHER;
    };
  }

  private static Category security(int detail) {
    return switch (detail) {
      case 10, 11, 30 -> TLS;
      case 17, 18, 19 -> NO_SUCH_ADDRESS; // the address has another owner now (RFC 7293)
      case 20, 21, 22, 23, 24, 26, 29 -> AUTHENTICATION;
      case 25, 27 -> BLOCKED;
      case 28 -> TOO_FAST;
      default -> POLICY;
    };
  }

  /** Whether it says that nobody is there, now and later. */
  boolean meansNobody() {
    return this == NO_SUCH_ADDRESS || this == SWITCHED_OFF;
  }
}
