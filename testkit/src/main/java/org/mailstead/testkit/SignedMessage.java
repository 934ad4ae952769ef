package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A message of S/MIME in the making, for tests. */
public final class SignedMessage {
  private static final String BOUNDARY = "signed-parts";

  private final String header;
  private final byte[] content;
  private final List<By> by = new ArrayList<>();
  private Optional<Instant> at = Optional.empty();
  private boolean certificates = true;
  private List<X509Certificate> more = List.of();
  private ASN1ObjectIdentifier type = new ASN1ObjectIdentifier("1.2.840.113549.1.7.1");

  private record By(Signer signer, String algorithm) {}

  private SignedMessage(String header, byte[] content) {
    this.header = header;
    this.content = content;
  }

  /**
   * @param header fields of the message, each with its line end
   * @param content the entity that is signed
   */
  public static SignedMessage of(String header, String content) {
    return new SignedMessage(header, content.getBytes(ISO_8859_1));
  }

  public SignedMessage by(Signer signer) {
    return by(signer, signer.usual());
  }

  public SignedMessage by(Signer signer, String algorithm) {
    by.add(new By(signer, algorithm));
    return this;
  }

  public SignedMessage at(Instant time) {
    this.at = Optional.of(time);
    return this;
  }

  public SignedMessage withoutCertificates() {
    this.certificates = false;
    return this;
  }

  public SignedMessage with(List<X509Certificate> others) {
    this.more = List.copyOf(others);
    return this;
  }

  /** What is said to be signed: data, unless it is another. */
  public SignedMessage type(String oid) {
    this.type = new ASN1ObjectIdentifier(oid);
    return this;
  }

  /** The CMS message alone. */
  public byte[] cms(boolean encapsulated) {
    try {
      var generator = new CMSSignedDataGenerator();
      for (By one : by) {
        var builder =
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
        builder.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes()));
        generator.addSignerInfoGenerator(
            builder.build(
                signing(one.algorithm).build(one.signer.keys().getPrivate()),
                one.signer.certificate()));
        if (certificates) {
          generator.addCertificates(new JcaCertStore(one.signer.chain()));
        }
      }
      generator.addCertificates(new JcaCertStore(more));
      return generator
          .generate(new CMSProcessableByteArray(type, content), encapsulated)
          .getEncoded();
    } catch (CertificateEncodingException
        | CMSException
        | IOException
        | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RSASSA-PSS has no such name in the JDK. */
  static JcaContentSignerBuilder signing(String algorithm) {
    var builder = new JcaContentSignerBuilder(algorithm);
    return algorithm.endsWith("MGF1") ? builder.setProvider(new BouncyCastleProvider()) : builder;
  }

  private AttributeTable attributes() {
    var all = new ASN1EncodableVector();
    at.ifPresent(time ->
        all.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time))))));
    return new AttributeTable(all);
  }

  /** With the signature beside the content. */
  public String detached() {
    return detached(cms(false));
  }

  public String detached(byte[] signature) {
    return header
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
        + " micalg=sha-256; boundary=\""
        + BOUNDARY
        + "\"\r\n\r\n"
        + "This is a signed message.\r\n--"
        + BOUNDARY
        + "\r\n"
        + new String(content, ISO_8859_1)
        + "\r\n--"
        + BOUNDARY
        + "\r\n"
        + "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + base64(signature)
        + "\r\n--"
        + BOUNDARY
        + "--\r\n";
  }

  /** With the signature around it. */
  public String opaque() {
    return opaque("smime-type=signed-data; name=smime.p7m", cms(true));
  }

  public String opaque(String parameters, byte[] cms) {
    return header
        + "MIME-Version: 1.0\r\n"
        + "Content-Type: application/pkcs7-mime; "
        + parameters
        + "\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + base64(cms)
        + "\r\n";
  }

  private static String base64(byte[] octets) {
    return Base64.getMimeEncoder().encodeToString(octets);
  }
}
