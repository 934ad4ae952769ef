package org.mailstead.identity.oauth;

/**
 * A request that OAuth refuses, in the standard's own words (RFC 6749 section 5.2).
 *
 * @see Kind
 */
public final class OAuthError extends Exception {
  private static final long serialVersionUID = 1;

  /** The words of RFC 6749, RFC 8628 and RFC 7591. */
  public enum Kind {
    INVALID_REQUEST,
    INVALID_CLIENT,
    INVALID_GRANT,
    UNAUTHORIZED_CLIENT,
    UNSUPPORTED_GRANT_TYPE,
    UNSUPPORTED_RESPONSE_TYPE,
    INVALID_SCOPE,
    ACCESS_DENIED,
    LOGIN_REQUIRED,
    AUTHORIZATION_PENDING,
    SLOW_DOWN,
    EXPIRED_TOKEN,
    INVALID_REDIRECT_URI,
    INVALID_CLIENT_METADATA,
    TEMPORARILY_UNAVAILABLE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Kind kind;
  private final String why;

  public OAuthError(Kind kind, String why) {
    super(kind.word() + ": " + why, null, false, false);
    this.kind = kind;
    this.why = why;
  }

  public Kind kind() {
    return kind;
  }

  /** For the program's developer. */
  public String why() {
    return why;
  }
}
