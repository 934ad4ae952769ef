package org.mailstead.jmap.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is pushed is sealed and signed as push services and browsers read it. */
class PushMessageTest {
  private static byte[] decoded(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  /** The example of RFC 8291 section 5. */
  @Test
  void theExampleOfTheStandardComesOut() {
    byte[] sealed =
        PushMessage.encrypt(
            "When I grow up, I want to be a watermelon".getBytes(UTF_8),
            decoded(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN"
                    + "toIAiw4"),
            decoded("BTBZMqHH6r4Tts7J_aSIgg"),
            decoded("DGv6ra1nlYgDCS1FRnbzlw"),
            new BigInteger(1, decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
    assertEquals(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
            + "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWG"
            + "NWQexSgSxsj_Qulcy4a-fN",
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  @Test
  void onlyPointsOfTheCurveAreKeys() {
    byte[] point =
        decoded(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    assertTrue(PushMessage.isPoint(point));
    byte[] beside = point.clone();
    beside[64] ^= 1;
    assertFalse(PushMessage.isPoint(beside));
    assertFalse(PushMessage.isPoint(Arrays.copyOf(point, 64)));
    assertFalse(PushMessage.isPoint(new byte[65]));
  }

  /** RFC 8292 section 2, checked by a library of others. */
  @Test
  void aPushServiceCanCheckWhoPushes() throws Exception {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    var vapid = new Vapid(new byte[] {1, 2, 3, 4}, "mailto:postmaster@example.test", () -> now);
    String field = vapid.authorization("https://push.example.net");
    String token = field.substring("vapid t=".length(), field.indexOf(','));
    assertTrue(field.endsWith(", k=" + vapid.publicKey()), field);
    byte[] point = decoded(vapid.publicKey());
    var key =
        new ECKey.Builder(
                Curve.P_256,
                Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
            .build();
    JWSObject signed = JWSObject.parse(token);
    assertTrue(signed.verify(new ECDSAVerifier(key)));
    assertEquals("https://push.example.net", signed.getPayload().toJSONObject().get("aud"));
    assertEquals(
        now.plusSeconds(12 * 3600).getEpochSecond(), signed.getPayload().toJSONObject().get("exp"));
  }

  @Test
  void theKeyStaysTheSame() {
    var one = new Vapid("home".getBytes(UTF_8), "mailto:a@example.test", Instant::now);
    var other = new Vapid("home".getBytes(UTF_8), "mailto:a@example.test", Instant::now);
    assertEquals(one.publicKey(), other.publicKey());
  }
}
