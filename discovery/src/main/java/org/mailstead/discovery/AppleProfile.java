package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.mailstead.http.Answer;
import org.mailstead.wire.Identity;
import org.mailstead.words.EmailAddress;

/**
 * A profile that iPhones and Macs install: the settings, without a password, signed with the
 * server's own certificate so that the phone shows from whom it is.
 */
record AppleProfile(DiscoveryConfig config, Function<String, Optional<Identity>> signer) {
  private static final String TYPE = "application/x-apple-aspen-config";

  Answer answer(EmailAddress address) {
    List<DiscoveryConfig.Service> incoming = config.of(DiscoveryConfig.Kind.IMAP);
    List<DiscoveryConfig.Service> outgoing = config.of(DiscoveryConfig.Kind.SMTP);
    if (incoming.isEmpty() || outgoing.isEmpty()) {
      return Answer.text(404, "this server has no IMAP, or takes no mail from programs");
    }
    byte[] plain = profile(address, incoming.getFirst(), outgoing.getFirst()).getBytes(UTF_8);
    byte[] sent =
        signer.apply(config.hostname()).map(identity -> signed(plain, identity)).orElse(plain);
    return Answer.of(200, TYPE, sent)
        .with("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"");
  }

  private static byte[] signed(byte[] plain, Identity identity) {
    String algorithm =
        identity.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      var generator = new CMSSignedDataGenerator();
      var digests = new JcaDigestCalculatorProviderBuilder().build();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(digests)
              .build(
                  new JcaContentSignerBuilder(algorithm).build(identity.key()),
                  identity.certificate()));
      generator.addCertificates(new JcaCertStore(identity.chain()));
      return generator.generate(new CMSProcessableByteArray(plain), true).getEncoded();
    } catch (IOException | GeneralSecurityException | CMSException | OperatorCreationException e) {
      throw new IllegalStateException("a profile cannot be signed", e);
    }
  }

  private String profile(
      EmailAddress address, DiscoveryConfig.Service imap, DiscoveryConfig.Service smtp) {
    String name = Xml.text(address.toString());
    String host = Xml.text(config.hostname());
    return Xml.HEAD
        + """
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
          <key>PayloadContent</key>
          <array>
            <dict>
              <key>EmailAccountDescription</key><string>%1$s</string>
              <key>EmailAccountType</key><string>EmailTypeIMAP</string>
              <key>EmailAddress</key><string>%1$s</string>
              <key>IncomingMailServerAuthentication</key><string>EmailAuthPassword</string>
              <key>IncomingMailServerHostName</key><string>%2$s</string>
              <key>IncomingMailServerPortNumber</key><integer>%3$d</integer>
              <key>IncomingMailServerUseSSL</key><true/>
              <key>IncomingMailServerUsername</key><string>%1$s</string>
              <key>OutgoingMailServerAuthentication</key><string>EmailAuthPassword</string>
              <key>OutgoingMailServerHostName</key><string>%2$s</string>
              <key>OutgoingMailServerPortNumber</key><integer>%4$d</integer>
              <key>OutgoingMailServerUseSSL</key><true/>
              <key>OutgoingMailServerUsername</key><string>%1$s</string>
              <key>OutgoingPasswordSameAsIncomingPassword</key><true/>
              <key>PayloadDisplayName</key><string>%1$s</string>
              <key>PayloadIdentifier</key><string>org.mailstead.%5$s.mail</string>
              <key>PayloadType</key><string>com.apple.mail.managed</string>
              <key>PayloadUUID</key><string>%5$s</string>
              <key>PayloadVersion</key><integer>1</integer>
            </dict>
          </array>
          <key>PayloadDescription</key><string>Mail of %1$s at %2$s</string>
          <key>PayloadDisplayName</key><string>%1$s</string>
          <key>PayloadIdentifier</key><string>org.mailstead.%6$s</string>
          <key>PayloadOrganization</key><string>%2$s</string>
          <key>PayloadType</key><string>Configuration</string>
          <key>PayloadUUID</key><string>%6$s</string>
          <key>PayloadVersion</key><integer>1</integer>
        </dict>
        </plist>
        """
            .formatted(
                name, host, imap.port(), smtp.port(), id("mail", address), id("all", address));
  }

  /** The same for the same address: a second download replaces the first on the phone. */
  private String id(String part, EmailAddress address) {
    return UUID.nameUUIDFromBytes((part + " " + address + " " + config.hostname()).getBytes(UTF_8))
        .toString();
  }
}
