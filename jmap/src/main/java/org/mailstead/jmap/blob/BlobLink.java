package org.mailstead.jmap.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a link says. All of it is signed, so that nothing of it can be made another thing.
 *
 * @param owner the id of the account that the blob lies in
 * @param viewer the id of the account that has given the link out
 * @param maker with what the viewer had signed in
 * @param until seconds since 1970
 * @param lock {@link #OPEN}, or what only the password makes, and nobody without our key
 * @param type the media type; empty for none
 */
public record BlobLink(
    String owner,
    String blob,
    String viewer,
    String maker,
    String until,
    String lock,
    String name,
    String type) {
  public static final String PATH =
      "/jmap/link/{owner}/{blob}/{viewer}/{maker}/{until}/{lock}/{signature}/{name*}";

  static final String OPEN = "open";

  private static final String FORM = "mailstead blob link 2";
  private static final String LOCK_FORM = "mailstead blob link lock 2";

  boolean isLocked() {
    return !lock.equals(OPEN);
  }

  /** The same with a password. */
  BlobLink lockedBy(String password, byte[] key, byte[] generation) {
    String made = text(lock(password, key, generation));
    return new BlobLink(owner, blob, viewer, maker, until, made, name, type);
  }

  /** What the lock has to be for a password. */
  byte[] lock(String password, byte[] key, byte[] generation) {
    List<String> parts =
        List.of(LOCK_FORM, owner, blob, viewer, maker, until, name, type, password);
    return mac(parts, key, generation);
  }

  /**
   * @param generation another with every password of the viewer
   */
  byte[] signature(byte[] key, byte[] generation) {
    return mac(List.of(FORM, owner, blob, viewer, maker, until, lock, name, type), key, generation);
  }

  private static byte[] mac(List<String> parts, byte[] key, byte[] generation) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (String part : parts) {
        byte[] octets = part.getBytes(UTF_8);
        mac.update((octets.length + ":").getBytes(UTF_8)); // no part can run into the next
        mac.update(octets);
      }
      return mac.doFinal(generation);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String text(byte[] mac) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  /** The link without the server's name. */
  String url(byte[] signature) {
    List<String> parts =
        List.of(owner, blob, viewer, maker, until, lock, text(signature), encoded(name));
    return "/jmap/link/"
        + String.join("/", parts)
        + (type.isEmpty() ? "" : "?accept=" + encoded(type));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
