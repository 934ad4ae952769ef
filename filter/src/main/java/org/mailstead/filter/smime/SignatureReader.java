package org.mailstead.filter.smime;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataParser;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.CMSTypedStream;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Store;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;

/**
 * Reads the signatures of a message and tells which of them fit its content (RFC 5652 section 5).
 * The content flows by; what else there is was measured before by {@link CmsFrame}.
 */
final class SignatureReader {
  static final String CHANGED = "The message was changed after it was signed.";

  private static final Provider PSS = new BouncyCastleProvider();

  private static final String DATA = "1.2.840.113549.1.7.1";

  private final ByteSource message;
  private Optional<IOException> failure = Optional.empty();

  SignatureReader(ByteSource message) {
    this.message = message;
  }

  /** Empty when there is no signature in what may have been one. */
  Optional<Signed> read(SmimeForm form) throws IOException {
    try {
      return switch (form) {
        case SmimeForm.Detached(Part content, Part.Leaf signature) ->
            Optional.of(detached(content.extent(), signature));
        case SmimeForm.Opaque(Part.Leaf leaf, boolean declared) -> opaque(leaf, declared);
        case SmimeForm.Broken(String why) -> Optional.of(Signed.broken(why));
        case SmimeForm.Other _ -> Optional.empty();
      };
    } catch (SmimeSyntaxException e) {
      return Optional.of(Signed.broken(e.why()));
    }
  }

  private Signed detached(Extent content, Part.Leaf leaf) throws IOException, SmimeSyntaxException {
    byte[] signature;
    try (InputStream in = decoded(leaf)) {
      signature = in.readNBytes(CmsFrame.LARGEST + 1);
    }
    CmsFrame frame = CmsFrame.read(new ByteArrayInputStream(signature));
    if (!frame.isSigned() || frame.signers() == 0) {
      return Signed.broken("There is no signature where the message says that one is.");
    }
    if (frame.hasContent()) {
      return Signed.broken("The signature is over a content of its own, not over the message.");
    }
    long length = content.end() - content.start();
    try (InputStream in = new CanonicalLines(open(content.start(), length))) {
      return signed(new CMSTypedStream(in), new ByteArrayInputStream(signature));
    }
  }

  private Optional<Signed> opaque(Part.Leaf leaf, boolean declared)
      throws IOException, SmimeSyntaxException {
    CmsFrame frame;
    try (InputStream in = decoded(leaf)) {
      frame = CmsFrame.read(in);
    }
    if (!frame.isSigned() || frame.signers() == 0) {
      return declared
          ? Optional.of(Signed.broken("The message says that it is signed, and is not."))
          : Optional.empty();
    }
    if (!frame.hasContent()) {
      return Optional.of(Signed.broken("The signature is there, but not what was signed."));
    }
    try (InputStream in = decoded(leaf)) {
      return Optional.of(signed(null, in));
    }
  }

  private InputStream decoded(Part.Leaf leaf) throws IOException {
    Extent extent = leaf.extent();
    return TransferDecoder.of(
        open(extent.body(), extent.size()), leaf.content().transferEncoding());
  }

  /** The library takes a disk that fails for a signature that is broken: it is remembered here. */
  private InputStream open(long from, long length) throws IOException {
    return new FilterInputStream(message.open(from, length)) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int off, int len) throws IOException {
        try {
          return in.read(to, off, len);
        } catch (IOException e) {
          failure = Optional.of(e);
          throw e;
        }
      }
    };
  }

  // ---- with the library

  private Signed signed(@Nullable CMSTypedStream content, InputStream cms)
      throws IOException, SmimeSyntaxException {
    try {
      CMSSignedDataParser parser =
          content == null
              ? new CMSSignedDataParser(SignatureReader::digest, cms)
              : new CMSSignedDataParser(SignatureReader::digest, content, cms);
      parser.getSignedContent().drain();
      Store<X509CertificateHolder> store = certificates(parser);
      List<X509Certificate> all = converted(store.getMatches(null));
      List<Signed.Signer> signers = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      // RFC 8551 section 2.4.2
      if (!parser.getSignedContentTypeOID().equals(DATA)) {
        problems.add("What was signed is no mail.");
      }
      for (SignerInformation one : parser.getSignerInfos().getSigners()) {
        signer(one, store, signers, problems);
      }
      if (signers.isEmpty() && problems.isEmpty()) {
        problems.add("There is no signature where the message says that one is.");
      }
      return new Signed(signers, all, problems);
    } catch (CMSException | IOException | RuntimeException e) {
      // On hostile input the library throws what it does not say.
      if (failure.isPresent()) {
        throw failure.get();
      }
      throw new SmimeSyntaxException("The signature is broken and cannot be read.");
    }
  }

  @SuppressWarnings("unchecked") // the library has no type there
  private static Store<X509CertificateHolder> certificates(CMSSignedDataParser parser)
      throws CMSException {
    return parser.getCertificates();
  }

  private static void signer(
      SignerInformation one,
      Store<X509CertificateHolder> store,
      List<Signed.Signer> signers,
      List<String> problems)
      throws SmimeSyntaxException {
    String digest = one.getDigestAlgOID();
    var algorithm =
        AlgorithmIdentifier.getInstance(one.toASN1Structure().getDigestEncryptionAlgorithm());
    Optional<String> weak = Strength.ofSignature(digest, algorithm);
    if (weak.isPresent()) {
      problems.add("The signature cannot be relied on: " + weak.get() + ".");
      return;
    }
    @SuppressWarnings("unchecked") // a SignerId selects certificates
    Collection<X509CertificateHolder> own = store.getMatches(one.getSID());
    if (own.isEmpty()) {
      problems.add("The signature does not bring the certificate of whoever made it.");
      return;
    }
    Optional<String> problem =
        Optional.of("The signer's certificate is of a kind that is not known here.");
    for (X509Certificate certificate : converted(own)) {
      problem = problem(one, certificate);
      if (problem.isEmpty()) {
        signers.add(new Signed.Signer(certificate, signedAt(one)));
        return;
      }
    }
    problem.ifPresent(problems::add);
  }

  private static Optional<String> problem(SignerInformation one, X509Certificate certificate) {
    Optional<String> weak = Strength.ofKey(certificate.getPublicKey());
    if (weak.isPresent()) {
      return weak.map(why -> "The signature cannot be relied on: " + why + ".");
    }
    try {
      var builder = new JcaSimpleSignerInfoVerifierBuilder();
      if (one.getEncryptionAlgOID().equals(Strength.PSS)) {
        builder.setProvider(PSS); // the JDK's does it too, but the library does not find it there
      }
      return one.verify(builder.build(certificate.getPublicKey()))
          ? Optional.empty()
          : Optional.of("The signature is not one of its certificate's key over this message.");
    } catch (CMSSignerDigestMismatchException e) {
      return Optional.of(CHANGED);
    } catch (CMSException | OperatorCreationException e) {
      return Optional.of("The signature is broken and cannot be verified.");
    }
  }

  /** RFC 8551 section 2.5.1; empty when it does not say. */
  private static Optional<Instant> signedAt(SignerInformation one) throws SmimeSyntaxException {
    if (one.getSignedAttributes() == null) {
      return Optional.empty();
    }
    Attribute attribute = one.getSignedAttributes().get(CMSAttributes.signingTime);
    if (attribute == null) {
      return Optional.empty();
    }
    ASN1Encodable[] values = attribute.getAttributeValues();
    if (values.length != 1) {
      throw new SmimeSyntaxException("The signature says more than once when it was made.");
    }
    return Optional.of(Time.getInstance(values[0].toASN1Primitive()).getDate().toInstant());
  }

  /** Those that can be read; others vouch for nobody. */
  private static List<X509Certificate> converted(Collection<X509CertificateHolder> holders) {
    return holders.stream().flatMap(holder -> converted(holder).stream()).toList();
  }

  private static Optional<X509Certificate> converted(X509CertificateHolder holder) {
    try (InputStream in = new ByteArrayInputStream(holder.getEncoded())) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in)
              instanceof X509Certificate x509
          ? Optional.of(x509)
          : Optional.empty();
    } catch (CertificateException | IOException e) {
      return Optional.empty(); // such as one with a key on a curve that the JDK does not have
    }
  }

  /** Hashes with what is known, good enough or not: whoever uses another is not understood. */
  private static DigestCalculator digest(AlgorithmIdentifier algorithm)
      throws OperatorCreationException {
    String name = Strength.DIGESTS.get(algorithm.getAlgorithm().getId());
    if (name == null) {
      throw new OperatorCreationException("a digest that is not known");
    }
    try {
      return new Digesting(algorithm, MessageDigest.getInstance(name));
    } catch (NoSuchAlgorithmException e) {
      throw new OperatorCreationException("a digest that is not known", e);
    }
  }

  private record Digesting(AlgorithmIdentifier algorithm, MessageDigest digest)
      implements DigestCalculator {
    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    @Override
    public byte[] getDigest() {
      return digest.digest();
    }
  }
}
