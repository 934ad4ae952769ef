package org.mailstead.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.OidcSettings;
import org.mailstead.words.EmailAddress;

/**
 * What a provider says of who has signed in.
 *
 * @param subject the provider's name of the person, which it never gives to another
 * @param address one that counts
 * @param strong whether there was a second factor, by the domain's words for it
 * @param proved when the person proved it there; empty when that is not told
 */
record Claimed(
    String issuer,
    String subject,
    Optional<EmailAddress> address,
    String name,
    boolean member,
    boolean strong,
    Optional<Instant> proved) {
  private static final int MOST_NAME = 200;

  /**
   * @param more of the endpoint that tells of people; the token goes first
   */
  static Claimed of(OidcSettings settings, JWTClaimsSet token, Map<String, Object> more) {
    List<String> how = new ArrayList<>(Provider.texts(token.getClaim("amr")));
    how.addAll(Provider.texts(token.getClaim("acr")));
    List<String> groups = Provider.texts(one(token, more, settings.groupsClaim()));
    return new Claimed(
        String.valueOf(token.getIssuer()),
        String.valueOf(token.getSubject()),
        address(settings, token, more),
        name(one(token, more, "name")),
        settings.groups().isEmpty() || settings.groups().stream().anyMatch(groups::contains),
        settings.secondFactor().stream().anyMatch(how::contains),
        token.getClaim("auth_time") instanceof Number seconds
            ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
            : Optional.empty());
  }

  private static @Nullable Object one(JWTClaimsSet token, Map<String, Object> more, String name) {
    Object first = token.getClaim(name);
    return first == null ? more.get(name) : first;
  }

  private static Optional<EmailAddress> address(
      OidcSettings settings, JWTClaimsSet token, Map<String, Object> more) {
    // Address and its being verified are of one and the same source.
    boolean inToken = token.getClaim("email") != null;
    Object address = inToken ? token.getClaim("email") : more.get("email");
    Object verified = inToken ? token.getClaim("email_verified") : more.get("email_verified");
    boolean counts =
        settings.trustsAddresses() || Boolean.TRUE.equals(verified) || "true".equals(verified);
    return counts && address instanceof String text ? EmailAddress.parse(text) : Optional.empty();
  }

  private static String name(@Nullable Object told) {
    String text = told instanceof String name ? name.replaceAll("\\p{Cc}", " ").strip() : "";
    return text.length() > MOST_NAME ? text.substring(0, MOST_NAME) : text;
  }
}
