package org.mailstead.imap.response;

import org.mailstead.identity.signin.SignInText;
import org.mailstead.imap.text.PercentCoding;
import org.mailstead.words.Problem;

/** Says in IMAP's words why something cannot be done (RFC 5530, RFC 9051 section 7.1). */
public final class Respond {
  /**
   * The key of a problem whose argument is a URL that leads to no message (RFC 4469 section 4.1).
   */
  public static final String BAD_URL = "append.url";

  /** The key of a problem that ENABLE UTF8=ACCEPT would solve. */
  public static final String NEEDS_UTF8 = "append.utf8";

  /** The key of a problem with a use that cannot be given (RFC 6154 section 3). */
  public static final String BAD_USE = "mailbox.use";

  /** What a client hears that has given up sequence numbers and uses them (RFC 9586 section 3). */
  public static final String UID_REQUIRED = "[UIDREQUIRED] you enabled UIDONLY";

  /** The key of a problem whose argument is how many texts a search may look for in messages. */
  public static final String TEXTS = "search.texts";

  private Respond() {}

  static String of(Problem problem) {
    return switch (problem.kind()) {
      case NOT_FOUND ->
          problem.key().equals("search.filter")
              ? "[UNDEFINED-FILTER " + problem.arguments().getFirst() + "] there is no such filter"
              : "[NONEXISTENT] there is no such thing";
      case EXISTS ->
          problem.key().equals("mailbox.role")
              ? "[USEATTR] another mailbox has that use"
              : "[ALREADYEXISTS] that exists already";
      case INVALID ->
          problem.key().equals(BAD_URL)
              ? badUrl(problem.arguments().getFirst())
              : "[CANNOT] that cannot be: " + problem.key();
      case NOT_PERMITTED -> "[NOPERM] not permitted";
      case NOT_AUTHENTICATED -> "[AUTHENTICATIONFAILED] sign in first";
      case BAD_CREDENTIALS ->
          // What a person has to do reaches him only as an alert (RFC 9051 section 7.1).
          (SignInText.isTooWeak(problem) ? "[ALERT] " : "[AUTHENTICATIONFAILED] ")
              + SignInText.of(problem);
      case NEEDS_TLS -> "[PRIVACYREQUIRED] say STARTTLS first";
      case OVER_QUOTA -> "[OVERQUOTA] the mailbox is full";
      case TOO_LARGE ->
          problem.key().equals("annotation.size")
              ? "[METADATA MAXSIZE " + problem.arguments().getFirst() + "] that is too large"
              : "[TOOBIG] that is too large";
      case TOO_MANY ->
          problem.key().equals("annotation.limit")
              ? "[METADATA TOOMANY] that is too many"
              : problem.key().equals(TEXTS)
                  ? "[LIMIT] too many texts to look for in messages; the limit is: "
                      + problem.arguments().getFirst()
                  : "[LIMIT] that is too many";
      case RATE_LIMITED -> "[LIMIT] too often; try again later";
      case BUSY ->
          problem.key().equals("mailbox.children")
              ? "[HASCHILDREN] other mailboxes lie in it"
              : "[INUSE] in use; try again";
      case CONFLICT -> "[INUSE] it changed meanwhile; try again";
      case EXPIRED -> "[EXPIRED] too old";
      case UNAVAILABLE -> "[UNAVAILABLE] not available now; try again later";
      case NO_SPACE -> "[UNAVAILABLE] the server has no room now; try again later";
      case UNSUPPORTED ->
          problem.key().equals("search.charset")
              ? "[BADCHARSET (US-ASCII UTF-8)] unknown character set"
              : problem.key().equals(NEEDS_UTF8)
                  ? "[CANNOT] say ENABLE UTF8=ACCEPT first"
                  : problem.key().equals(BAD_USE)
                      ? "[USEATTR] a mailbox cannot have that use here"
                      : "[CANNOT] not offered here";
      case NOT_LOCAL -> "[CANNOT] that is not here";
      case LOOP -> "[CANNOT] that goes round in circles";
      case REFUSED -> "[NOPERM] refused";
      case CORRUPT -> "[CORRUPTION] what is stored cannot be read";
    };
  }

  // url-resp-text = any text but "]" and "\\"
  private static String badUrl(String url) {
    boolean sayable = url.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ']' && c != '\\');
    return sayable && !url.isEmpty()
        ? "[BADURL " + url + "] no message is there"
        : "[BADURL " + PercentCoding.encode(url) + "] no message is there";
  }
}
