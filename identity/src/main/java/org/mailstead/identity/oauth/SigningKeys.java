package org.mailstead.identity.oauth;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.mailstead.identity.rows.OAuthKeyRow;
import org.mailstead.identity.rows.OAuthKeysRow;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Row;

/**
 * What ID tokens are signed with: RSA with SHA-256, which every client of OpenID Connect knows. A
 * new key is shown a day before it signs, and an old one for a week after, so that nobody who keeps
 * the keys for a while meets one that he does not know.
 */
public final class SigningKeys {
  static final Duration SIGNS_FOR = Duration.ofDays(90);
  static final Duration SHOWN_BEFORE = Duration.ofDays(1);
  static final Duration SHOWN_AFTER = Duration.ofDays(7);

  private static final Key KEY = Key.of(0x42, 0);
  private static final String PURPOSE = "oauth signing key";
  private static final int BITS = 2048;
  private static final int ID = 8;

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;

  SigningKeys(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The keys as others see them (RFC 7517). */
  public String json() {
    List<com.nimbusds.jose.jwk.JWK> known =
        rows().stream().map(row -> (com.nimbusds.jose.jwk.JWK) shown(row)).toList();
    return new JWKSet(known).toString();
  }

  private static RSAKey shown(OAuthKeyRow row) {
    try {
      var known =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new X509EncodedKeySpec(row.getKnown().toByteArray()));
      return new RSAKey.Builder(known)
          .keyID(row.getId())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** A signed token of these claims (RFC 7519). */
  String sign(Map<String, Object> claims) {
    OAuthKeyRow row = signing(rows());
    try {
      PrivateKey secret =
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(
                      secrets
                          .open(row.getId(), PURPOSE, row.getSecret().toByteArray())
                          .orElseThrow(
                              () -> new IllegalStateException("a signing key of another home"))));
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID(row.getId())
              .type(com.nimbusds.jose.JOSEObjectType.JWT)
              .build();
      var token = new JWSObject(header, new Payload(claims));
      token.sign(new RSASSASigner(secret));
      return token.serialize();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** The newest that everybody can know by now; at the very beginning the only one. */
  private OAuthKeyRow signing(List<OAuthKeyRow> rows) {
    long known = clock.millis() - SHOWN_BEFORE.toMillis();
    return rows.reversed().stream()
        .filter(row -> row.getMadeMs() <= known)
        .findFirst()
        .orElse(rows.getFirst());
  }

  /** What is there, the newest last; made and thrown away as time goes by. */
  private List<OAuthKeyRow> rows() {
    List<OAuthKeyRow> rows =
        store
            .read(Clients.PARTITION)
            .get(KEY)
            .map(bytes -> Row.read(bytes, OAuthKeysRow.parser()).getKeysList())
            .orElse(List.of());
    if (!needsNew(rows)) {
      return rows;
    }
    OAuthKeyRow fresh = make();
    return store.change(
        Clients.PARTITION,
        draft -> {
          OAuthKeysRow before =
              draft
                  .get(KEY)
                  .map(bytes -> Row.read(bytes, OAuthKeysRow.parser()))
                  .orElseGet(OAuthKeysRow::getDefaultInstance);
          if (!needsNew(before.getKeysList())) {
            return before.getKeysList(); // somebody else was quicker
          }
          long oldest = clock.millis() - SIGNS_FOR.plus(SHOWN_AFTER).toMillis();
          List<OAuthKeyRow> kept =
              before.getKeysList().stream().filter(row -> row.getMadeMs() > oldest).toList();
          OAuthKeysRow now = before.toBuilder().clearKeys().addAllKeys(kept).addKeys(fresh).build();
          draft.put(KEY, Row.write(now));
          return now.getKeysList();
        });
  }

  private boolean needsNew(List<OAuthKeyRow> rows) {
    return rows.isEmpty()
        || rows.getLast().getMadeMs() <= clock.millis() - SIGNS_FOR.minus(SHOWN_BEFORE).toMillis();
  }

  private OAuthKeyRow make() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      String id = HexFormat.of().formatHex(secrets.random(ID));
      byte[] sealed = secrets.seal(id, PURPOSE, pair.getPrivate().getEncoded());
      return OAuthKeyRow.newBuilder()
          .setId(id)
          .setSecret(ByteString.copyFrom(sealed))
          .setKnown(ByteString.copyFrom(pair.getPublic().getEncoded()))
          .setMadeMs(clock.millis())
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }
}
