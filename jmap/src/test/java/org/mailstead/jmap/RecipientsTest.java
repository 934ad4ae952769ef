package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import tools.jackson.databind.JsonNode;

/** Search/recipients: to whom somebody may want to write. */
class RecipientsTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);
  private int mails;

  @BeforeEach
  void use() {
    script.using("urn:mailstead:params:jmap:search");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void put(Mailbox.Role role, String fields) {
    var ada = world.ada.id();
    world.append(ada, world.mailbox(ada, role), EmailGetTest.mail("m" + mails++, fields));
  }

  private List<String> ask(String text) {
    JsonNode answer =
        script.call("Search/recipients", "{\"accountId\": \"$ada\", \"text\": \"" + text + "\"}");
    List<String> found = new ArrayList<>();
    answer.path("list").forEach(one -> found.add(one.path("email").asString("group")));
    return found;
  }

  @Test
  void whoIsWrittenToComesBeforeWhoWrites() {
    for (int i = 0; i < 3; i++) {
      put(Mailbox.Role.INBOX, "From: Bert <bert@far.test>\n");
    }
    put(Mailbox.Role.SENT, "From: ada@example.test\nTo: Berta Maier <berta@far.test>\n");
    put(Mailbox.Role.SENT, "To: X <x@far.test>\nCc: Ernie <ernie@far.test>, berta@far.test\n");
    put(Mailbox.Role.JUNK, "From: Berlin Wins <berlin@spam.test>\n");
    put(Mailbox.Role.TRASH, "To: Bernd <bernd@far.test>\n");
    assertEquals(List.of("berta@far.test", "bert@far.test"), ask("ber"));
    assertEquals(List.of("berta@far.test"), ask("mai ber"));
    assertEquals(List.of("ernie@far.test"), ask("ERN"));
    assertEquals(List.of("bert@far.test"), ask("bert@"));
    assertEquals(List.of(), ask("nobody"));
    assertEquals(4, ask("far").size(), "by domain");
    assertEquals("berta@far.test", ask("").getFirst(), "nothing typed yet");
  }

  @Test
  void contactsAndTheirGroupsAreAmongThem() {
    script.play(
        """
        > ["AddressBook/get", {"accountId": "$ada"}, "0"]
        < ["AddressBook/get", {"list": [{"id": "$book", "...": 0}], "...": 0}, "0"]
        > ["ContactCard/set", {"accountId": "$ada", "create": {
            "a": {"addressBookIds": {"$book": true}, "uid": "a", "name": {"full": "José Núñez"},
              "emails": {"e": {"address": "jn@far.test"}, "f": {"address": "old@far.test"}}},
            "b": {"addressBookIds": {"$book": true}, "uid": "b", "name": {"full": "Grace"}},
            "g": {"addressBookIds": {"$book": true}, "uid": "g", "kind": "group",
              "name": {"full": "The Board"}, "members": {"a": true, "b": true, "gone": true}}
            }}, "0"]
        < ["ContactCard/set", {"created": {"a": {"id": "$a", "...": 0}, "b": {"...": 0},
            "g": {"id": "$g", "...": 0}}, "...": 0}, "0"]
        """);
    put(Mailbox.Role.SENT, "To: \"Nickname\" <JN@far.test>\n");
    script.play(
        """
        > ["Search/recipients", {"accountId": "$ada", "text": "jose nun"}, "0"],
          ["Search/recipients", {"accountId": "$ada", "text": "boa"}, "1"],
          ["Search/recipients", {"accountId": "$ada"}, "2"],
          ["Search/recipients", {"accountId": "$bob", "text": "a"}, "3"],
          ["Search/recipients", {"accountId": "$ada", "text": "", "limit": 1}, "4"]
        < ["Search/recipients", {"accountId": "$ada", "list": [
            {"name": "José Núñez", "email": "*", "contactId": "$a", "members": []},
            {"name": "José Núñez", "email": "old@far.test", "contactId": "$a",
              "members": []}]}, "0"],
          ["Search/recipients", {"list": [{"name": "The Board", "email": null,
            "contactId": "$g", "members": [{"name": "José Núñez", "email": "*",
            "contactId": "$a"}]}], "...": 0}, "1"],
          ["error", {"type": "invalidArguments", "...": 0}, "2"],
          ["error", {"type": "accountNotFound", "...": 0}, "3"],
          ["Search/recipients", {"list": ["*"], "...": 0}, "4"]
        """);
  }
}
