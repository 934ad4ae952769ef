package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** An authenticator in software, with everything that a bad one might do (Web Authentication). */
public final class SoftPasskey {
  private static final int USER_PRESENT = 1;
  private static final int USER_VERIFIED = 4;
  private static final int ATTESTED = 0x40;

  private final KeyPair keys;
  private final byte[] id;
  public byte[] userHandle = {};
  public String origin = "https://mail.example.test";
  public String relyingParty = "mail.example.test";
  public String type = "";
  public boolean verified = true;
  public int count;

  public SoftPasskey(int number) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    id = ByteBuffer.allocate(16).putInt(number).array();
  }

  private byte[] client(String kind, byte[] challenge) {
    String json =
        "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
            .formatted(type.isEmpty() ? kind : type, url64(challenge), origin);
    return json.getBytes(UTF_8);
  }

  private byte[] authenticator(int flags) throws GeneralSecurityException {
    byte[] party = MessageDigest.getInstance("SHA-256").digest(relyingParty.getBytes(UTF_8));
    int all = flags | USER_PRESENT | (verified ? USER_VERIFIED : 0);
    return ByteBuffer.allocate(37).put(party).put((byte) all).putInt(count).array();
  }

  public String make(Passkeys.Making asked) throws GeneralSecurityException {
    userHandle = asked.user();
    var data = new ByteArrayOutputStream();
    data.writeBytes(authenticator(ATTESTED));
    data.writeBytes(new byte[16]);
    data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
    data.writeBytes(id);
    data.writeBytes(cosePublicKey());
    byte[] inner = data.toByteArray();
    var attestation = new ByteArrayOutputStream();
    attestation.write(0xa3); // a map of three
    attestation.writeBytes(text("fmt"));
    attestation.writeBytes(text("none"));
    attestation.writeBytes(text("attStmt"));
    attestation.write(0xa0);
    attestation.writeBytes(text("authData"));
    attestation.writeBytes(bytes(inner));
    return json(
        "\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\",\"transports\":[\"internal\"]"
            .formatted(
                url64(client("webauthn.create", asked.challenge())),
                url64(attestation.toByteArray())));
  }

  public String use(Passkeys.Asking asked) throws GeneralSecurityException {
    byte[] client = client("webauthn.get", asked.challenge());
    byte[] data = authenticator(0);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(data);
    signature.update(MessageDigest.getInstance("SHA-256").digest(client));
    return json(
        "\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\",\"userHandle\":\"%s\""
            .formatted(url64(client), url64(data), url64(signature.sign()), url64(userHandle)));
  }

  private String json(String response) {
    return ("{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{%s},"
            + "\"clientExtensionResults\":{},\"authenticatorAttachment\":\"platform\"}")
        .formatted(url64(id), url64(id), response);
  }

  private byte[] cosePublicKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    var cose = new ByteArrayOutputStream();
    cose.write(0xa5);
    cose.writeBytes(new byte[] {0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
    cose.writeBytes(bytes(fixed(key.getW().getAffineX())));
    cose.write(0x22);
    cose.writeBytes(bytes(fixed(key.getW().getAffineY())));
    return cose.toByteArray();
  }

  private static byte[] fixed(BigInteger number) {
    byte[] all = number.toByteArray();
    byte[] fixed = new byte[32];
    int from = Math.max(0, all.length - 32);
    System.arraycopy(all, from, fixed, 32 - (all.length - from), all.length - from);
    return fixed;
  }

  private static byte[] text(String text) {
    var out = new ByteArrayOutputStream();
    out.write(0x60 | text.length());
    out.writeBytes(text.getBytes(UTF_8));
    return out.toByteArray();
  }

  private static byte[] bytes(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    out.write(0x58);
    out.write(bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static String url64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
