package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fields say: encoded words, addresses, dates, ids, subjects, parameters. */
class HeaderValuesTest {
  private static Octets utf8(String text) {
    return Octets.of(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=?ISO-8859-1?Q?a?= b                       | a b",
        "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=      | ab",
        "=?ISO-8859-1?Q?a_b?=                       | a b",
        "=?utf-8?q?=C3?= =?utf-8?b?pA==?=           | ä",
        "=?utf-8?q?=C3?= =?utf-8?b?pA?= x           | ä x",
        "=?utf-8*en?q?=E2=82=AC?=                   | €",
        "x=?utf-8?q?=C3=A4?=y                       | xäy",
        "=?no-such-charset?q?a=C3=A4?=              | aä",
        "=?utf-8?x?a?=                              | =?utf-8?x?a?=",
        "=?utf-8?q?a                                | =?utf-8?q?a",
        "=?gb2312?b?xOO6ww==?=                      | 你好",
        "ä raw                                      | ä raw",
      })
  void encodedWordsAreDecoded(String raw, String text) {
    assertEquals(text, utf8(raw).decoded());
  }

  @Test
  void rawLatinOctetsAreReadAsWindows1252() {
    assertEquals("f\u00fcr \u20ac", new Octets("f\u00fcr \u0080").decoded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ada@example.org                              | [ada@example.org]",
        "Ada L. <ada@example.org>                     | [Ada L. ada@example.org]",
        "\"L, Ada\" <ada@example.org>, b@c            | [L, Ada ada@example.org] [b@c]",
        "ada@example.org (Ada (the) first)            | [Ada (the) first ada@example.org]",
        "<@a,@b:ada@example.org>                      | [route @a,@b ada@example.org]",
        "\"a b\"@example.org                          | [a b@example.org]",
        "ada . l @ example . org                      | [ada.l@example.org]",
        "joe@[1.2.3.4]                                | [joe@[1.2.3.4]]",
        "team: a@b, c@d;, e@f                         | {team [a@b] [c@d]} [e@f]",
        "undisclosed-recipients:;                     | {undisclosed-recipients}",
        "Pete(A nice \\) chap) <pete@silly.test>      | [Pete pete@silly.test]",
        "<<<<third@example.net>>>>                    | [third@example.net]",
        "<third@example.net, fourth@example.net>      | [third@example.net] [fourth@example.net]",
        "\"Joe <joe@example.com>                      | [Joe joe@example.com]",
        "(Testing <fran@example.com>                  | [Testing fran@example.com]",
        "Testing) <sam@example.com>                   | [Testing) sam@example.com]",
        "joe@example.com <joe@example.com>            | [joe@example.com joe@example.com]",
        "=?utf-8?q?J=C3=B6?= <j@x>                    | [Jö j@x]",
        "ada@example.org <                            | [ada@example.org ]",
        "\u00e4da@\u00f6.example                      | [äda@ö.example]",
        "Joe                                          | [Joe]",
        ", ,                                          | ``",
      })
  void addressesAreFound(String field, String expected) {
    var shown = new StringBuilder();
    for (Address address : AddressList.parse(utf8(field))) {
      show(address, shown);
    }
    assertEquals(expected, shown.toString().strip());
  }

  private static void show(Address address, StringBuilder to) {
    switch (address) {
      case Address.Mailbox mailbox -> {
        to.append('[');
        mailbox.displayName().ifPresent(name -> to.append(name).append(' '));
        mailbox.route().ifPresent(route -> to.append("route ").append(route).append(' '));
        to.append(mailbox.address()).append("] ");
      }
      case Address.Group group -> {
        to.append('{').append(group.displayName()).append(' ');
        group.members().forEach(member -> show(member, to));
        to.setLength(to.length() - 1);
        to.append("} ");
      }
    }
  }

  @Test
  void theEnvelopeTakesTheFirstOfRepeatedFieldsAndDefaultsToFrom() {
    Envelope envelope =
        MessageStructure.of(
                "Subject: one\nSubject: two\nFrom: a@b\nSender:\nDate:  x\n y\n\n".getBytes(UTF_8))
            .envelope();
    assertEquals("one", envelope.subject().orElseThrow().latin1());
    assertEquals(envelope.from(), envelope.sender());
    assertEquals(envelope.from(), envelope.replyTo());
    assertEquals("x y", envelope.date().orElseThrow().latin1());
    assertTrue(envelope.messageId().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 21 Nov 1997 09:55:06 -0600      | 1997-11-21T09:55:06-06:00",
        "21 Nov 97 09:55:06 GMT               | 1997-11-21T09:55:06Z",
        "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | 1997-11-21T09:55:06-06:00",
        "Thu, 13 Feb 1969 23:32 -0330         | 1969-02-13T23:32-03:30",
        "Wed, 11 Feb 98 11:51 CST             | 1998-02-11T11:51-06:00",
        "1 Jan 05 00:00:00 EDT                | 2005-01-01T00:00-04:00",
        "1 Jan 105 00:00:00 Z                 | 2005-01-01T00:00Z",
        "Wed May 17 19:18:39 2000             | 2000-05-17T19:18:39Z",
        "Tue, 4 Oct 2022 10:00:00 +0200 (CEST)| 2022-10-04T10:00+02:00",
        "Tue, 4 Oct 2022 10:00:00 GMT+02:00   | 2022-10-04T10:00+02:00",
        "2011-05-11 10:17:27 +0000            | 2011-05-11T10:17:27Z",
        "2011-05-11T10:17:27.5+02:00          | 2011-05-11T10:17:27+02:00",
        "Sat, 31 Dec 2016 23:59:60 +0000      | 2016-12-31T23:59:59Z",
        "Tue, 4 Oct 2022 10:00:00 +9999       | 2022-10-04T10:00Z",
        "4 Oct 2022 25:61 -0100               | 2022-10-04T00:00-01:00",
        "4 Oct 2022 noon                      | 2022-10-04T00:00Z",
        "31 Feb 2020 10:00:00 +0000           | ",
        "tomorrow                             | ",
      })
  void datesAreRead(String field, String expected) {
    assertEquals(
        expected == null ? "none" : expected,
        DateTimes.parse(field).map(Object::toString).orElse("none"));
  }

  @Test
  void datesAreWrittenAsTheStandardSays() {
    var time = java.time.OffsetDateTime.parse("2026-03-02T09:05:00-03:30");
    assertEquals("Mon, 2 Mar 2026 09:05:00 -0330", DateTimes.format(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a@b> <c@d>        | a@b c@d",
        "<a@b><a@b>         | a@b",
        "<a@ b>             | a@b",
        "Your mail of <x@y> | x@y",
        "a@b (comment) c@d  | a@b c@d",
        "<a@b <c@d>         | a@b c@d",
        "no id              | ",
      })
  void messageIdsAreFound(String field, String expected) {
    assertEquals(expected == null ? "" : expected, String.join(" ", MessageIds.parse(utf8(field))));
  }

  @Test
  void ofTooManyIdsTheFirstAndTheLastAreKept() {
    var field = new StringBuilder();
    for (int i = 0; i < MessageIds.MAX + 10; i++) {
      field.append('<').append(i).append("@x> ");
    }
    List<String> ids = MessageIds.parse(utf8(field.toString()));
    assertEquals(MessageIds.MAX, ids.size());
    assertEquals("0@x", ids.getFirst());
    assertEquals(MessageIds.MAX + 9 + "@x", ids.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "hello                       | hello  | false",
        "Re: hello                   | hello  | true",
        "RE  [2] : hello             | hello  | true",
        "[list] Re: [list] hello     | hello  | true",
        "[list] hello                | hello  | false",
        "[only]                      | [only] | false",
        "Fwd: FW: hello (fwd) (FWD)  | hello  | true",
        "[fwd: Re: hello (fwd)]      | hello  | true",
        "[fwd: [list] hello ]        | hello  | true",
        "Regarding: x                | Regarding: x | false",
        "Re:                         | ''     | true",
      })
  void baseSubjectsFollowTheProcedure(String subject, String base, boolean answer) {
    assertEquals(new BaseSubject(base, answer), BaseSubject.of(subject));
  }

  private static Parameters parameters(String text) {
    return ContentType.parse(utf8("a/b" + text)).orElseThrow().parameters();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "; name=x                                              | x",
        "; NAME = \"a \\\"b\\\"\" ; other=1                    | a \"b\"",
        "; name*=utf-8'en'%E2%82%AC                            | €",
        "; name*0*=utf-8''%C3; name*1*=%A4; name*2=\" plain\"  | ä plain",
        "; name*1=b; name*0=a; name*3=d                        | ab",
        "; name=plain; name*=utf-8''ext                        | ext",
        "; name==?utf-8?q?=C3=A4?=                             | ä",
        "; name=\"=?utf-8?q?=C3=A4?=\"                         | ä",
        "; name=my file.pdf; x=y                               | my file.pdf",
        "; name=a (comment)                                    | a",
        "; name=first; name=second                             | first",
        "; name=\u00e4                                         | ä",
      })
  void parametersAreDecoded(String text, String expected) {
    assertEquals(expected, parameters(text).text("name").orElseThrow());
    assertEquals(expected, parameters(text).decoded().get("name"));
  }

  @Test
  void parametersAreListedAsTheyWereWritten() {
    assertEquals(
        List.of(
            new Parameter("name*0*", new Octets("utf-8''%C3")),
            new Parameter("name*1", new Octets("b"))),
        parameters("; NAME*0*=utf-8''%C3; name*1=\"b\"").list());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT/Html; charset=x | text/html",
        "text                 | text/plain",
        "text / plain (x)     | text/plain",
        "nonsense             | application/octet-stream",
        "/x                   | none",
      })
  void typesAreUnderstood(String field, String expected) {
    assertEquals(expected, ContentType.parse(utf8(field)).map(ContentType::media).orElse("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "latin1, windows-1252",
    "ISO-8859-1, windows-1252",
    "gb2312, GB18030",
    "utf8, UTF-8",
    "ks_c_5601-1987, x-windows-949",
    "\"utf-8\", UTF-8",
    "windows-1251, windows-1251",
    "utf-7, none",
    "us-ascii, none",
    "no such, none",
    "'', none"
  })
  void charsetsAreFoundByTheNamesThatMailGives(String name, String expected) {
    assertEquals(expected, Charsets.find(name).map(Object::toString).orElse("none"));
  }
}
