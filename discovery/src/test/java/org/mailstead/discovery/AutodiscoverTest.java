package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Outlook's way to find settings, and what is sent to that port by others. */
class AutodiscoverTest {
  private static final String OUTLOOK =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
  private static final String MOBILE =
      "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";

  @TempDir Path folder;

  private final Autodiscover autodiscover =
      new Autodiscover(
          DiscoveryServerTest.CONFIG,
          "example.test"::equals,
          InstantSource.fixed(Instant.parse("2026-11-30T12:34:56Z")));

  private static String request(String address, String schema) {
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
      <Request>
        <EMailAddress>%s</EMailAddress>
        <AcceptableResponseSchema>%s</AcceptableResponseSchema>
      </Request>
    </Autodiscover>
    """
        .formatted(address, schema);
  }

  private String answer(String sent) throws Exception {
    String answer = new String(autodiscover.xml(sent.getBytes(UTF_8)).body(), UTF_8);
    parsed(answer);
    return answer;
  }

  private static Document parsed(String xml) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
  }

  private static List<String> all(Document xml, String name) {
    var found = xml.getElementsByTagNameNS(OUTLOOK, name);
    return java.util.stream.IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  @Test
  void outlookGetsTheServicesThatListen() throws Exception {
    Document xml = parsed(answer(request("Ada.O'Neil@Example.Test", OUTLOOK)));
    assertEquals(List.of("IMAP", "IMAP", "SMTP"), all(xml, "Type"));
    assertEquals(List.of("993", "143", "465"), all(xml, "Port"));
    assertEquals(List.of("SSL", "TLS", "SSL"), all(xml, "Encryption"));
    assertEquals("mail.example.test", all(xml, "Server").getFirst());
    assertEquals("Ada.O'Neil@example.test", all(xml, "LoginName").getFirst());
  }

  @Test
  void nobodyLearnsWhoExists() throws Exception {
    String one = answer(request("ada@example.test", OUTLOOK));
    String other = answer(request("nob@example.test", OUTLOOK));
    assertEquals(one.replace("ada@", "nob@"), other);
  }

  @Test
  void whatIsNotServedIsNotPromised() throws Exception {
    assertTrue(answer(request("ada@example.test", MOBILE)).contains("<ErrorCode>601<"));
    assertTrue(answer(request("ada@other.test", OUTLOOK)).contains("<ErrorCode>500<"));
    assertTrue(answer(request("", OUTLOOK)).contains("<ErrorCode>500<"));
    assertTrue(answer("").contains("<ErrorCode>600<"));
    assertTrue(answer("<a/>").contains("<ErrorCode>600<"));
    assertTrue(
        answer(request("ada@example.test", OUTLOOK) + "rubbish").contains("<ErrorCode>600<"));
  }

  @Test
  void attacksByXmlFindNothing() throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "ada@example.test");
    String body =
        request("&x;", OUTLOOK).replace("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "");
    for (String type :
        List.of(
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file://" + secret + "\">]>",
            "<!DOCTYPE a [<!ENTITY x \"ada@example.test\">]>",
            "<!DOCTYPE a [<!ENTITY y \"yyyyyyyyyy\"><!ENTITY x \"&y;&y;&y;&y;&y;&y;&y;&y;&y;\">]>",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\">",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///dev/zero\"> %x;]>")) {
      assertTrue(answer(type + body).contains("<ErrorCode>600<"), type);
    }
    String deep = "<a>".repeat(2000);
    assertTrue(answer(deep).contains("<ErrorCode>600<"));
    assertEquals(
        Optional.empty(),
        AutodiscoverRequest.parse(
            request("x".repeat(AutodiscoverRequest.MOST_OCTETS), OUTLOOK).getBytes(UTF_8)));
    String marked = answer(request("<![CDATA[\"<script>\"@example.test]]>", OUTLOOK));
    assertFalse(marked.contains("<script>"), marked);
  }
}
