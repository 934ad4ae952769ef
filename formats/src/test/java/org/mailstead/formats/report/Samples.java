package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reports in the shapes that large senders give them. */
final class Samples {
  /** Without a namespace, with an override, and one record that passed. */
  static final String WITHOUT_NAMESPACE =
      """
      <?xml version="1.0" encoding="UTF-8" ?>
      <feedback>
        <report_metadata>
          <org_name>one.test</org_name>
          <email>noreply-dmarc@one.test</email>
          <extra_contact_info>https://one.test/dmarc</extra_contact_info>
          <report_id>9371642078530921</report_id>
          <date_range>
            <begin>1767225600</begin>
            <end>1767311999</end>
          </date_range>
        </report_metadata>
        <policy_published>
          <domain>example.test</domain>
          <adkim>r</adkim>
          <aspf>r</aspf>
          <p>reject</p>
          <sp>reject</sp>
          <pct>100</pct>
          <np>reject</np>
        </policy_published>
        <record>
          <row>
            <source_ip>192.0.2.1</source_ip>
            <count>12</count>
            <policy_evaluated>
              <disposition>none</disposition>
              <dkim>pass</dkim>
              <spf>fail</spf>
              <reason><type>forwarded</type><comment>looks so</comment></reason>
            </policy_evaluated>
          </row>
          <identifiers>
            <header_from>example.test</header_from>
          </identifiers>
          <auth_results>
            <dkim>
              <domain>example.test</domain>
              <result>pass</result>
              <selector>ms1</selector>
            </dkim>
            <spf>
              <domain>list.test</domain>
              <result>pass</result>
            </spf>
          </auth_results>
        </record>
        <record>
          <row>
            <source_ip>2001:DB8:0:0:0:0:0:9</source_ip>
            <count>3</count>
            <policy_evaluated>
              <disposition>reject</disposition>
              <dkim>fail</dkim>
              <spf>fail</spf>
            </policy_evaluated>
          </row>
          <identifiers>
            <header_from>Example.test</header_from>
          </identifiers>
          <auth_results>
            <spf>
              <domain>spammer.test</domain>
              <result>softfail</result>
            </spf>
          </auth_results>
        </record>
      </feedback>
      """;

  /** Of the newer standard: a namespace with a prefix, an extension, the metadata last. */
  static final String WITH_NAMESPACE =
      """
      <?xml version="1.0"?>
      <d:feedback xmlns:d="urn:ietf:params:xml:ns:dmarc-2.0" xmlns:x="urn:test">
        <d:version>1.0</d:version>
        <d:policy_published>
          <d:discovery_method>treewalk</d:discovery_method>
          <d:domain>example.test.</d:domain>
          <d:p>none</d:p>
        </d:policy_published>
        <d:record>
          <d:row>
            <d:source_ip>192.0.2.7</d:source_ip>
            <d:count>1</d:count>
            <d:policy_evaluated>
              <d:disposition>pass</d:disposition>
              <d:dkim>pass</d:dkim>
              <d:spf>pass</d:spf>
            </d:policy_evaluated>
          </d:row>
          <d:identifiers>
            <d:envelope_to>two.test</d:envelope_to>
            <d:envelope_from>example.test</d:envelope_from>
            <d:header_from>example.test</d:header_from>
          </d:identifiers>
          <d:auth_results/>
          <x:more><d:source_ip>192.0.2.66</d:source_ip></x:more>
        </d:record>
        <d:report_metadata>
          <d:org_name><![CDATA[Two &]]> Sons</d:org_name>
          <d:report_id>a!b</d:report_id>
          <d:date_range><d:begin> 1767225600 </d:begin><d:end>1767312000</d:end></d:date_range>
        </d:report_metadata>
      </d:feedback>
      """;

  static final String TLS =
      """
      {"organization-name":"One Inc.",
       "date-range":{"start-datetime":"2026-01-01T00:00:00Z",
                     "end-datetime":"2026-01-01T23:59:59Z"},
       "contact-info":"smtp-tls-reporting@one.test",
       "report-id":"2026-01-01T00:00:00Z_example.test",
       "policies":[
         {"policy":{"policy-type":"sts",
                    "policy-string":["version: STSv1","mode: enforce","mx: mx.example.test"],
                    "policy-domain":"example.test",
                    "mx-host":["mx.example.test"]},
          "summary":{"total-successful-session-count":5326,
                     "total-failure-session-count":103},
          "failure-details":[
            {"result-type":"certificate-expired","sending-mta-ip":"192.0.2.44",
             "receiving-mx-hostname":"mx.example.test.","receiving-ip":"192.0.2.1",
             "failed-session-count":100},
            {"result-type":"starttls-not-supported","sending-mta-ip":"192.0.2.45",
             "receiving-mx-hostname":"mx.example.test","failed-session-count":"3",
             "failure-reason-code":"no offer"}]},
         {"policy":{"policy-type":"no-policy-found","policy-domain":"Sub.example.test"},
          "summary":{"total-successful-session-count":1,"total-failure-session-count":0}}]}
      """;

  static final String FEEDBACK =
      """
      Feedback-Type: abuse\r
      User-Agent: SomeGenerator/1.0\r
      Version: 1\r
      Original-Mail-From: <ada@example.test>\r
      Original-Rcpt-To: <user@one.test>\r
      Arrival-Date: Thu, 1 Jan 2026 14:00:00 -0500\r
      Source-IP: 192.0.2.1\r
      Authentication-Results: mail.one.test;\r
       spf=fail smtp.mailfrom=ada@example.test\r
      Reported-Domain: example.test\r
      Reported-Uri: https://example.test/earn\r
      """;

  private Samples() {}

  static byte[] gzip(byte[]... pieces) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      for (byte[] piece : pieces) {
        gzip.write(piece);
      }
    }
    return out.toByteArray();
  }

  static byte[] zip(String name, byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  static InputStream open(String text) throws UnreadableReport {
    return Packed.open(text.getBytes(UTF_8));
  }
}
