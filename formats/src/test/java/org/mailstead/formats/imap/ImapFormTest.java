package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.MessageStructure;

class ImapFormTest {
  private static MessageStructure message(String text) {
    return MessageStructure.of(text.replace("\n", "\r\n").getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void anEnvelopeHasNilForWhatIsMissingAndFromForSender() {
    var message =
        message("Subject: a \"b\" \\c\nFrom: Ada <ada@example.test>\nMessage-ID: <1@x.test>\n\n");
    assertEquals(
        "(NIL \"a \\\"b\\\" \\\\c\" ((\"Ada\" NIL \"ada\" \"example.test\"))"
            + " ((\"Ada\" NIL \"ada\" \"example.test\")) ((\"Ada\" NIL \"ada\" \"example.test\"))"
            + " NIL NIL NIL NIL \"<1@x.test>\")",
        text(ImapForm.envelope(message.envelope())));
  }

  @Test
  void whatIsNotAsciiIsALiteral() {
    var message = message("Subject: für\n\n");
    assertEquals(
        "(NIL {4}\r\nf\u00c3\u00bcr NIL NIL NIL NIL NIL NIL NIL NIL)",
        text(ImapForm.envelope(message.envelope())));
  }

  @Test
  void aGroupHasAStartAndAnEnd() {
    var message = message("To: Team: ada@x.test, bob@x.test;\n\n");
    assertEquals(
        "(NIL NIL NIL NIL NIL ((NIL NIL \"Team\" NIL)(NIL NIL \"ada\" \"x.test\")"
            + "(NIL NIL \"bob\" \"x.test\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)",
        text(ImapForm.envelope(message.envelope())));
  }

  @Test
  void aMultipartListsItsPartsAndTheirExtensions() {
    var message =
        message(
            """
            Content-Type: multipart/mixed; boundary=b

            --b

            hello
            --b
            Content-Type: image/png; name=x.png
            Content-Disposition: attachment; filename=x.png
            Content-Transfer-Encoding: base64

            aGk=
            --b--
            """);
    assertEquals(
        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 5 0)"
            + "(\"IMAGE\" \"PNG\" (\"NAME\" \"x.png\") NIL NIL \"BASE64\" 4) \"MIXED\")",
        text(ImapForm.structure(message.body(), false)));
    assertEquals(
        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 5 0 NIL NIL NIL NIL)"
            + "(\"IMAGE\" \"PNG\" (\"NAME\" \"x.png\") NIL NIL \"BASE64\" 4 NIL"
            + " (\"ATTACHMENT\" (\"FILENAME\" \"x.png\")) NIL NIL)"
            + " \"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL NIL)",
        text(ImapForm.structure(message.body(), true)));
  }

  @Test
  void aMessageInsideHasItsEnvelopeAndLines() {
    var message = message("Content-Type: message/rfc822\n\nSubject: in\n\none\ntwo\n");
    assertEquals(
        "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 25"
            + " (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL)"
            + " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 10 2) 4)",
        text(ImapForm.structure(message.body(), false)));
  }
}
