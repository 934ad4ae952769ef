package org.mailstead.jmap;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Address books and contacts (RFC 9610). */
class ContactTest {
  private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk";

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** Binds $book to the one that there is from the start. */
  private void begin() {
    script.play(
        """
        > ["AddressBook/get", {"accountId": "$ada"}, "0"]
        < ["AddressBook/get", {"accountId": "$ada", "state": "$books", "notFound": [], "list": [
            {"id": "$book", "name": "Contacts", "description": null, "sortOrder": 0,
             "isDefault": true, "isSubscribed": true, "shareWith": null, "myRights": {
               "mayRead": true, "mayWrite": true, "mayShare": false, "mayDelete": true}}]}, "0"]
        """);
  }

  @Test
  void thereIsAnAddressBookFromTheStart() {
    begin();
    script.play(
        """
        > ["AddressBook/get", {"accountId": "$ada", "ids": ["$book", "Azz"],
            "properties": ["name"]}, "0"],
          ["AddressBook/get", {"accountId": "$ada", "properties": ["colour"]}, "1"],
          ["AddressBook/changes", {"accountId": "$ada", "sinceState": "$books"}, "2"],
          ["AddressBook/get", {"accountId": "$bob"}, "3"]
        < ["AddressBook/get", {"list": [{"id": "$book", "name": "Contacts"}],
            "notFound": ["Azz"], "...": 0}, "0"],
          ["error", {"type": "invalidArguments", "...": 0}, "1"],
          ["AddressBook/changes", {"accountId": "$ada", "oldState": "$books",
            "newState": "$books", "hasMoreChanges": false, "created": [], "updated": [],
            "destroyed": []}, "2"],
          ["error", {"type": "accountNotFound", "...": 0}, "3"]
        """);
  }

  @Test
  void addressBooksAreMadeChangedAndRemoved() {
    begin();
    script.play(
        """
        > ["AddressBook/set", {"accountId": "$ada", "ifInState": "$books", "create": {
            "w": {"name": "Work", "sortOrder": 3, "description": "Those there"},
            "x": {"name": ""}, "y": {"isDefault": true, "name": "Y"}, "z": {}}}, "0"]
        < ["AddressBook/set", {"accountId": "$ada", "oldState": "$books", "newState": "$s1",
            "created": {"w": {"id": "$work", "isDefault": false, "isSubscribed": true,
              "shareWith": null, "myRights": "*"}},
            "notCreated": {
              "x": {"type": "invalidProperties", "properties": ["name"], "...": 0},
              "y": {"type": "invalidProperties", "properties": ["isDefault"], "...": 0},
              "z": {"type": "invalidProperties", "properties": ["name"], "...": 0}},
            "...": 0}, "0"]
        > ["AddressBook/set", {"accountId": "$ada", "ifInState": "$books"}, "0"],
          ["AddressBook/set", {"accountId": "$ada", "update": {
            "$work": {"name": "Office", "isSubscribed": false},
            "$book": {"shareWith": {"Pa": {"mayRead": true}}}, "Azz": {"name": "x"}}}, "1"],
          ["AddressBook/get", {"accountId": "$ada", "ids": ["$work"]}, "2"],
          ["AddressBook/changes", {"accountId": "$ada", "sinceState": "$s1"}, "3"]
        < ["error", {"type": "stateMismatch", "...": 0}, "0"],
          ["AddressBook/set", {"updated": {"$work": null}, "notUpdated": {
            "$book": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0},
            "Azz": {"type": "notFound", "...": 0}}, "...": 0}, "1"],
          ["AddressBook/get", {"list": [{"id": "$work", "name": "Office", "sortOrder": 3,
            "description": "Those there", "isSubscribed": false, "...": 0}], "...": 0}, "2"],
          ["AddressBook/changes", {"updated": ["$work"], "created": [], "destroyed": [],
            "...": 0}, "3"]
        > ["ContactCard/set", {"accountId": "$ada", "create": {"a": {
            "addressBookIds": {"$work": true}, "name": {"full": "Ada"}}, "b": {
            "addressBookIds": {"$work": true, "$book": true}, "name": {"full": "Bob"}}}}, "0"],
          ["AddressBook/set", {"accountId": "$ada", "destroy": ["$work"]}, "1"],
          ["AddressBook/set", {"accountId": "$ada", "destroy": ["$work"],
            "onDestroyRemoveContents": true}, "2"],
          ["ContactCard/get", {"accountId": "$ada", "properties": ["addressBookIds"]}, "3"],
          ["AddressBook/set", {"accountId": "$ada", "destroy": ["$book"],
            "onDestroyRemoveContents": true}, "4"]
        < ["ContactCard/set", {"created": {"a": {"id": "$a", "...": 0},
            "b": {"id": "$b", "...": 0}}, "...": 0}, "0"],
          ["AddressBook/set", {"destroyed": null, "notDestroyed": {
            "$work": {"type": "addressBookHasContents", "...": 0}}, "...": 0}, "1"],
          ["AddressBook/set", {"destroyed": ["$work"], "...": 0}, "2"],
          ["ContactCard/get", {"list": [{"id": "$b", "addressBookIds": {"$book": true}}],
            "...": 0}, "3"],
          ["AddressBook/set", {"notDestroyed": {"$book": {"type": "forbidden", "...": 0}},
            "...": 0}, "4"]
        """);
  }

  @Test
  void anotherAddressBookBecomesTheDefault() {
    begin();
    script.play(
        """
        > ["AddressBook/set", {"accountId": "$ada", "create": {"w": {"name": "Work"}},
            "onSuccessSetIsDefault": "#w"}, "0"]
        < ["AddressBook/set", {"created": {"w": {"id": "$work", "isDefault": true, "...": 0}},
            "updated": {"$book": {"isDefault": false}}, "newState": "$s1", "...": 0}, "0"]
        > ["AddressBook/set", {"accountId": "$ada", "update": {"$work": {"name": ""}},
            "onSuccessSetIsDefault": "$book"}, "0"],
          ["AddressBook/set", {"accountId": "$ada", "onSuccessSetIsDefault": "Azz"}, "1"],
          ["AddressBook/changes", {"accountId": "$ada", "sinceState": "$s1"}, "2"],
          ["AddressBook/set", {"accountId": "$ada", "destroy": ["$work"]}, "3"],
          ["AddressBook/get", {"accountId": "$ada", "properties": ["isDefault"]}, "4"]
        < ["AddressBook/set", {"notUpdated": {"$work": "*"}, "updated": null, "...": 0}, "0"],
          ["AddressBook/set", {"updated": null, "...": 0}, "1"],
          ["AddressBook/changes", {"newState": "$s1", "updated": [], "...": 0}, "2"],
          ["AddressBook/set", {"destroyed": ["$work"], "...": 0}, "3"],
          ["AddressBook/get", {"list": [{"id": "$book", "isDefault": true}], "...": 0}, "4"]
        """);
  }

  @Test
  void contactsAreMadeChangedAndRemoved() {
    begin();
    script.play(
        """
        > ["ContactCard/get", {"accountId": "$ada"}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "create": {"joe": {
            "addressBookIds": {"$book": true}, "uid": "joe-1",
            "name": {"components": [{"kind": "given", "value": "Joe"},
              {"kind": "surname", "value": "Bloggs"}], "isOrdered": true},
            "emails": {"0": {"contexts": {"private": true}, "address": "joe@far.test"}},
            "example.com:shoe": 43}}}, "1"]
        < ["ContactCard/get", {"accountId": "$ada", "state": "$none", "list": [],
            "notFound": []}, "0"],
          ["ContactCard/set", {"oldState": "$none", "newState": "$one", "created": {"joe": {
            "id": "$joe", "@type": "Card", "version": "1.0", "created": "$at",
            "updated": "$at"}}, "...": 0}, "1"]
        > ["ContactCard/get", {"accountId": "$ada", "ids": ["$joe", "Czz"]}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "update": {"$joe": {
            "emails/0/address": "joe@near.test", "nicknames": {"n": {"name": "JB"}}}}}, "1"],
          ["ContactCard/get", {"accountId": "$ada", "ids": ["$joe"],
            "properties": ["emails", "nicknames"]}, "2"],
          ["ContactCard/changes", {"accountId": "$ada", "sinceState": "$one"}, "3"]
        < ["ContactCard/get", {"list": [{"id": "$joe", "addressBookIds": {"$book": true},
            "@type": "Card", "version": "1.0", "uid": "joe-1", "created": "$at",
            "updated": "$at", "name": {"components": [{"kind": "given", "value": "Joe"},
              {"kind": "surname", "value": "Bloggs"}], "isOrdered": true},
            "emails": {"0": {"contexts": {"private": true}, "address": "joe@far.test"}},
            "example.com:shoe": 43}], "notFound": ["Czz"], "...": 0}, "0"],
          ["ContactCard/set", {"updated": {"$joe": {"...": 0}}, "notUpdated": null, "...": 0},
            "1"],
          ["ContactCard/get", {"list": [{"id": "$joe", "nicknames": {"n": {"name": "JB"}},
            "emails": {"0": {"contexts": {"private": true}, "address": "joe@near.test"}}}],
            "...": 0}, "2"],
          ["ContactCard/changes", {"updated": ["$joe"], "created": [], "destroyed": [],
            "...": 0}, "3"]
        > ["ContactCard/set", {"accountId": "$ada", "update": {"$joe": {"nicknames": null}},
            "destroy": ["Czz"]}, "0"],
          ["ContactCard/get", {"accountId": "$ada", "ids": ["$joe"],
            "properties": ["nicknames"]}, "1"],
          ["ContactCard/set", {"accountId": "$ada", "destroy": ["$joe"]}, "2"],
          ["ContactCard/changes", {"accountId": "$ada", "sinceState": "$one"}, "3"],
          ["ContactCard/changes", {"accountId": "$ada", "sinceState": "$none"}, "4"]
        < ["ContactCard/set", {"notDestroyed": {"Czz": {"type": "notFound", "...": 0}},
            "...": 0}, "0"],
          ["ContactCard/get", {"list": [{"id": "$joe"}], "...": 0}, "1"],
          ["ContactCard/set", {"destroyed": ["$joe"], "...": 0}, "2"],
          ["ContactCard/changes", {"destroyed": ["$joe"], "created": [], "updated": [],
            "...": 0}, "3"],
          ["ContactCard/changes", {"destroyed": [], "created": [], "updated": [],
            "...": 0}, "4"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|addressBookIds",
        "{\"addressBookIds\": {}}|addressBookIds",
        "{\"addressBookIds\": {\"Azz\": true}}|addressBookIds",
        "{\"addressBookIds\": {\"$book\": false}}|addressBookIds",
        "{\"addressBookIds\": {\"$book\": true}, \"id\": \"C1\"}|id",
        "{\"addressBookIds\": {\"$book\": true}, \"uid\": \"\"}|uid",
        "{\"addressBookIds\": {\"$book\": true}, \"uid\": \"twice\"}|uid",
        "{\"addressBookIds\": {\"$book\": true}, \"emails\": {\"0\": {}}}|emails",
        "{\"addressBookIds\": {\"$book\": true}, \"media\": {\"0\": {\"blobId\": \"U1-zz\"}}}|media",
        "{\"addressBookIds\": {\"$book\": true}, \"media\": {\"0\": {\"uri\": \"x:\", \"held\": 1}}}|media",
        "{\"addressBookIds\": {\"$book\": true}, \"media\": {\"0\": {\"uri\": \"data:image/svg+xml;base64,PHN2Zy8+\"}}}|media"
      })
  void aWrongContactIsNotMade(String card, String property) {
    begin();
    script.play(
        """
        > ["ContactCard/set", {"accountId": "$ada", "create": {"a": {
            "addressBookIds": {"$book": true}, "uid": "twice"}}}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "create": {"a": %s}}, "1"]
        < ["ContactCard/set", {"created": {"a": "*"}, "...": 0}, "0"],
          ["ContactCard/set", {"created": null, "notCreated": {"a": {
            "type": "invalidProperties", "properties": ["%s"], "...": 0}}, "...": 0}, "1"]
        """
            .formatted(card, property));
  }

  @Test
  void picturesAreBlobs() {
    begin();
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {"p": {"data": [
            {"data:asBase64": "%1$s"}]}}}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "create": {"c": {
            "addressBookIds": {"$book": true}, "media": {
              "a": {"kind": "photo", "blobId": "#p"},
              "b": {"kind": "logo", "uri": "data:image/jpeg;base64,%1$s"}}}}}, "1"]
        < ["Blob/upload", {"created": {"p": {"id": "$p", "...": 0}}, "...": 0}, "0"],
          ["ContactCard/set", {"created": null, "notCreated": {"c": "*"}, "...": 0}, "1"]
        > ["ContactCard/set", {"accountId": "$ada", "create": {"c": {
            "addressBookIds": {"$book": true}, "media": {
              "a": {"kind": "photo", "blobId": "$p"},
              "b": {"kind": "logo", "uri": "data:image/jpeg;base64,%1$s"}}}}}, "0"]
        < ["ContactCard/set", {"created": {"c": {"id": "$c", "media": {
            "a": {"kind": "photo", "blobId": "$a", "mediaType": "image/png"},
            "b": {"kind": "logo", "blobId": "$b", "mediaType": "image/png"}}, "...": 0}},
            "...": 0}, "0"]
        """
            .formatted(PNG));
    world.clock.pass(java.time.Duration.ofDays(3));
    world.post.retention().purge(world.ada.id(), world.clock.instant());
    script.play(
        """
        > ["Blob/get", {"accountId": "$ada", "ids": ["$p", "$a"],
            "properties": ["data:asBase64"]}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "update": {"$c": {
            "media/a/label": "me", "media/b": null}}}, "1"],
          ["ContactCard/get", {"accountId": "$ada", "ids": ["$c"],
            "properties": ["media"]}, "2"]
        < ["Blob/get", {"list": [{"id": "$a", "data:asBase64": "%s"}], "notFound": ["$p"],
            "...": 0}, "0"],
          ["ContactCard/set", {"updated": {"$c": "*"}, "...": 0}, "1"],
          ["ContactCard/get", {"list": [{"id": "$c", "media": {"a": {"kind": "photo",
            "blobId": "$a", "mediaType": "image/png", "label": "me"}}}], "...": 0}, "2"]
        """
            .formatted(PNG));
    world.clock.pass(java.time.Duration.ofDays(3));
    world.post.retention().purge(world.ada.id(), world.clock.instant());
    script.play(
        """
        > ["Blob/get", {"accountId": "$ada", "ids": ["$a", "$b"], "properties": ["size"]}, "0"]
        < ["Blob/get", {"list": [{"id": "$a", "size": 45}], "notFound": ["$b"], "...": 0}, "0"]
        """);
  }

  private void people() {
    begin();
    script.play(
        """
        > ["AddressBook/set", {"accountId": "$ada", "create": {"w": {"name": "Work"}}}, "0"]
        < ["AddressBook/set", {"created": {"w": {"id": "$work", "...": 0}}, "...": 0}, "0"]
        > ["ContactCard/set", {"accountId": "$ada", "create": {
            "zoe": {"addressBookIds": {"$book": true}, "uid": "zoe", "name": {"components": [
              {"kind": "given", "value": "Zo\u00eb"}, {"kind": "surname", "value": "Adams"}]},
              "emails": {"1": {"address": "zoe@far.test"}},
              "notes": {"1": {"note": "Likes Old Boats"}}}}}, "0"],
          ["ContactCard/set", {"accountId": "$ada", "create": {
            "ben": {"addressBookIds": {"$work": true}, "uid": "ben", "name": {"components": [
              {"kind": "given", "value": "Ben"}, {"kind": "surname", "value": "Zorn"}]},
              "phones": {"1": {"number": "+49 30 1"}},
              "organizations": {"1": {"name": "Boats AG"}}}}}, "1"],
          ["ContactCard/set", {"accountId": "$ada", "create": {
            "crew": {"addressBookIds": {"$book": true}, "uid": "crew", "kind": "group",
              "name": {"full": "Crew"}, "members": {"zoe": true, "ben": true}}}}, "2"]
        < ["ContactCard/set", {"created": {"zoe": {"id": "$zoe", "...": 0}}, "...": 0}, "0"],
          ["ContactCard/set", {"created": {"ben": {"id": "$ben", "...": 0}}, "...": 0}, "1"],
          ["ContactCard/set", {"created": {"crew": {"id": "$crew", "...": 0}},
            "newState": "$three", "...": 0}, "2"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|\"$zoe\", \"$ben\", \"$crew\"",
        "{\"inAddressBook\": \"$work\"}|\"$ben\"",
        "{\"uid\": \"zoe\"}|\"$zoe\"",
        "{\"hasMember\": \"ben\"}|\"$crew\"",
        "{\"kind\": \"group\"}|\"$crew\"",
        "{\"kind\": \"individual\"}|\"$zoe\", \"$ben\"",
        "{\"name\": \"zoe ADAMS\"}|\"$zoe\"",
        "{\"name/given\": \"zorn\"}|",
        "{\"name/surname\": \"zorn\"}|\"$ben\"",
        "{\"email\": \"far.test\"}|\"$zoe\"",
        "{\"phone\": \"30\"}|\"$ben\"",
        "{\"organization\": \"boats\"}|\"$ben\"",
        "{\"note\": \"\\\"old boats\\\"\"}|\"$zoe\"",
        "{\"note\": \"\\\"boats old\\\"\"}|",
        "{\"note\": \"boats old\"}|\"$zoe\"",
        "{\"text\": \"boats\"}|\"$zoe\", \"$ben\"",
        "{\"address\": \"x\"}|",
        "{\"onlineService\": \"x\"}|",
        "{\"nickname\": \"x\"}|",
        "{\"createdBefore\": \"2000-01-01T00:00:00Z\"}|",
        "{\"createdAfter\": \"2000-01-01T00:00:00Z\", \"kind\": \"group\"}|\"$crew\"",
        "{\"updatedAfter\": \"2100-01-01T00:00:00Z\"}|",
        "{\"operator\": \"NOT\", \"conditions\": [{\"kind\": \"group\"}]}|\"$zoe\", \"$ben\""
      })
  void contactsAreFound(String filter, String ids) {
    people();
    script.play(
        """
        > ["ContactCard/query", {"accountId": "$ada", "filter": %s}, "0"]
        < ["ContactCard/query", {"ids": [%s], "position": 0, "queryState": "$three",
            "canCalculateChanges": true, "accountId": "$ada"}, "0"]
        """
            .formatted(filter, ids == null ? "" : ids));
  }

  @Test
  void contactsAreSortedAndFollowed() {
    people();
    script.play(
        """
        > ["ContactCard/query", {"accountId": "$ada", "sort": [{"property": "name/surname"}],
            "filter": {"kind": "individual"}, "calculateTotal": true, "limit": 1}, "0"],
          ["ContactCard/query", {"accountId": "$ada", "sort": [
            {"property": "name/given", "isAscending": false}, {"property": "updated"},
            {"property": "created"}, {"property": "name/surname2"}]}, "1"],
          ["ContactCard/query", {"accountId": "$ada", "sort": [{"property": "shoe"}]}, "2"],
          ["ContactCard/query", {"accountId": "$ada", "filter": {"shoe": 1}}, "3"],
          ["ContactCard/set", {"accountId": "$ada", "destroy": ["$zoe"], "update": {
            "$ben": {"name/components/1/value": "x"}, "$crew": {"members/zoe": null}}}, "4"],
          ["ContactCard/set", {"accountId": "$ada", "destroy": ["$zoe"]}, "5"],
          ["ContactCard/queryChanges", {"accountId": "$ada", "sinceQueryState": "$three",
            "calculateTotal": true}, "6"],
          ["ContactCard/queryChanges", {"accountId": "$ada", "sinceQueryState": "none"}, "7"]
        < ["ContactCard/query", {"ids": ["$zoe"], "total": 2, "...": 0}, "0"],
          ["ContactCard/query", {"ids": ["$zoe", "$ben", "$crew"], "...": 0}, "1"],
          ["error", {"type": "unsupportedSort", "...": 0}, "2"],
          ["error", {"type": "invalidArguments", "...": 0}, "3"],
          ["ContactCard/set", {"updated": {"$crew": "*"}, "notUpdated": {
            "$ben": {"type": "invalidPatch", "...": 0}}, "destroyed": ["$zoe"], "...": 0}, "4"],
          ["ContactCard/set", {"notDestroyed": {"$zoe": {"type": "notFound", "...": 0}},
            "...": 0}, "5"],
          ["ContactCard/queryChanges", {"removed": ["~", "$zoe", "$crew"],
            "added": [{"id": "$crew", "index": 1}], "total": 2, "...": 0}, "6"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "7"]
        """);
  }

  /** Many devices at once: none undoes what another has changed. */
  @Test
  void nothingThatIsChangedAtOnceIsLost() throws Exception {
    people();
    List<Thread> devices = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String request =
          """
          {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:contacts"],
           "methodCalls": [["ContactCard/set", {"accountId": "%s", "update": {"%s": {
             "emails/of%d": {"address": "zoe%d@far.test"}}}}, "0"]]}
          """
              .formatted(script.get("ada"), script.get("zoe"), i, i);
      devices.add(Thread.ofVirtual().start(() -> world.run(world.caller(world.ada), request)));
    }
    for (Thread device : devices) {
      device.join();
    }
    script.play(
        """
        > ["ContactCard/get", {"accountId": "$ada", "ids": ["$zoe"], "properties": ["emails"]}, "0"]
        < ["ContactCard/get", {"list": [{"id": "$zoe", "emails": {"1": "*", "of0": "*", "of1": "*",
            "of2": "*", "of3": "*", "of4": "*", "of5": "*"}}], "...": 0}, "0"]
        """);
  }

  @Test
  void contactsAreNowhereElse() {
    begin();
    script.play(
        """
        > ["ContactCard/copy", {"accountId": "$ada", "fromAccountId": "$ada", "create": {}}, "0"],
          ["ContactCard/copy", {"accountId": "$ada", "fromAccountId": "$bob", "create": {}}, "1"],
          ["ContactCard/get", {"accountId": "$bob"}, "2"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"],
          ["error", {"type": "fromAccountNotFound", "...": 0}, "1"],
          ["error", {"type": "accountNotFound", "...": 0}, "2"]
        """);
  }

  // ---- vCards

  @Test
  void vCardsAreReadKeptAndWritten() {
    begin();
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {
            "f": {"data": [{"data:asText": "%s"}]}, "g": {"data": [{"data:asText": "Hi"}]}}}, "0"]
        < ["Blob/upload", {"created": {"f": {"id": "$file", "...": 0},
            "g": {"id": "$plain", "...": 0}}, "...": 0}, "0"]
        > ["ContactCard/parse", {"accountId": "$ada",
            "blobIds": ["$file", "$plain", "U1-zz"]}, "0"],
          ["ContactCard/import", {"accountId": "$ada", "blobId": "$file"}, "1"],
          ["ContactCard/import", {"accountId": "$ada", "blobId": "$file",
            "addressBookId": "$book"}, "2"],
          ["ContactCard/get", {"accountId": "$ada", "properties": ["uid", "emails", "media"]},
            "3"],
          ["ContactCard/export", {"accountId": "$ada"}, "4"],
          ["ContactCard/import", {"accountId": "$ada", "blobId": "$plain"}, "5"],
          ["ContactCard/import", {"accountId": "$ada", "blobId": "U1-zz"}, "6"],
          ["ContactCard/import", {"accountId": "$ada", "blobId": "$file",
            "addressBookId": "Azz"}, "7"]
        < ["ContactCard/parse", {"accountId": "$ada", "parsed": {"$file": [
            {"uid": "a", "...": 0}, {"uid": "b", "...": 0}]}, "notParsable": ["$plain"],
            "notFound": ["U1-zz"]}, "0"],
          ["ContactCard/import", {"created": ["$a", "$b"], "updated": [], "notImported": [],
            "accountId": "$ada", "oldState": "*", "newState": "*"}, "1"],
          ["ContactCard/import", {"created": [], "updated": ["$a", "$b"], "notImported": [],
            "...": 0}, "2"],
          ["ContactCard/get", {"list": [
            {"id": "$a", "uid": "a", "emails": {"1": {"address": "amy@far.test"}},
             "media": {"1": {"kind": "photo", "mediaType": "image/png", "blobId": "*"}}},
            {"id": "$b", "uid": "b"}], "...": 0}, "3"],
          ["ContactCard/export", {"accountId": "$ada", "blobId": "$out", "type": "text/vcard",
            "size": "*", "notFound": []}, "4"],
          ["error", {"type": "notParsable", "...": 0}, "5"],
          ["error", {"type": "blobNotFound", "...": 0}, "6"],
          ["error", {"type": "invalidArguments", "...": 0}, "7"]
        > ["ContactCard/parse", {"accountId": "$ada", "blobIds": ["$out"]}, "0"],
          ["ContactCard/export", {"accountId": "$ada", "ids": ["$b", "Czz"]}, "1"],
          ["Blob/get", {"accountId": "$ada", "ids": ["$out"], "properties": ["data:asText"]}, "2"]
        < ["ContactCard/parse", {"parsed": {"$out": [
            {"uid": "a", "media": {"1": {"uri": "data:image/png;base64,%s", "...": 0}},
             "...": 0}, {"uid": "b", "...": 0}]}, "...": 0}, "0"],
          ["ContactCard/export", {"notFound": ["Czz"], "...": 0}, "1"],
          ["Blob/get", {"list": [{"id": "$out", "data:asText": "$text"}], "...": 0}, "2"]
        """
            .formatted(
                "BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nUID:a\\r\\nFN:Amy\\r\\nX-SHOE:43\\r\\n"
                    + "EMAIL:amy@far.test\\r\\nPHOTO;ENCODING=b;TYPE=PNG:"
                    + PNG
                    + "\\r\\nEND:VCARD\\r\\n"
                    + "BEGIN:VCARD\\nVERSION:4.0\\nUID:b\\nFN:Ben\\nEND:VCARD\\n",
                PNG));
    org.junit.jupiter.api.Assertions.assertTrue(
        script.get("text").contains("X-SHOE:43"), "what nobody here knows is kept");
  }
}
