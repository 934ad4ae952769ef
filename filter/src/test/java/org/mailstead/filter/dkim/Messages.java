package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.mailstead.filter.FakeDns;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;

/** Messages, keys and their checks for tests. */
final class Messages {
  static final String PLAIN =
      """
      From: Ada <ada@example.test>
      To: Bob <bob@example.net>
      Subject: Dinner?
      Date: Tue, 1 Jul 2025 10:00:00 +0000
      Message-ID: <1@example.test>

      Hello Bob,

        at  eight?\t
      Ada
      """;

  static final InstantSource NOW =
      Clock.fixed(Instant.parse("2025-07-01T10:00:00Z"), ZoneOffset.UTC);

  static final SigningKey RSA =
      SigningKey.generate(new KeyName("example.test", "r1"), Algorithm.RSA_SHA256);
  static final SigningKey ED25519 =
      SigningKey.generate(new KeyName("example.test", "e1"), Algorithm.ED25519_SHA256);

  private Messages() {}

  /** The message with line ends as they travel. */
  static SignedMessage message(String text) {
    return octets(text.replace("\r\n", "\n").replace("\n", "\r\n"));
  }

  static SignedMessage octets(String text) {
    try {
      return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static FakeDns dns(SigningKey... keys) {
    var dns = new FakeDns();
    for (SigningKey key : keys) {
      dns.txt(key.name().dnsName(), key.dnsRecord());
    }
    return dns;
  }

  static String sign(String text, SigningKey... keys) {
    try {
      return new DkimSigner(SigningPolicy.DEFAULT, NOW).sign(message(text), List.of(keys)) + text;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Dkim> verify(FakeDns dns, String text) {
    return verify(dns, message(text), DkimLimits.DEFAULT);
  }

  static List<Dkim> verify(FakeDns dns, SignedMessage message, DkimLimits limits) {
    try {
      return new DkimVerifier(dns, NOW, limits).verify(message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> codes(List<Dkim> results) {
    return results.stream().map(dkim -> dkim.result().code()).toList();
  }

  static String sha256(String octets) {
    byte[] digest = PrefixDigest.sha256().digest(octets.getBytes(ISO_8859_1));
    return Base64.getEncoder().encodeToString(digest);
  }
}
