package org.mailstead.filter.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.filter.smime.People.ADA;
import static org.mailstead.filter.smime.People.BOB;
import static org.mailstead.filter.smime.People.CONTENT;
import static org.mailstead.filter.smime.People.HEADER;
import static org.mailstead.filter.smime.People.ISSUER;
import static org.mailstead.filter.smime.People.NOW;
import static org.mailstead.filter.smime.People.ROOT;
import static org.mailstead.filter.smime.People.message;
import static org.mailstead.filter.smime.People.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.SignedMessage;
import org.mailstead.testkit.Signer;

/** Signatures of S/MIME: which hold, and why others do not. */
class SmimeVerifierTest {
  private static final Duration YEAR = Duration.ofDays(365);

  private static void holds(String message) {
    assertEquals(List.of(), verify(message).errors());
    assertEquals(SmimeVerdict.Result.VERIFIED, verify(message).result());
  }

  private static void fails(String why, String message) {
    fails(why, verify(message));
  }

  private static void fails(String why, SmimeVerdict verdict) {
    assertEquals(SmimeVerdict.Result.FAILED, verdict.result());
    assertTrue(String.join(" ", verdict.errors()).contains(why), verdict.toString());
  }

  private static Optional<SmimeForm> form(String message) {
    return SmimeForm.of(MessageStructure.of(message.getBytes(ISO_8859_1)).body());
  }

  // ---- what holds

  @Test
  void aSignatureBesideTheContentHolds() {
    holds(message().by(ADA).detached());
  }

  @Test
  void aSignatureAroundTheContentHolds() {
    holds(message().by(ADA).opaque());
    holds(message().by(ADA).opaque("name=smime.p7m", message().by(ADA).cms(true)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Signer.Kind.class,
      names = {"RSA", "P256", "P384", "ED25519"})
  void keysOfAllKindsSign(Signer.Kind kind) {
    Signer signer = Signer.named("CN=A", NOW).kind(kind).mail("ada@example.test").by(ISSUER);
    holds(message().by(signer, kind.signature()).detached());
    holds(message().by(signer, kind.signature()).opaque());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSAandMGF1", "SHA512withRSA", "SHA384withRSA"})
  void rsaSignsInSeveralWays(String algorithm) {
    holds(message().by(ADA, algorithm).detached());
    Signer signer =
        Signer.named("CN=A", NOW).mail("ada@example.test").signature(algorithm).by(ROOT);
    holds(message().by(signer).detached());
  }

  @Test
  void theCaseOfAnAddressDoesNotMatter() {
    String header = "From: <ADA@Example.TEST>\r\n";
    holds(People.message(header, CONTENT).by(ADA).detached());
  }

  @Test
  void oldCertificatesHaveTheAddressInTheSubject() {
    Signer old = Signer.named("CN=Ada,E=ada@example.test", NOW).by(ISSUER);
    holds(message().by(old).detached());
  }

  @Test
  void addressesBeyondAsciiHaveANameOfTheirOwn() {
    Signer signer = Signer.named("CN=J", NOW).utf8Mail("jürgen@xn--bcher-kva.example").by(ISSUER);
    byte[] from = "From: <jürgen@bücher.example>\r\n".getBytes(StandardCharsets.UTF_8);
    holds(People.message(new String(from, ISO_8859_1), CONTENT).by(signer).detached());
    byte[] other = "From: <JÜRGEN@bücher.example>\r\n".getBytes(StandardCharsets.UTF_8);
    fails(
        "not for the address",
        People.message(new String(other, ISO_8859_1), CONTENT).by(signer).detached());
  }

  @Test
  void lineEndsThatWereLostOnTheWayDoNotMatter() {
    holds(message().by(ADA).detached().replace("\r\n", "\n"));
  }

  @Test
  void whoIsTrustedByHimselfNeedsNobodyElse() {
    Signer own = Signer.named("CN=Own", NOW).mail("ada@example.test").bySelf();
    TrustedRoots roots = TrustedRoots.of(List.of(own.certificate()));
    assertEquals(List.of(), verify(message().by(own).detached(), NOW, roots).errors());
    fails("expired", verify(message().by(own).detached(), NOW.plus(YEAR), roots));
  }

  @Test
  void twoWhoBothAreRightHold() {
    String header = "From: ada@example.test, bob@example.test\r\n";
    holds(People.message(header, CONTENT).by(ADA).by(BOB).detached());
    fails("not for the address", People.message(header, CONTENT).by(ADA).detached());
  }

  // ---- content

  @Test
  void whatWasChangedIsNoticed() {
    fails(SignatureReader.CHANGED, message().by(ADA).detached().replace("noon", "nine"));
  }

  @Test
  void theHeaderOfTheSignedPartIsSignedToo() {
    fails(SignatureReader.CHANGED, message().by(ADA).detached().replace("utf-8", "utf-7"));
  }

  @Test
  void whatIsAddedIsNoticed() {
    String signed = message().by(ADA).detached();
    fails(SignatureReader.CHANGED, signed.replace("Ada\r\n", "Ada\r\n\r\n"));
    String third = "--signed-parts\r\n\r\nnot signed\r\n--signed-parts--\r\n";
    fails("two parts", signed.replace("--signed-parts--\r\n", third));
  }

  @Test
  void contentInsideASignatureThatIsChangedIsNoticed() {
    byte[] cms = message().by(ADA).cms(true);
    String octets = new String(cms, ISO_8859_1).replace("noon", "nine");
    fails(
        SignatureReader.CHANGED,
        message().opaque("smime-type=signed-data", octets.getBytes(ISO_8859_1)));
  }

  @Test
  void aSignatureOverSomethingElseIsNone() {
    byte[] other = SignedMessage.of("", "Content-Type: text/plain\r\n\r\nother").by(ADA).cms(false);
    fails(SignatureReader.CHANGED, message().detached(other));
    fails("a content of its own", message().detached(message().by(ADA).cms(true)));
    fails("not what was signed", message().opaque("name=a.p7m", message().by(ADA).cms(false)));
  }

  @Test
  void onlyMailIsSigned() {
    String receipt = "1.2.840.113549.1.9.16.1.1";
    fails("no mail", message().by(ADA).type(receipt).opaque());
  }

  // ---- who

  @Test
  void somebodyElseIsNoticed() {
    fails("not for the address in From, but for bob@example.test", message().by(BOB).detached());
    Signer nobody = Signer.named("CN=Nobody", NOW).by(ISSUER);
    fails("names no mail address", message().by(nobody).detached());
    String two = HEADER + "From: bob@example.test\r\n";
    fails("cannot be said", People.message(two, CONTENT).by(ADA).detached());
    fails("cannot be said", People.message("Subject: a\r\n", CONTENT).by(ADA).detached());
    String group = "From: undisclosed:;\r\n";
    fails("not for the address", People.message(group, CONTENT).by(ADA).detached());
  }

  @Test
  void aNameThatLooksLikeAnAddressIsNone() {
    Signer sly = Signer.named("CN=ada@example.test", NOW).mail("eve@evil.test").by(ISSUER);
    fails("but for eve@evil.test", message().by(sly).detached());
    Signer cut = Signer.named("CN=Eve", NOW).mail("ada@example.test\0.evil.test").by(ISSUER);
    fails("no mail address", message().by(cut).detached());
  }

  @Test
  void oneOfTwoWhoIsWrongIsEnough() {
    Signer stranger = Signer.named("CN=S", NOW).mail("ada@example.test").bySelf();
    fails("signed by itself", message().by(ADA).by(stranger).detached());
    fails("signed by itself", message().by(stranger).by(ADA).detached());
  }

  @Test
  void aCertificateThatIsNotThereIsMissed() {
    fails("does not bring the certificate", message().by(ADA).withoutCertificates().detached());
  }

  @Test
  void aCertificateOfTheSameNameAndNumberDoesNotHelp() {
    Signer other = Signer.named("CN=Ada", NOW).mail("ada@example.test").by(ISSUER);
    String signed = message().by(BOB).withoutCertificates().with(other.chain()).detached();
    fails("does not bring the certificate", signed);
  }

  // ---- trust

  @Test
  void strangersAreNotTrusted() {
    Signer strange = Signer.named("CN=Strange Root", NOW).authority().bySelf();
    Signer signer = Signer.named("CN=Ada", NOW).mail("ada@example.test").by(strange);
    fails("issued by Strange Root", message().by(signer).detached());
    Signer own = Signer.named("CN=Own", NOW).mail("ada@example.test").bySelf();
    fails("signed by itself", message().by(own).detached());
    // A root's name is not its key.
    Signer fake = Signer.named("CN=Test Root", NOW).authority().bySelf();
    Signer sly = Signer.named("CN=Ada", NOW).mail("ada@example.test").by(fake);
    fails("issued by Test Root", message().by(sly).with(fake.chain()).detached());
  }

  @Test
  void anIssuerThatDoesNotComeAlongIsNotFound() {
    String signed =
        message().by(ADA).withoutCertificates().with(List.of(ADA.certificate())).detached();
    fails("issued by Test Issuer", signed);
  }

  @Test
  void whoMayNotVouchForOthersDoesNot() {
    Signer sly = Signer.named("CN=Eve", NOW).mail("ada@example.test").by(BOB);
    fails("is not for that", message().by(sly).detached());
  }

  @Test
  void certificatesAreValidForATime() {
    String signed = message().by(ADA).detached();
    fails("has expired on 2026-04-12", verify(signed, NOW.plus(YEAR)));
    fails("not valid before", verify(signed, NOW.minus(YEAR)));
    Signer early =
        Signer.named("CN=A", NOW)
            .mail("ada@example.test")
            .valid(NOW.minus(YEAR), NOW.minus(Duration.ofDays(2)))
            .by(ISSUER);
    fails("when the signer's certificate was not valid", message().by(early).detached());
    Signer brief =
        Signer.named("CN=Brief", NOW)
            .authority()
            .valid(NOW.minus(YEAR), NOW.minus(Duration.ofDays(2)))
            .by(ROOT);
    Signer late = Signer.named("CN=A", NOW).mail("ada@example.test").by(brief);
    fails("that vouches for the signer's has expired", message().by(late).detached());
  }

  @Test
  void nobodySignsInTheFuture() {
    String signed = message().at(NOW.plus(Duration.ofDays(3))).by(ADA).detached();
    fails("later than the message came", signed);
  }

  @Test
  void certificatesAreForSomething() {
    Signer server =
        Signer.named("CN=A", NOW)
            .mail("ada@example.test")
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .by(ISSUER);
    fails("not for mail", message().by(server).detached());
    Signer reads =
        Signer.named("CN=A", NOW)
            .mail("ada@example.test")
            .usage(KeyUsage.keyEncipherment)
            .by(ISSUER);
    fails("not for signing", message().by(reads).detached());
    Signer any =
        Signer.named("CN=A", NOW)
            .mail("ada@example.test")
            .purpose(KeyPurposeId.anyExtendedKeyUsage)
            .usage(KeyUsage.nonRepudiation)
            .by(ISSUER);
    holds(message().by(any).detached());
  }

  // ---- strength

  @Test
  void whatIsWeakIsNotBelieved() {
    fails("SHA-1 is not safe", message().by(ADA, "SHA1withRSA").detached());
    fails("MD5 is not safe", message().by(ADA, "MD5withRSA").detached());
    fails("SHA-1 is not safe", message().by(ADA, "SHA1withRSAandMGF1").detached());
    Signer small =
        Signer.named("CN=A", NOW).mail("ada@example.test").kind(Signer.Kind.WEAK_RSA).by(ISSUER);
    fails("only 1024 bits", message().by(small).detached());
    Signer old =
        Signer.named("CN=A", NOW).mail("ada@example.test").signature("SHA1withRSA").by(ROOT);
    fails("SHA-1 is not safe", message().by(old).detached());
    Signer between = Signer.named("CN=W", NOW).authority().kind(Signer.Kind.WEAK_RSA).by(ROOT);
    Signer above = Signer.named("CN=A", NOW).mail("ada@example.test").by(between);
    fails("issued by W", message().by(above).detached());
  }

  // ---- forms

  @Test
  void otherFormsAreNotKnown() {
    String signed = message().by(ADA).detached();
    String pgp = signed.replace("application/pkcs7-signature", "application/pgp-signature");
    assertEquals(SmimeVerdict.Result.UNKNOWN, verify(pgp).result());
    byte[] onlyCertificates = message().with(ADA.chain()).cms(false);
    assertEquals(
        SmimeVerdict.Result.UNKNOWN,
        verify(message().opaque("name=smime.p7m", onlyCertificates)).result());
    for (String type : List.of("enveloped-data", "compressed-data", "certs-only", "other")) {
      String message = message().opaque("smime-type=" + type, new byte[] {1});
      assertEquals(SmimeVerdict.Result.UNKNOWN, verify(message).result());
    }
    fails("and is not", message().opaque("smime-type=signed-data", onlyCertificates));
    fails("where the message says", message().detached(onlyCertificates));
    fails(
        "not a signature", signed.replace("application/pkcs7-signature; name", "text/plain; name"));
  }

  @Test
  void onlyTheOutermostEntityCounts() {
    String signed = message().by(ADA).detached();
    String inner = signed.substring(signed.indexOf("Content-Type"));
    String list =
        HEADER
            + "Content-Type: multipart/mixed; boundary=list\r\n\r\n--list\r\n"
            + inner
            + "\r\n--list\r\n\r\nTo leave the list, write to it.\r\n--list--\r\n";
    assertEquals(Optional.empty(), form(list));
    assertEquals(Optional.empty(), form(HEADER + "\r\nplain"));
    assertEquals(Optional.empty(), form(HEADER + "Content-Type: multipart/signed\r\n\r\nplain"));
    String named = HEADER + "Content-Type: application/octet-stream; name=\"smime.P7M\"\r\n\r\nx";
    assertTrue(form(named).orElseThrow() instanceof SmimeForm.Opaque);
  }

  @Test
  void aMessageAsAnAttachmentMayBeSigned() {
    String content = "Content-Type: message/rfc822\r\n\r\nFrom: c@example.test\r\n\r\nInside\r\n";
    holds(People.message(HEADER, content).by(ADA).detached());
    String nested = message().by(BOB).detached().replace(HEADER, "");
    holds(
        People.message(
                HEADER,
                nested
                    .substring(nested.indexOf("Content-Type"))
                    .replace("signed-parts", "inner-parts"))
            .by(ADA)
            .detached());
  }

  // ---- broken and hostile

  @Test
  void whatIsCutOffIsSaidToBe() {
    byte[] cms = message().by(ADA).cms(false);
    for (int length = 0; length < cms.length; length += 7) {
      byte[] part = Arrays.copyOf(cms, length);
      SmimeVerdict verdict = verify(message().detached(part));
      assertEquals(SmimeVerdict.Result.FAILED, verdict.result());
    }
    fails("cut off", message().detached(Arrays.copyOf(cms, cms.length - 1)));
  }

  @Test
  void noSingleOctetThatIsOtherIsBelieved() {
    byte[] cms = message().by(ADA).cms(false);
    int good = 0;
    for (int at = 0; at < cms.length; at += 3) {
      byte[] other = cms.clone();
      other[at] ^= 0x10;
      good += verify(message().detached(other)).errors().isEmpty() ? 1 : 0;
    }
    // A few octets are not signed: the version, what the library does not ask of unused digests.
    assertTrue(good <= 12, good + " of " + cms.length / 3);
  }

  /** What counts signers, and what reads them, may not see it differently. */
  @Test
  void aMessageThatNobodySignedIsNotSigned() throws IOException {
    var signed =
        SignedData.getInstance(ContentInfo.getInstance(message().by(ADA).cms(false)).getContent());
    var fields = new ASN1EncodableVector();
    fields.add(signed.getVersion());
    fields.add(signed.getDigestAlgorithms());
    fields.add(signed.getEncapContentInfo());
    fields.add(new DERSet());
    fields.add(signed.getSignerInfos());
    var whole = new ContentInfo(CMSObjectIdentifiers.signedData, new DERSequence(fields));
    SmimeVerdict verdict = verify(message().detached(whole.getEncoded()));
    assertEquals(SmimeVerdict.Result.FAILED, verdict.result());
  }

  @Test
  void aDiskThatFailsIsNoBrokenSignature() {
    byte[] octets = message().by(ADA).detached().getBytes(ISO_8859_1);
    SmimeForm form = SmimeForm.of(MessageStructure.of(octets).body()).orElseThrow();
    ByteSource failing =
        new ByteSource() {
          @Override
          public long length() {
            return octets.length;
          }

          @Override
          public InputStream open(long from, long length) throws IOException {
            InputStream some = new ByteArrayInputStream(octets, (int) from, (int) length / 2);
            InputStream none = InputStream.nullInputStream();
            none.close(); // whoever reads on fails
            return new SequenceInputStream(some, none);
          }
        };
    var verifier = new SmimeVerifier(People.ROOTS);
    assertThrows(IOException.class, () -> verifier.verify(failing, form, List.of(NOW)));
    // What is read before the signature is fails in the library's hands.
    ByteSource later =
        new ByteSource() {
          @Override
          public long length() {
            return octets.length;
          }

          @Override
          public InputStream open(long from, long length) throws IOException {
            boolean content = from < new String(octets, ISO_8859_1).indexOf("pkcs7-signature; n");
            return content ? failing.open(from, length) : ByteSource.of(octets).open(from, length);
          }
        };
    assertThrows(IOException.class, () -> verifier.verify(later, form, List.of(NOW)));
  }

  @Test
  void namesOfAnySortAreRead() {
    for (byte[] names :
        List.of(
            new byte[0],
            new byte[] {0x30, (byte) 0x80},
            new byte[] {0x30, 2, (byte) 0x81, 9},
            new byte[] {0x30, 4, (byte) 0xa0, 2, 6, 0},
            new byte[] {0x30, 2, (byte) 0xa4, 0},
            new byte[] {0x30, 2, (byte) 0x9f, 0},
            "hello".getBytes(ISO_8859_1))) {
      Signer sly = Signer.named("CN=Eve", NOW).rawNames(names).by(ISSUER);
      fails("names no mail address", message().by(sly).detached());
    }
  }

  @Test
  void manyCertificatesAndSignersAreNotRead() {
    SignedMessage crowd = message();
    for (int i = 0; i <= CmsFrame.MOST_SIGNERS; i++) {
      crowd.by(ADA);
    }
    fails("More than 5 have signed", crowd.detached());
    var certificates = new ArrayList<X509Certificate>();
    for (int i = 0; i < CmsFrame.MOST_CERTIFICATES; i++) {
      certificates.add(Signer.named("CN=" + i, NOW).bySelf().certificate());
    }
    fails("more than 20 certificates", message().by(ADA).with(certificates).detached());
  }

  /** Certificates that all vouch for each other: trying all ways would take for ever. */
  @Test
  void mazesEnd() {
    Signer maker = Signer.named("CN=Maze", NOW).authority().bySelf();
    var maze = new ArrayList<X509Certificate>();
    for (int i = 0; i < 17; i++) {
      maze.add(Signer.named("CN=Maze", NOW).authority().by(maker).certificate());
    }
    Signer ada = Signer.named("CN=Ada", NOW).mail("ada@example.test").by(maker);
    String signed = message().by(ada).with(maze).detached();
    long start = System.nanoTime();
    fails("issued by Maze", signed);
    assertTrue(System.nanoTime() - start < 5_000_000_000L);
  }

  @Test
  void deepAndEndlessStructuresAreNotRead() {
    byte[] deep = new byte[200_000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    fails("too many layers", message().detached(deep));
    fails("cut off", message().detached(new byte[] {0x30, (byte) 0x84, 127, -1, -1, -1, 1}));
    fails("broken", message().detached("hello".getBytes(ISO_8859_1)));
    byte[] large = message().by(ADA).cms(false);
    byte[] padded = Arrays.copyOf(large, CmsFrame.LARGEST * 2);
    padded[0] = 0x30;
    padded[1] = (byte) 0x83;
    padded[2] = (byte) ((padded.length - 5) >> 16);
    padded[3] = (byte) ((padded.length - 5) >> 8);
    padded[4] = (byte) (padded.length - 5);
    assertEquals(SmimeVerdict.Result.FAILED, verify(message().detached(padded)).result());
  }

  private static void flowsBy(String message) throws IOException {
    byte[] octets = message.getBytes(ISO_8859_1);
    SmimeForm form = SmimeForm.of(MessageStructure.of(octets).body()).orElseThrow();
    var verifier = new SmimeVerifier(People.ROOTS);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    List<SmimeVerdict> verdicts =
        verifier.verify(ByteSource.of(octets), form, List.of(NOW, NOW.plus(YEAR)));
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(List.of(), verdicts.get(0).errors());
    assertEquals(SmimeVerdict.Result.FAILED, verdicts.get(1).result());
    assertTrue(taken < octets.length / 4, taken + " of " + octets.length);
  }

  /** It takes less memory than it has octets. */
  @Test
  void hugeContentFlowsBy() throws IOException {
    String line = "0123456789".repeat(7) + "\r\n";
    var content = new StringBuilder("Content-Type: text/plain\r\n\r\n");
    while (content.length() < 32 << 20) {
      content.append(line);
    }
    flowsBy(People.message(HEADER, content.toString()).by(ADA).detached());
    flowsBy(People.message(HEADER, content.toString()).by(ADA).opaque());
  }

  // ---- roots

  @Test
  void rootsComeFromJavaAndFromFiles() throws CertificateException {
    TrustedRoots java = TrustedRoots.ofJava();
    assertFalse(java.contains(ROOT.certificate()));
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(ROOT.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    TrustedRoots both = java.with(pem);
    assertTrue(both.contains(ROOT.certificate()));
    assertFalse(java.fingerprint().equals(both.fingerprint()));
    assertEquals(both.fingerprint(), TrustedRoots.ofJava().with(pem).fingerprint());
    assertThrows(CertificateException.class, () -> java.with("no certificate"));
    fails("issued by Test Issuer", verify(message().by(ADA).detached(), NOW, java));
  }

  @Test
  void timesAreToldInTheirOrder() {
    Instant later = NOW.plus(YEAR);
    assertEquals(SmimeVerdict.Result.VERIFIED, verify(message().by(ADA).detached(), NOW).result());
    assertEquals(SmimeVerdict.Result.FAILED, verify(message().by(ADA).detached(), later).result());
  }
}
