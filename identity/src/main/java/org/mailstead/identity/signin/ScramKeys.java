package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import org.mailstead.identity.rows.ScramKeysRow;

/**
 * What a server keeps to check SCRAM (RFC 5802 section 3): enough to verify a client, not enough to
 * be one.
 */
record ScramKeys(byte[] storedKey, byte[] serverKey) {
  static ScramKeys of(ScramHash hash, String password, ScramSalt salt) {
    byte[] salted = hash.saltedPassword(password, salt.salt(), salt.iterations());
    byte[] clientKey = hash.hmac(salted, "Client Key".getBytes(UTF_8));
    return new ScramKeys(hash.digest(clientKey), hash.hmac(salted, "Server Key".getBytes(UTF_8)));
  }

  ScramKeysRow row() {
    return ScramKeysRow.newBuilder()
        .setStoredKey(ByteString.copyFrom(storedKey))
        .setServerKey(ByteString.copyFrom(serverKey))
        .build();
  }

  static ScramKeys of(ScramKeysRow row) {
    return new ScramKeys(row.getStoredKey().toByteArray(), row.getServerKey().toByteArray());
  }
}
