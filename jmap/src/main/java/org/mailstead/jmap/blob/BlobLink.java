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
 * @param until seconds since 1970
 * @param type the media type; empty for none
 */
public record BlobLink(
    String owner, String blob, String viewer, String until, String name, String type) {
  public static final String PATH =
      "/jmap/link/{owner}/{blob}/{viewer}/{until}/{signature}/{name*}";

  private static final String FORM = "mailstead blob link 1";

  /**
   * @param generation another with every password of the viewer
   */
  byte[] signature(byte[] key, byte[] generation) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (String part : List.of(FORM, owner, blob, viewer, until, name, type)) {
        byte[] octets = part.getBytes(UTF_8);
        mac.update((octets.length + ":").getBytes(UTF_8)); // no part can run into the next
        mac.update(octets);
      }
      return mac.doFinal(generation);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** The link without the server's name. */
  String url(byte[] signature) {
    String signed = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    String path = String.join("/", List.of(owner, blob, viewer, until, signed, encoded(name)));
    return "/jmap/link/" + path + (type.isEmpty() ? "" : "?accept=" + encoded(type));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
