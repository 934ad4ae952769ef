package org.mailstead.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Checks ID tokens (OpenID Connect Core section 3.1.3.7). Signatures of public keys alone count:
 * with a shared secret, whoever knows the public key could sign, and without any everybody.
 */
final class IdTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** How far clocks may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** A token of the flow that was just begun is not older. */
  private static final Duration LIFE = Duration.ofMinutes(15);

  private static final int MOST_TEXT = 64 << 10;
  private static final int MOST_SUBJECT = 255;

  private final Provider provider;

  IdTokens(Provider provider) {
    this.provider = provider;
  }

  /** A token that does not count. */
  static final class Unbelievable extends Exception {
    private static final long serialVersionUID = 1;

    Unbelievable(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * @param nonce of the flow that it is to answer
   * @throws Unbelievable saying why
   * @throws IOException when the provider's keys cannot be had
   */
  JWTClaimsSet check(String text, String nonce, Instant now) throws Unbelievable, IOException {
    if (text.length() > MOST_TEXT) {
      throw new Unbelievable("too long");
    }
    try {
      // Parsed as signed: one without a signature is none, and an encrypted one was not asked for.
      SignedJWT token = SignedJWT.parse(text);
      JWKSet keys = provider.keys(Optional.ofNullable(token.getHeader().getKeyID()));
      var processor = new DefaultJWTProcessor<SecurityContext>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
      processor.setJWTClaimsSetVerifier((claims, _) -> check(claims, nonce, now));
      return processor.process(token, null);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new Unbelievable(String.valueOf(e.getMessage()));
    }
  }

  private void check(JWTClaimsSet claims, String nonce, Instant now) throws BadJWTException {
    String client = provider.settings().client();
    need(provider.settings().issuer().equals(claims.getIssuer()), "of another issuer");
    need(claims.getAudience().contains(client), "for another client");
    Object party = claims.getClaim("azp");
    need(claims.getAudience().size() == 1 || party != null, "for several, and no azp");
    need(party == null || party.equals(client), "asked for by another client");
    Date ends = claims.getExpirationTime();
    Date made = claims.getIssueTime();
    need(ends != null && now.isBefore(ends.toInstant().plus(SKEW)), "over");
    need(
        made != null
            && now.isAfter(made.toInstant().minus(SKEW))
            && now.isBefore(made.toInstant().plus(LIFE)),
        "not made just now");
    need(nonce.equals(claims.getClaim("nonce")), "for another sign-in");
    String subject = claims.getSubject();
    need(
        subject != null
            && !subject.isBlank()
            && subject.length() <= MOST_SUBJECT
            && subject.chars().noneMatch(Character::isISOControl),
        "of nobody");
  }

  private static void need(boolean good, String otherwise) throws BadJWTException {
    if (!good) {
      throw new BadJWTException(otherwise);
    }
  }
}
