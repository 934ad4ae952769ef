package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.http.Answer;
import org.mailstead.http.WebRequest;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Outlook and phones ask: XML (MS-OXDSCLI) and, since 2016, JSON. */
record Autodiscover(DiscoveryConfig config, Predicate<String> isOurs, InstantSource clock) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String RESPONSE =
      "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
  private static final String OUTLOOK =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

  // MS-OXDSCLI section 2.2.4.1.1.1
  private static final int NO_SUCH_ADDRESS = 500;
  private static final int INVALID = 600;
  private static final int NO_SUCH_SCHEMA = 601;

  Answer xml(WebRequest request) throws IOException {
    return xml(request.body(AutodiscoverRequest.MOST_OCTETS));
  }

  Answer xml(byte[] body) {
    Optional<AutodiscoverRequest> asked = AutodiscoverRequest.parse(body);
    if (asked.isEmpty()) {
      return error(INVALID, "Invalid Request");
    }
    // Also for ActiveSync's schema: that is not served here, and phones then try IMAP.
    if (!asked.get().schema().isEmpty() && !asked.get().schema().equals(OUTLOOK)) {
      return error(NO_SUCH_SCHEMA, "The requested schema is not provided");
    }
    return EmailAddress.parse(asked.get().address())
        .filter(one -> isOurs.test(one.domain()))
        .map(this::settings)
        .orElseGet(() -> error(NO_SUCH_ADDRESS, "This server is not for that domain"));
  }

  private Answer settings(EmailAddress address) {
    var xml = new StringBuilder(Xml.HEAD);
    xml.append("<Autodiscover xmlns=\"").append(RESPONSE).append("\">\n");
    xml.append("  <Response xmlns=\"").append(OUTLOOK).append("\">\n");
    xml.append("    <User><DisplayName>").append(Xml.text(address.toString()));
    xml.append("</DisplayName></User>\n");
    xml.append("    <Account>\n      <AccountType>email</AccountType>\n");
    xml.append("      <Action>settings</Action>\n");
    for (DiscoveryConfig.Service one : config.services()) {
      switch (one.kind()) {
        case IMAP -> protocol(xml, "IMAP", one, address);
        case POP3 -> protocol(xml, "POP3", one, address);
        case SMTP -> protocol(xml, "SMTP", one, address);
        case SIEVE -> {} // the format has no word for it
      }
    }
    xml.append("    </Account>\n  </Response>\n</Autodiscover>\n");
    return Answer.of(200, "text/xml; charset=utf-8", xml.toString().getBytes(UTF_8));
  }

  private void protocol(
      StringBuilder xml, String type, DiscoveryConfig.Service service, EmailAddress address) {
    xml.append(
        """
              <Protocol>
                <Type>%s</Type>
                <Server>%s</Server>
                <Port>%d</Port>
                <DomainRequired>off</DomainRequired>
                <LoginName>%s</LoginName>
                <SPA>off</SPA>
                <SSL>on</SSL>
                <Encryption>%s</Encryption>
                <AuthRequired>on</AuthRequired>
              </Protocol>
        """
            .formatted(
                type,
                Xml.text(config.hostname()),
                service.port(),
                Xml.text(address.toString()),
                service.tls() ? "SSL" : "TLS"));
  }

  private Answer error(int code, String message) {
    String xml =
        Xml.HEAD
            + """
            <Autodiscover xmlns="%s">
              <Response>
                <Error Time="%tT" Id="0">
                  <ErrorCode>%d</ErrorCode>
                  <Message>%s</Message>
                  <DebugData/>
                </Error>
              </Response>
            </Autodiscover>
            """
                .formatted(
                    RESPONSE,
                    clock.instant().atZone(java.time.ZoneOffset.UTC),
                    code,
                    Xml.text(message));
    return Answer.of(200, "text/xml; charset=utf-8", xml.getBytes(UTF_8));
  }

  /** The younger way tells only where something is; of what it knows we have the older way. */
  Answer json(WebRequest request) {
    String protocol = request.query("Protocol").orElse("");
    ObjectNode answer = JSON.createObjectNode();
    if (protocol.toLowerCase(Locale.ROOT).equals("autodiscoverv1")) {
      answer.put("Protocol", "AutodiscoverV1");
      answer.put("Url", "https://" + config.hostname() + "/autodiscover/autodiscover.xml");
      return Answer.json(200, answer);
    }
    answer.put("ErrorCode", protocol.isEmpty() ? "MandatoryParameterMissing" : "InvalidProtocol");
    answer.put("ErrorMessage", "The supported value of Protocol is AutodiscoverV1.");
    return Answer.json(400, answer);
  }
}
