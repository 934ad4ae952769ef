package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailstead.http.Answer;

/**
 * What Thunderbird began and many programs ask for (draft-ietf-mailmaint-autoconfig): servers as
 * XML. Names are left as placeholders, so that the answer knows nothing of the address.
 */
record Autoconfig(DiscoveryConfig config) {
  Answer answer(String domain) {
    var xml = new StringBuilder(Xml.HEAD);
    xml.append("<clientConfig version=\"1.1\">\n");
    xml.append("  <emailProvider id=\"").append(Xml.text(domain)).append("\">\n");
    xml.append("    <domain>").append(Xml.text(domain)).append("</domain>\n");
    xml.append("    <displayName>").append(Xml.text(domain)).append("</displayName>\n");
    xml.append("    <displayShortName>").append(Xml.text(domain)).append("</displayShortName>\n");
    for (DiscoveryConfig.Service one : config.services()) {
      switch (one.kind()) {
        case IMAP -> server(xml, "incomingServer", "imap", one);
        case POP3 -> server(xml, "incomingServer", "pop3", one);
        case SMTP -> server(xml, "outgoingServer", "smtp", one);
        case SIEVE -> {} // the format has no word for it
      }
    }
    xml.append("  </emailProvider>\n</clientConfig>\n");
    return Answer.of(200, "text/xml; charset=utf-8", xml.toString().getBytes(UTF_8));
  }

  private void server(
      StringBuilder xml, String element, String type, DiscoveryConfig.Service service) {
    xml.append(
        """
            <%1$s type="%2$s">
              <hostname>%3$s</hostname>
              <port>%4$d</port>
              <socketType>%5$s</socketType>
              <authentication>password-cleartext</authentication>
              <username>%%EMAILADDRESS%%</username>
            </%1$s>
        """
            .formatted(
                element,
                type,
                Xml.text(config.hostname()),
                service.port(),
                service.tls() ? "SSL" : "STARTTLS"));
  }
}
