package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailstead.wire.dns.Tlsa;

/** What TLSA records say of chains of certificates. */
class DaneRecordsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final List<String> NAMES = List.of("mx.one.test", "one.test");

  private record Made(X509Certificate certificate, KeyPair keys) {}

  private static Made root;
  private static Made middle;
  private static Made leaf;
  private static Made stranger;

  @BeforeAll
  static void make() throws Exception {
    root = made("root", Optional.empty(), true, NOW);
    middle = made("middle", Optional.of(root), true, NOW);
    leaf = made("mx.one.test", Optional.of(middle), false, NOW);
    stranger = made("stranger", Optional.empty(), true, NOW);
  }

  private static Made made(String name, Optional<Made> issuer, boolean authority, Instant from)
      throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Principal subject = new X500Principal("CN=" + name);
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.map(i -> i.certificate().getSubjectX500Principal()).orElse(subject),
            BigInteger.valueOf(from.getEpochSecond()),
            Date.from(from.minus(Duration.ofDays(1))),
            Date.from(from.plus(Duration.ofDays(30))),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    var signer =
        new JcaContentSignerBuilder("SHA256withECDSA")
            .build(issuer.map(Made::keys).orElse(keys).getPrivate());
    return new Made(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
  }

  private static Tlsa record(int usage, int selector, int matching, X509Certificate of)
      throws Exception {
    byte[] octets = selector == 0 ? of.getEncoded() : of.getPublicKey().getEncoded();
    byte[] data =
        switch (matching) {
          case 1 -> MessageDigest.getInstance("SHA-256").digest(octets);
          case 2 -> MessageDigest.getInstance("SHA-512").digest(octets);
          default -> octets;
        };
    return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
  }

  private static Optional<Distrust.Kind> check(List<Tlsa> records, Instant now, Made... chain) {
    var peer =
        new PeerIdentity(
            java.util.Arrays.stream(chain).map(Made::certificate).toList(), Optional.empty());
    return DaneRecords.of(records).check(peer, NAMES, now).map(Distrust::kind);
  }

  @Test
  void eachWayToNameACertificateIsUnderstood() throws Exception {
    for (int selector = 0; selector <= 1; selector++) {
      for (int matching = 0; matching <= 2; matching++) {
        String how = selector + " " + matching;
        var own = List.of(record(3, selector, matching, leaf.certificate()));
        assertEquals(Optional.empty(), check(own, NOW, leaf), how);
        assertEquals(Optional.of(Distrust.Kind.UNTRUSTED), check(own, NOW, stranger), how);
        for (Made anchor : List.of(middle, root)) {
          var above = List.of(record(2, selector, matching, anchor.certificate()));
          assertEquals(Optional.empty(), check(above, NOW, leaf, middle, root), how);
        }
      }
    }
  }

  @Test
  void theServersOwnKeyIsEnoughWithoutItsDates() throws Exception {
    var own = List.of(record(3, 1, 1, leaf.certificate()));
    assertEquals(Optional.empty(), check(own, NOW.plus(Duration.ofDays(999)), leaf));
  }

  @Test
  void belowAnAuthorityNamesAndDatesCount() throws Exception {
    var above = List.of(record(2, 0, 1, root.certificate()));
    var other = made("mx.other.test", Optional.of(middle), false, NOW);
    assertEquals(Optional.of(Distrust.Kind.NAME), check(above, NOW, other, middle, root));
    assertEquals(
        Optional.of(Distrust.Kind.EXPIRED),
        check(above, NOW.plus(Duration.ofDays(31)), leaf, middle, root));
  }

  @Test
  void anAuthorityThatIsOnlySentAlongVouchesForNobody() throws Exception {
    var above = List.of(record(2, 0, 1, root.certificate()));
    var self = made("mx.one.test", Optional.empty(), false, NOW);
    assertEquals(Optional.of(Distrust.Kind.UNTRUSTED), check(above, NOW, self, middle, root));
    // Signed by a certificate that is no authority, although it descends from one.
    var child = made("mx.one.test", Optional.of(leaf), false, NOW);
    assertEquals(
        Optional.of(Distrust.Kind.UNTRUSTED), check(above, NOW, child, leaf, middle, root));
  }

  @Test
  void anAuthorityInTheRecordNeedNotBeSent() throws Exception {
    var above = List.of(record(2, 0, 0, root.certificate()));
    assertEquals(Optional.empty(), check(above, NOW, leaf, middle));
  }

  @Test
  void aRecordOfTheServerItselfIsNoAuthority() throws Exception {
    var above = List.of(record(2, 0, 1, leaf.certificate()));
    assertEquals(Optional.of(Distrust.Kind.UNTRUSTED), check(above, NOW, leaf, middle, root));
  }

  @Test
  void ofTwoDigestsTheStrongerCounts() throws Exception {
    var records =
        List.of(record(3, 1, 1, leaf.certificate()), record(3, 1, 2, stranger.certificate()));
    assertEquals(1, DaneRecords.of(records).usable().size());
    assertEquals(Optional.of(Distrust.Kind.UNTRUSTED), check(records, NOW, leaf));
  }

  @Test
  void whatMailCannotUseIsLeftOut() {
    var records =
        List.of(
            new Tlsa(0, 1, 1, "ab".repeat(32)),
            new Tlsa(1, 1, 1, "ab".repeat(32)),
            new Tlsa(3, 2, 1, "ab".repeat(32)),
            new Tlsa(3, 1, 3, "ab".repeat(32)),
            new Tlsa(3, 1, 1, "ab".repeat(31)),
            new Tlsa(3, 1, 2, "ab".repeat(32)),
            new Tlsa(3, 1, 0, ""));
    assertTrue(DaneRecords.of(records).isEmpty());
  }
}
