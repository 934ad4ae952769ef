package org.mailstead.formats.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Archive;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Contacts of other programs, as JSContact and back. */
class VCardTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static ObjectNode read(String text) {
    List<ReadCard> cards = VCardReader.read(text);
    assertEquals(1, cards.size());
    return cards.getFirst().card();
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  @Test
  void aCardIsReadAsJsContact() {
    ObjectNode card =
        read(
            """
            BEGIN:VCARD
            VERSION:4.0
            UID:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af
            FN:Dr. Ada Lovelace
            N:Lovelace;Ada;Byron,King;Dr.;FRS
            NICKNAME:Countess
            EMAIL;TYPE=work;PREF=1;PROP-ID=main:ada@example.test
            item1.TEL;TYPE=cell,home:+44 1
            item1.X-ABLabel:_$!<Boat>!$_
            ADR;TYPE=home:;;St James Sq. 12;London;;SW1;UK
            ORG:Analytical Engines;Programs
            TITLE:Countess
            ROLE:Author
            BDAY:--1210
            CATEGORIES:friend,poet
            NOTE:Knows\\nnumbers
            X-SKYPE:ada.l
            REV:20260102T030405Z
            END:VCARD
            """);
    assertEquals(
        json(
            """
            {"@type": "Card", "version": "1.0",
             "uid": "urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af",
             "updated": "2026-01-02T03:04:05Z",
             "keywords": {"friend": true, "poet": true},
             "notes": {"1": {"note": "Knows\\nnumbers"}},
             "name": {"components": [
               {"kind": "title", "value": "Dr."}, {"kind": "given", "value": "Ada"},
               {"kind": "given2", "value": "Byron"}, {"kind": "given2", "value": "King"},
               {"kind": "surname", "value": "Lovelace"}, {"kind": "credential", "value": "FRS"}],
               "full": "Dr. Ada Lovelace"},
             "nicknames": {"1": {"name": "Countess"}},
             "emails": {"main": {"address": "ada@example.test", "contexts": {"work": true},
               "pref": 1}},
             "phones": {"1": {"number": "+44 1", "features": {"mobile": true},
               "contexts": {"private": true}, "label": "Boat"}},
             "addresses": {"1": {"components": [
               {"kind": "name", "value": "St James Sq. 12"}, {"kind": "locality",
               "value": "London"}, {"kind": "postcode", "value": "SW1"},
               {"kind": "country", "value": "UK"}], "contexts": {"private": true}}},
             "organizations": {"1": {"name": "Analytical Engines",
               "units": [{"name": "Programs"}]}},
             "titles": {"1": {"name": "Countess", "kind": "title"},
               "2": {"name": "Author", "kind": "role"}},
             "anniversaries": {"1": {"kind": "birth",
               "date": {"@type": "PartialDate", "month": 12, "day": 10}}}}
            """),
        card);
  }

  @Test
  void whatHasNoWordsInOneIsKeptInTheOther() {
    ReadCard came =
        VCardReader.read(
                """
                BEGIN:VCARD
                VERSION:3.0
                FN:Ada
                EMAIL:ada@example.test
                X-SKYPE:ada.l
                PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K
                 Ggo=
                END:VCARD
                """)
            .getFirst();
    assertFalse(came.original().contains("iVBOR"));
    assertTrue(came.original().contains("X-SKYPE:ada.l"));
    ObjectNode card = came.card();
    assertEquals(
        json(
            """
            {"1": {"kind": "photo", "uri": "data:image/png;base64,iVBORw0KGgo=",
              "mediaType": "image/png"}}
            """),
        card.get("media"));
    ((ObjectNode) card.at("/emails/1")).put("address", "ada@new.test");
    card.set("speakToAs", json("{\"grammaticalGender\": \"feminine\"}"));
    String written = VCardWriter.write(card, Optional.of(came.original()));
    assertTrue(written.contains("X-SKYPE:ada.l"), written);
    assertTrue(written.contains("ada@new.test"), written);
    assertFalse(written.contains("ada@example.test"), written);
    assertEquals(card, read(written));
  }

  @Test
  void aCardWithoutANameGetsOneFromItsText() {
    String text = "BEGIN:VCARD\nVERSION:4.0\nFN:Bob\nEND:VCARD\n";
    assertEquals(read(text).get("uid"), read(text).get("uid"));
  }

  @Test
  void whatIsNoCardIsLeftOut() {
    assertEquals(0, VCardReader.read("BEGIN:VCARD\nFN:Bob\n").size());
    assertEquals(0, VCardReader.read("").size());
    assertEquals(2, VCardReader.read("x\nBEGIN:VCARD\nEND:VCARD\nbegin:vcard\nend:vcard").size());
  }

  @Test
  void cardsThatAreNotAsTheyShouldBeAreTold() {
    assertEquals(List.of(), CardShape.wrong(json("{\"x\": 5, \"example.com:y\": []}")));
    assertEquals(List.of("@type"), CardShape.wrong(json("{\"@type\": \"Event\"}")));
    for (String wrong :
        List.of(
            "{\"emails\": {\"1\": {}}}",
            "{\"emails\": {\"1\": {\"address\": 5}}}",
            "{\"emails\": {\"a b\": {\"address\": \"a@b\"}}}",
            "{\"emails\": []}",
            "{\"phones\": {\"1\": {\"number\": \"1\", \"features\": {\"fax\": false}}}}",
            "{\"name\": {}}",
            "{\"name\": {\"components\": [{\"kind\": \"given\"}]}}",
            "{\"members\": {\"a\": 1}}",
            "{\"updated\": \"yesterday\"}",
            "{\"media\": {\"1\": {\"kind\": \"photo\"}}}",
            "{\"anniversaries\": {\"1\": {\"kind\": \"birth\"}}}")) {
      assertEquals(1, CardShape.wrong(json(wrong)).size(), wrong);
    }
  }

  @Test
  void cardsOfManyProgramsComeBackAsTheyWere() throws IOException {
    int cards = 0;
    for (String archive : List.of("pim/ez-vcard.tar.xz", "pim/calcard.tar.xz")) {
      var files = Archive.read(archive, name -> name.endsWith(".vcf"));
      assumeTrue(files.isPresent(), archive);
      for (var file : files.get().entrySet()) {
        String text = new String(file.getValue(), StandardCharsets.UTF_8);
        for (ReadCard one : VCardReader.read(text)) {
          String written = VCardWriter.write(one.card(), Optional.of(one.original()));
          assertEquals(one.card().get("emails"), read(written).get("emails"), file.getKey());
          assertEquals(one.card().get("uid"), read(written).get("uid"), file.getKey());
          assertEquals(one.card().get("media"), read(written).get("media"), file.getKey());
          cards++;
        }
      }
    }
    assertTrue(cards > 50, "cards: " + cards);
  }
}
