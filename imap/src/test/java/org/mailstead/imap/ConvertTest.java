package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CONVERT (RFC 5259). */
class ConvertTest {
  private TestServer server;
  private Talk talk;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(TestServer.hostile(13), true);
    talk = new Talk(server.port);
    talk.line();
    String message =
        """
        Subject: =?iso-8859-1?Q?Gr=FC=DFe?= from =?x-unknown?Q?abc?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=iso-8859-2
        Content-Transfer-Encoding: quoted-printable

        Dvo=F8=E1k
        --b
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 8bit

        <h1>Preis</h1><p>5 \u20ac</p><ul><li>a<li>b</ul><script>x</script>
        --b
        Content-Type: image/png
        Content-Transfer-Encoding: base64

        AAAA
        --b--
        """
            .replace("\n", "\r\n");
    byte[] octets = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    talk.send("l LOGIN ada@example.test secret\r\n");
    talk.line();
    talk.send("p APPEND INBOX {" + octets.length + "+}\r\n");
    talk.send(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1) + "\r\n");
    talk.send("s EXAMINE INBOX\r\n");
    for (String line = talk.line(); !line.startsWith("s OK"); line = talk.line()) {
      assertTrue(line.startsWith("* ") || line.startsWith("p OK"), line);
    }
  }

  @AfterEach
  void stop() throws Exception {
    talk.close();
    server.close();
  }

  private void says(String command, String... answers) throws Exception {
    talk.send("a " + command + "\r\n");
    for (String answer : answers) {
      assertEquals(answer, talk.response());
    }
  }

  @Test
  void conversionsAreListed() throws Exception {
    String parameters = "(\"charset\" \"unknown-character-replacement\")";
    says(
        "CONVERSIONS \"text/plain\" \"text/plain\"",
        "* CONVERSION \"text/plain\" \"text/plain\" " + parameters,
        "a OK done");
    says(
        "CONVERSIONS \"text/*\" text/plain",
        "* CONVERSION \"text/html\" \"text/plain\" " + parameters,
        "* CONVERSION \"text/plain\" \"text/plain\" " + parameters,
        "a OK done");
    says("CONVERSIONS \"image/gif\" \"*\"", "a OK done");
    says("CONVERSIONS plain \"*\"", "a BAD that is no media type");
  }

  @Test
  void textGetsAnotherCharacterSet() throws Exception {
    says(
        "CONVERT 1 (\"text/plain\" (\"charset\" \"utf-8\")) (BINARY.SIZE[1] BODYPARTSTRUCTURE[1]"
            + " BINARY[1] BINARY[1]<3.2>)",
        "* 1 CONVERTED (TAG \"a\") (BINARY.SIZE[1] 8 BODYPARTSTRUCTURE[1] (\"TEXT\" \"PLAIN\""
            + " (\"CHARSET\" \"utf-8\") NIL NIL \"8BIT\" 8 0 NIL NIL NIL NIL)"
            + " BINARY[1] {8}\r\nDvo\u00c5\u0099\u00c3\u00a1k BINARY[1]<3> {2}\r\n\u00c5\u0099)",
        "a OK done");
    says(
        "UID CONVERT 1 (NIL (CHARSET utf-16be)) BINARY[1]",
        "* 1 CONVERTED (TAG \"a\") (UID 1 BINARY[1] ~{12}\r\n\0D\0v\0o\u0001Y\0\u00e1\0k)",
        "a OK done");
  }

  @Test
  void whatIsNotInTheSetIsReplacedOrRefused() throws Exception {
    says(
        "CONVERT 1 (\"text/plain\" (\"charset\" \"us-ascii\")) BINARY[1]",
        "* 1 CONVERTED (TAG \"a\") (BINARY[1] (ERROR \"some characters are not in that character"
            + " set\" BADPARAMETERS \"text/plain\" \"text/plain\" (\"charset\" \"us-ascii\")))",
        "a NO no conversion was possible");
    says(
        "CONVERT 1 (\"text/plain\" (\"charset\" \"us-ascii\""
            + " \"unknown-character-replacement\" \"??\")) BINARY[1]",
        "* 1 CONVERTED (TAG \"a\") (BINARY[1] {8}\r\nDvo????k)",
        "a OK done");
    says(
        "CONVERT 1 (\"text/plain\" (\"charset\" \"us-ascii\""
            + " \"unknown-character-replacement\" \"\u00c3\u00bc\")) BINARY[1]",
        "* 1 CONVERTED (TAG \"a\") (BINARY[1] (ERROR \"that cannot stand for unknown characters\""
            + " BADPARAMETERS \"text/plain\" \"text/plain\""
            + " (\"unknown-character-replacement\" {2}\r\n\u00c3\u00bc)))",
        "a NO no conversion was possible");
    says(
        "CONVERT 1 (\"text/plain\" (\"charset\" \"klingon\")) BINARY.SIZE[1]",
        "* 1 CONVERTED (TAG \"a\") (BINARY.SIZE[1] (ERROR \"unknown character set\""
            + " BADPARAMETERS \"text/plain\" \"text/plain\" (\"charset\" \"klingon\")))",
        "a NO no conversion was possible");
    says(
        "CONVERT 1 (NIL (pix-x 100)) BINARY.SIZE[1]",
        "* 1 CONVERTED (TAG \"a\") (BINARY.SIZE[1] (ERROR \"unknown parameter\""
            + " BADPARAMETERS \"text/plain\" \"text/plain\" (\"pix-x\" \"100\")))",
        "a NO no conversion was possible");
  }

  @Test
  void htmlBecomesPlainTextThatKeepsItsShape() throws Exception {
    says(
        "CONVERT 1 (\"TEXT/PLAIN\") BINARY[2]",
        "* 1 CONVERTED (TAG \"a\") (BINARY[2] {28}\r\n"
            + "Preis\r\n\r\n5 \u00e2\u0082\u00ac\r\n\r\n- a\r\n- b\r\n)",
        "a OK done");
  }

  @Test
  void whatCannotBeConvertedIsToldBesideWhatCan() throws Exception {
    says(
        "CONVERT 1 (\"text/plain\") (BINARY.SIZE[3] BINARY.SIZE[7] BINARY.SIZE[1] BINARY.SIZE[])",
        "* 1 CONVERTED (TAG \"a\") (BINARY.SIZE[3] (ERROR \"that cannot be converted so\""
            + " BADPARAMETERS \"image/png\" \"text/plain\") BINARY.SIZE[7] (ERROR"
            + " \"there is no such part\" BADPARAMETERS NIL \"text/plain\") BINARY.SIZE[1] 8"
            + " BINARY.SIZE[] (ERROR \"that cannot be converted so\" BADPARAMETERS"
            + " \"message/rfc822\" \"text/plain\"))",
        "a OK done");
    says(
        "CONVERT 1 (NIL) (AVAILABLECONVERSIONS[2] AVAILABLECONVERSIONS[3])",
        "* 1 CONVERTED (TAG \"a\") (AVAILABLECONVERSIONS[2] ((\"text/plain\" \"text/html\"))"
            + " AVAILABLECONVERSIONS[3] (ERROR \"that cannot be converted so\" BADPARAMETERS"
            + " \"image/png\" \"image/png\"))",
        "a OK done");
  }

  @Test
  void encodedWordsOfAHeaderAreConverted() throws Exception {
    talk.send("b CONVERT 1 (NIL (charset utf-8)) BODY[HEADER]\r\n");
    String answer = talk.response();
    assertTrue(answer.startsWith("* 1 CONVERTED (TAG \"b\") (BODY[HEADER] {"), answer);
    assertTrue(answer.contains("Subject: =?utf-8?B?R3LDvMOfZQ==?= from =?x-unknown?Q?abc?=\r\n"));
    assertTrue(answer.contains("\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n)"), answer);
    assertEquals("b OK done", talk.line());
    says("CONVERT 1 (NIL) BODY[HEADER]", "a BAD CHARSET is missing");
    says(
        "CONVERT 1 (\"text/plain\" (charset utf-8)) BODY[1.MIME]",
        "a BAD headers have no media type");
    says("CONVERT 1 (NIL (charset utf-8)) BODY[TEXT]", "a BAD no such section");
  }

  @Test
  void tooMuchAtOnceIsRefused() throws Exception {
    String many = "BINARY.SIZE[1] ".repeat(21).strip();
    says("CONVERT 1 (NIL) (" + many + ")", "a NO [MAXCONVERTPARTS 20] that is too many");
    talk.send("b UNSELECT\r\n");
    talk.line();
    StringBuilder appends = new StringBuilder("p APPEND INBOX");
    appends.append(" {2+}\r\nx\n".repeat(51)).append("\r\n");
    talk.send(appends.toString());
    assertTrue(talk.line().startsWith("p OK"));
    talk.send("s EXAMINE INBOX\r\n");
    for (String line = talk.line(); !line.startsWith("s OK"); line = talk.line()) {
      assertTrue(line.startsWith("* "), line);
    }
    says("CONVERT 1:* (NIL) BINARY.SIZE[1]", "a NO [MAXCONVERTMESSAGES 50] that is too many");
  }
}
