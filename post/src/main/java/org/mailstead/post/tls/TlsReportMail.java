package org.mailstead.post.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.report.OutgoingTlsReport;
import org.mailstead.identity.DomainKey;
import org.mailstead.identity.DomainKeys;
import org.mailstead.words.EmailAddress;

/** Puts a report about encryption into a signed message (RFC 8460 section 5.3). */
final class TlsReportMail {
  private final String hostname;
  private final DomainKeys keys;
  private final DkimSigner signer;

  TlsReportMail(String hostname, DomainKeys keys, InstantSource clock) {
    this.hostname = hostname;
    this.keys = keys;
    this.signer = new DkimSigner(SigningPolicy.DEFAULT, clock);
  }

  /**
   * The whole message.
   *
   * @param from of a domain of ours
   * @param domain that the report is about
   * @param file its JSON in gzip
   */
  byte[] write(
      EmailAddress from,
      EmailAddress to,
      String domain,
      OutgoingTlsReport report,
      byte[] file,
      Instant now)
      throws IOException {
    String boundary = "=_" + report.id().replaceAll("[^A-Za-z0-9]", "");
    String text =
        header(from, to, domain, report.id(), now)
            + "Content-Type: multipart/report; report-type=\"tlsrpt\";\n boundary=\""
            + boundary
            + "\"\n\n"
            + body(domain, report, file, boundary);
    byte[] message = text.replace("\n", "\r\n").getBytes(US_ASCII);
    return signed(from.domain(), message);
  }

  private String header(EmailAddress from, EmailAddress to, String domain, String id, Instant now) {
    return """
    From: %s
    To: %s
    Date: %s
    Message-ID: <%s>
    Subject: Report Domain: %s Submitter: %s
     Report-ID: <%s>
    TLS-Report-Domain: %s
    TLS-Report-Submitter: %s
    TLS-Required: No
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    """
        .formatted(
            from,
            to,
            DateTimes.format(now.atOffset(ZoneOffset.UTC)),
            id,
            domain,
            hostname,
            id,
            domain,
            hostname);
  }

  private String body(String domain, OutgoingTlsReport report, byte[] file, String boundary) {
    String name =
        "%s!%s!%d!%d.json.gz"
            .formatted(
                hostname, domain, report.start().getEpochSecond(), report.end().getEpochSecond());
    return """
    --%s
    Content-Type: text/plain; charset=us-ascii

    How mail from %s to %s was encrypted on %s (UTC).
    The attachment tells it to programs.

    --%s
    Content-Type: application/tlsrpt+gzip
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment;
     filename="%s"

    %s
    --%s--
    """
        .formatted(
            boundary,
            hostname,
            domain,
            report.start().toString().substring(0, 10),
            boundary,
            name,
            Base64.getMimeEncoder().encodeToString(file).replace("\r\n", "\n"),
            boundary);
  }

  private byte[] signed(String domain, byte[] message) throws IOException {
    SignedMessage read = SignedMessage.read(ByteSource.of(message), MimeLimits.DEFAULT);
    byte[] fields = signer.sign(read, signing(domain)).getBytes(US_ASCII);
    byte[] whole = new byte[fields.length + message.length];
    System.arraycopy(fields, 0, whole, 0, fields.length);
    System.arraycopy(message, 0, whole, fields.length, message.length);
    return whole;
  }

  private List<SigningKey> signing(String domain) throws IOException {
    List<SigningKey> found = new ArrayList<>();
    for (DomainKey key : keys.of(domain)) {
      if (key.state() == DomainKey.State.SIGNING) {
        try {
          var name = new KeyName(domain, key.selector());
          found.add(SigningKey.of(name, key.secret(), key.known()));
        } catch (GeneralSecurityException e) {
          throw new IOException("the key " + key.selector() + " cannot be read", e);
        }
      }
    }
    return found;
  }
}
