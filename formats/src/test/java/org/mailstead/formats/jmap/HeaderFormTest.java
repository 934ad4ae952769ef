package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;

/** The forms of header fields (RFC 8621 section 4.1.2). */
class HeaderFormTest {
  private static Octets utf8(String value) {
    return Octets.of(value.getBytes(UTF_8));
  }

  private static String read(HeaderForm form, Octets value) {
    Optional<HeaderValue> read = form.read(value);
    return read.map(HeaderFormTest::shown).orElse("null");
  }

  private static String shown(HeaderValue value) {
    return switch (value) {
      case HeaderValue.Raw(String raw) -> raw;
      case HeaderValue.Text(String text) -> text;
      case HeaderValue.Addresses(List<HeaderValue.Address> list) -> shown(list);
      case HeaderValue.GroupedAddresses(List<HeaderValue.Group> groups) -> {
        var shown = new ArrayList<String>();
        groups.forEach(
            group -> shown.add(group.name().orElse("null") + "=" + shown(group.addresses())));
        yield String.join(" ", shown);
      }
      case HeaderValue.MessageIds(List<String> ids) -> String.join(" ", ids);
      case HeaderValue.Date date -> date.time().toString();
      case HeaderValue.Urls(List<String> urls) -> String.join(" ", urls);
    };
  }

  private static String shown(List<HeaderValue.Address> list) {
    var shown = new ArrayList<String>();
    list.forEach(address -> shown.add(address.name().orElse("null") + "|" + address.email()));
    return shown.toString();
  }

  @Test
  void rawIsTheOctetsAsCharacters() {
    assertEquals(" a\r\n b ", read(HeaderForm.RAW, utf8(" a\r\n b ")));
    assertEquals(" \u00e4ab", read(HeaderForm.RAW, utf8(" \u00e4a\0b")));
    Octets latin1 = Octets.of(" \u00e4!".getBytes(ISO_8859_1));
    assertEquals(" \ufffd!", read(HeaderForm.RAW, latin1));
  }

  @Test
  void textIsUnfoldedAndDecodedByTheLetter() {
    var cases =
        new String[][] {
          {" Dinner\r\n on Thursday?", "Dinner on Thursday?"},
          {"   x  y ", "x  y "},
          {" =?utf-8?q?=c3=bc?= =?utf-8?q?_x?=", "\u00fc x"},
          {" =?utf-8?q?=c3?=\r\n =?utf-8?q?=bc?=", "\u00fc"},
          {" =?us-ascii*en?q?a_b?= c", "a b c"},
          {" x=?utf-8?q?a?=", "x=?utf-8?q?a?="},
          {" =?utf-8?q?a?=x", "=?utf-8?q?a?=x"},
          {" =?utf-8?q?a?==?utf-8?q?b?=", "=?utf-8?q?a?==?utf-8?q?b?="},
          {" =?utf-8?q?a b?=", "=?utf-8?q?a b?="},
          {" =?nowhere?q?a?=", "=?nowhere?q?a?="},
          {" =?utf-7?q?a?=", "=?utf-7?q?a?="},
          {" =?utf-8?q??=", "=?utf-8?q??="},
          {" =?utf-8?q?a=00=0a=1bb?=", "ab"},
          {" =?utf-8?q?a=ffb?=", "a\ufffdb"},
          {" u\u0308 =?utf-8?q?u=cc=88?=", "\u00fc \u00fc"},
          {"", ""},
        };
    for (String[] one : cases) {
      assertEquals(one[1], read(HeaderForm.TEXT, utf8(one[0])), one[0]);
    }
  }

  @Test
  void theAddressesOfTheStandardsExample() {
    Octets value =
        utf8(
            """
            "  James Smythe" <james@example.com>, Friends:
             jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=
             <john@example.com>;\
            """
                .replace("\n", "\r\n"));
    assertEquals(
        "[James Smythe|james@example.com, null|jane@example.com, John Sm\u00eeth|john@example.com]",
        read(HeaderForm.ADDRESSES, value));
    assertEquals(
        "null=[James Smythe|james@example.com]"
            + " Friends=[null|jane@example.com, John Sm\u00eeth|john@example.com]",
        read(HeaderForm.GROUPED_ADDRESSES, value));
  }

  @Test
  void addressesAreReadAsWellAsTheyCanBe() {
    var cases =
        new String[][] {
          {" joe@example.com (Joe)", "[Joe|joe@example.com]"},
          {" joe@example.com (=?utf-8?q?J=c3=b6?=)", "[J\u00f6|joe@example.com]"},
          {" \"J\\\"o\\\\e\" <a@b>", "[J\"o\\e|a@b]"},
          {" \"=?utf-8?q?a?=\" <a@b>", "[=?utf-8?q?a?=|a@b]"},
          {" =?utf-8?q?a?= \"b\" =?utf-8?q?c?= <a@b>", "[a b c|a@b]"},
          {" Joe", "[null|Joe]"},
          {" \"a b\"@example.com", "[null|\"a b\"@example.com]"},
          {" <@x:a@b>, ,", "[null|a@b]"},
          {" undisclosed:;", "[]"},
          {"", "[]"},
        };
    for (String[] one : cases) {
      assertEquals(one[1], read(HeaderForm.ADDRESSES, utf8(one[0])), one[0]);
    }
    assertEquals(
        "A=[] null=[null|b@b, null|c@c] D=[null|d@d]",
        read(HeaderForm.GROUPED_ADDRESSES, utf8(" A:;, b@b, c@c, D: d@d;")));
  }

  @Test
  void idsDatesAndUrlsAreNullWhenThereAreNone() {
    HeaderForm ids = HeaderForm.MESSAGE_IDS;
    assertEquals("a@b c@d", read(ids, utf8(" <a@b>\r\n (not <x@y>) <c@d>")));
    assertEquals("null", read(ids, utf8(" words")));
    assertEquals("null", read(ids, utf8("")));
    HeaderForm urls = HeaderForm.URLS;
    assertEquals(
        "mailto:a@b?x http://c/(d)",
        read(urls, utf8(" <mailto:a@b\r\n ?x> (by <mail>), (Web) <http://c/(d)>")));
    assertEquals("null", read(urls, utf8(" NO (posting is not allowed)")));
    assertEquals("null", read(urls, utf8(" http://bare.example")));
    HeaderForm date = HeaderForm.DATE;
    assertEquals("2026-03-02T09:05+01:00", read(date, utf8(" Mon, 2 Mar 2026 09:05:00 +0100")));
    assertEquals("null", read(date, utf8(" yesterday")));
  }

  @Test
  void hostileValuesCostLinearTime() {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (String piece :
              List.of("(", "<", "\"", "=?a?q?", "=?utf-8?q?a ", "<(", "a:", "\\(", "<a>,", ")")) {
            Octets value = utf8(piece.repeat((1 << 20) / piece.length()));
            for (HeaderForm form : HeaderForm.values()) {
              form.read(value);
            }
          }
        });
  }

  @Test
  void eachFieldHasItsForms() {
    var forms =
        Map.of(
            "Subject Comments Keywords",
            "Raw Text",
            "From Sender Reply-To To Cc Bcc Resent-From Resent-Sender Resent-Reply-To Resent-To"
                + " Resent-Cc Resent-Bcc",
            "Raw Addresses GroupedAddresses",
            "Message-ID In-Reply-To References Resent-Message-ID",
            "Raw MessageIds",
            "Date Resent-Date",
            "Raw Date",
            "List-Help List-Unsubscribe List-Subscribe List-Post List-Owner List-Archive",
            "Raw URLs",
            "Return-Path Received",
            "Raw",
            "List-Id X-Anything Content-Type",
            "Raw Text Addresses GroupedAddresses MessageIds Date URLs");
    forms.forEach((fields, expected) -> {
      for (String field : fields.split(" ", -1)) {
        var allowed = new ArrayList<String>();
        for (HeaderForm form : HeaderForm.values()) {
          if (form.isAllowedFor(field)) {
            allowed.add(form.suffix().substring(2));
          }
        }
        assertEquals(expected, String.join(" ", allowed), field);
      }
    });
  }

  @Test
  void propertiesAreNamedByTheRules() {
    var cases =
        new String[][] {
          {"header:Subject", "Subject RAW false"},
          {"header:subject:all", "subject RAW true"},
          {"header:Resent-To:asAddresses:all", "Resent-To ADDRESSES true"},
          {"header:List-POST:asURLs", "List-POST URLS false"},
          {"header:all", "all RAW false"},
          {"from", "From ADDRESSES false"},
          {"sentAt", "Date DATE false"},
          {"header:", ""},
          {"header::asText", ""},
          {"header:A b", ""},
          {"header:\u00e4", ""},
          {"header:X:all:asText", ""},
          {"header:X:asNothing", ""},
          {"header:X:astext", ""},
          {"header:X:asText:all:all", ""},
          {"header:X:", ""},
          {"Header:X", ""},
          {"size", ""},
        };
    for (String[] one : cases) {
      String found =
          HeaderProperty.of(one[0])
              .map(header -> header.field() + " " + header.form() + " " + header.all())
              .orElse("");
      assertEquals(one[1], found, one[0]);
    }
    HeaderProperty.CONVENIENT.values().forEach(one -> assertEquals(true, one.isAllowed()));
    assertEquals(false, HeaderProperty.of("header:From:asDate").orElseThrow().isAllowed());
  }

  @Test
  void theLastFieldCountsOrAllOfThem() {
    var header = MessageStructure.of("To: a@b\r\nto: c@d\r\nX: <\r\n\r\n".getBytes(UTF_8)).header();
    HeaderProperty last = HeaderProperty.of("to").orElseThrow();
    assertEquals("[null|c@d]", last.lastOf(header).map(HeaderFormTest::shown).orElseThrow());
    HeaderProperty all = HeaderProperty.of("header:TO:all").orElseThrow();
    assertEquals(
        List.of(" a@b", " c@d"),
        all.allOf(header).stream().map(one -> shown(one.orElseThrow())).toList());
    HeaderProperty none = HeaderProperty.of("header:X:asURLs:all").orElseThrow();
    assertEquals(List.of(Optional.empty()), none.allOf(header));
    assertEquals(Optional.empty(), HeaderProperty.of("cc").orElseThrow().lastOf(header));
    assertEquals(
        List.of(
            new EmailHeader("To", " a@b"),
            new EmailHeader("to", " c@d"),
            new EmailHeader("X", " <")),
        EmailHeader.of(header));
  }
}
