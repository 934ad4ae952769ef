package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Categories, templates and preferences, the same on every device. */
class SettingsTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void categoriesAreMadeChangedAndRemoved() {
    script.play(
        """
        > ["Category/get", {"accountId": "$ada"}, "0"],
          ["Category/set", {"accountId": "$ada", "create": {"a": {"name": "Boats",
            "keyword": "boats", "color": "#0b5cbf"}, "b": {"name": "Kin", "keyword": "kin"}}}, "1"],
          ["Category/set", {"accountId": "$ada", "create": {"c": {"name": "x",
            "keyword": "boats"}}}, "2"]
        < ["Category/get", {"accountId": "$ada", "state": "$none", "list": [],
            "notFound": []}, "0"],
          ["Category/set", {"oldState": "$none", "newState": "$two", "created": {
            "a": {"id": "$a", "sortOrder": 0}, "b": {"id": "$b", "sortOrder": 0,
              "color": null}}, "...": 0}, "1"],
          ["Category/set", {"notCreated": {"c": {"type": "alreadyExists", "...": 0}},
            "...": 0}, "2"]
        > ["Category/set", {"accountId": "$ada", "update": {"$a": {"color": null,
            "sortOrder": 7}, "$b": {"keyword": "boats"}, "Kzz": {"name": "x"}, "x": {}},
            "destroy": ["Kzy"]}, "0"],
          ["Category/get", {"accountId": "$ada", "ids": ["$a", "Kzz"]}, "1"],
          ["Category/changes", {"accountId": "$ada", "sinceState": "$two"}, "2"],
          ["Category/set", {"accountId": "$ada", "destroy": ["$a"], "create": {
            "d": {"name": "Boats", "keyword": "boats"}}}, "3"],
          ["Category/set", {"accountId": "$ada", "create": {
            "d": {"name": "Boats", "keyword": "boats"}}}, "4"],
          ["Category/get", {"accountId": "$bob"}, "5"],
          ["Category/get", {"accountId": "$ada", "properties": ["shoe"]}, "6"]
        < ["Category/set", {"updated": {"$a": null}, "notUpdated": {
            "$b": {"type": "alreadyExists", "...": 0}, "Kzz": {"type": "notFound", "...": 0},
            "x": {"type": "notFound", "...": 0}},
            "notDestroyed": {"Kzy": {"type": "notFound", "...": 0}}, "...": 0}, "0"],
          ["Category/get", {"list": [{"id": "$a", "name": "Boats", "keyword": "boats",
            "color": null, "sortOrder": 7}], "notFound": ["Kzz"], "...": 0}, "1"],
          ["Category/changes", {"updated": ["$a"], "created": [], "destroyed": [],
            "...": 0}, "2"],
          ["Category/set", {"destroyed": ["$a"], "notCreated": {"d": "*"}, "...": 0}, "3"],
          ["Category/set", {"created": {"d": "*"}, "...": 0}, "4"],
          ["error", {"type": "accountNotFound", "...": 0}, "5"],
          ["error", {"type": "invalidArguments", "...": 0}, "6"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Category|{\"keyword\": \"a\"}|name",
        "Category|{\"name\": \"a\"}|keyword",
        "Category|{\"name\": \" \", \"keyword\": \"a\"}|name",
        "Category|{\"name\": \"a\", \"keyword\": \"$seen\"}|keyword",
        "Category|{\"name\": \"a\", \"keyword\": \"A\"}|keyword",
        "Category|{\"name\": \"a\", \"keyword\": \"a b\"}|keyword",
        "Category|{\"name\": \"a\", \"keyword\": \"a\", \"color\": \"red\"}|color",
        "Category|{\"name\": \"a\", \"keyword\": \"a\", \"sortOrder\": -1}|sortOrder",
        "Category|{\"name\": \"a\", \"keyword\": \"a\", \"id\": \"K1\"}|id",
        "SenderChoice|{\"address\": \"nobody\", \"choice\": \"blocked\"}|address",
        "SenderChoice|{\"address\": \"@\", \"choice\": \"blocked\"}|address",
        "SenderChoice|{\"address\": \"@a.test\", \"choice\": \"loved\"}|choice",
        "SenderChoice|{\"address\": \"@a.test\"}|choice",
        "Template|{}|name",
        "Template|{\"name\": \"a\", \"textBody\": 5}|textBody",
        "Template|{\"name\": \"a\", \"subject\": \"a\\nb\"}|subject",
        "Template|{\"name\": \"a\", \"to\": [{\"email\": \"nobody\"}]}|to",
        "Template|{\"name\": \"a\", \"cc\": [5]}|cc",
        "Template|{\"name\": \"a\", \"bcc\": {}}|bcc"
      })
  void whatCannotBeIsNotMade(String type, String object, String property) {
    script.play(
        """
        > ["%s/set", {"accountId": "$ada", "create": {"a": %s}}, "0"]
        < ["%s/set", {"created": null, "notCreated": {"a": {"type": "invalidProperties",
            "properties": ["%s"], "...": 0}}, "...": 0}, "0"]
        """
            .formatted(type, object, type, property));
  }

  @Test
  void whatIsSaidOfSendersIsKept() {
    script.play(
        """
        > ["SenderChoice/set", {"accountId": "$ada", "create": {
            "a": {"address": "Amy@Far.test", "choice": "blocked"},
            "b": {"address": "@FAR.test", "choice": "trusted"}}}, "0"],
          ["SenderChoice/set", {"accountId": "$ada", "create": {
            "c": {"address": "amy@far.test", "choice": "muted"}}}, "1"],
          ["SenderChoice/get", {"accountId": "$ada"}, "2"]
        < ["SenderChoice/set", {"created": {"a": {"id": "$a"}, "b": {"id": "$b"}},
            "...": 0}, "0"],
          ["SenderChoice/set", {"notCreated": {"c": {"type": "alreadyExists", "...": 0}},
            "...": 0}, "1"],
          ["SenderChoice/get", {"list": ["~", {"id": "$a", "address": "Amy@Far.test",
            "choice": "blocked"}, {"id": "$b", "address": "@FAR.test", "choice": "trusted"}],
            "...": 0}, "2"]
        """);
  }

  @Test
  void templatesAreKept() {
    script.play(
        """
        > ["Template/set", {"accountId": "$ada", "create": {"a": {"name": "Thanks",
            "subject": "Thank you", "textBody": "Dear\\nall", "to": [
              {"name": "Amy", "email": "amy@far.test"}, {"email": "ben@far.test"}]}}}, "0"],
          ["Template/get", {"accountId": "$ada", "properties": ["to", "htmlBody"]}, "1"],
          ["Template/changes", {"accountId": "$ada", "sinceState": "x!"}, "2"]
        < ["Template/set", {"created": {"a": {"id": "$a", "htmlBody": "", "cc": [], "bcc": [],
            "sortOrder": 0}}, "...": 0}, "0"],
          ["Template/get", {"list": [{"id": "$a", "htmlBody": "", "to": [
            {"name": "Amy", "email": "amy@far.test"}, {"email": "ben@far.test"}]}],
            "...": 0}, "1"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "2"]
        """);
  }

  @Test
  void preferencesArePatchedEachByItself() {
    script.play(
        """
        > ["Preferences/get", {"accountId": "$ada"}, "0"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {
            "values": {"theme": "dark", "list.width": 300}}}}, "1"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {
            "values/theme": null, "values/panes": {"right": true}}}}, "2"],
          ["Preferences/get", {"accountId": "$ada", "ids": ["singleton", "x"]}, "3"],
          ["Preferences/set", {"accountId": "$ada", "create": {"k": {}},
            "destroy": ["singleton"], "update": {"x": {}}}, "4"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {
            "values/1x": 1}}}, "5"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {"id": "x"}}}, "6"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {"values": 5}}}, "7"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {
            "values/long": "%s"}}}, "8"],
          ["Preferences/set", {"accountId": "$ada", "update": {"singleton": {
            "values": null}}}, "9"],
          ["Preferences/get", {"accountId": "$ada"}, "10"]
        < ["Preferences/get", {"list": [{"id": "singleton", "values": {}}], "...": 0}, "0"],
          ["Preferences/set", {"updated": {"singleton": null}, "...": 0}, "1"],
          ["Preferences/set", {"updated": {"singleton": null}, "...": 0}, "2"],
          ["Preferences/get", {"list": [{"id": "singleton", "values": {"list.width": 300,
            "panes": {"right": true}}}], "notFound": ["x"], "...": 0}, "3"],
          ["Preferences/set", {"notCreated": {"k": {"type": "singleton", "...": 0}},
            "notDestroyed": {"singleton": {"type": "singleton", "...": 0}},
            "notUpdated": {"x": {"type": "notFound", "...": 0}}, "...": 0}, "4"],
          ["Preferences/set", {"notUpdated": {"singleton": {"type": "invalidProperties",
            "properties": ["values"], "...": 0}}, "...": 0}, "5"],
          ["Preferences/set", {"notUpdated": {"singleton": {"type": "invalidProperties",
            "properties": ["id"], "...": 0}}, "...": 0}, "6"],
          ["Preferences/set", {"notUpdated": {"singleton": {"type": "invalidProperties",
            "properties": ["values"], "...": 0}}, "...": 0}, "7"],
          ["Preferences/set", {"notUpdated": {"singleton": {"type": "tooLarge", "...": 0}},
            "...": 0}, "8"],
          ["Preferences/set", {"updated": {"singleton": null}, "...": 0}, "9"],
          ["Preferences/get", {"list": [{"id": "singleton", "values": {}}], "...": 0}, "10"]
        """
            .formatted("x".repeat(70_000)));
  }

  /** Many devices at once: none undoes what another has set. */
  @Test
  void nothingThatIsSetAtOnceIsLost() throws Exception {
    List<Thread> devices = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String request =
          """
          {"using": ["urn:ietf:params:jmap:core", "urn:mailstead:params:jmap:settings"],
           "methodCalls": [["Preferences/set", {"accountId": "%s", "update": {"singleton": {
             "values/of%d": %d}}}, "0"]]}
          """
              .formatted(script.get("ada"), i, i);
      devices.add(Thread.ofVirtual().start(() -> world.run(world.caller(world.ada), request)));
    }
    for (Thread device : devices) {
      device.join();
    }
    var all = world.post.records().all(world.ada.id(), org.mailstead.post.Records.Kind.PREFERENCES);
    assertEquals(1, all.size());
    for (int i = 0; i < 8; i++) {
      assertEquals(true, all.getFirst().json().contains("\"of" + i + "\":" + i));
    }
  }
}
