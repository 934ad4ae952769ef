package org.mailstead.jmap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mailboxes are looked for and sorted (RFC 8621 sections 2.3 and 2.4). */
class MailboxQueryTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** Below INBOX stand a and c, below a stands b; the rest is left out by the filter. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"filter\": {\"hasAnyRole\": false}, \"sort\": [{\"property\": \"name\"}]}|$a,$b,$c",
        "{\"filter\": {\"hasAnyRole\": false}, \"sort\": [{\"property\": \"name\","
            + " \"isAscending\": false}]}|$c,$b,$a",
        "{\"filter\": {\"hasAnyRole\": false}, \"sort\": [{\"property\": \"sortOrder\"},"
            + " {\"property\": \"name\"}]}|$c,$a,$b",
        "{\"filter\": {\"hasAnyRole\": false}, \"sortAsTree\": true, \"sort\":"
            + " [{\"property\": \"name\", \"isAscending\": false}]}|$c,$a,$b",
        "{\"filter\": {\"hasAnyRole\": false}, \"filterAsTree\": true}|",
        "{\"filter\": {\"parentId\": \"$inbox\"}, \"sort\": [{\"property\": \"name\"}]}|$a,$c",
        "{\"filter\": {\"parentId\": null, \"role\": \"junk\"}}|$junk",
        "{\"filter\": {\"role\": null, \"name\": \"B\"}}|$b",
        "{\"filter\": {\"isSubscribed\": false}}|$c",
        "{\"filter\": {\"operator\": \"AND\", \"conditions\": [{\"role\": null},"
            + " {\"operator\": \"NOT\", \"conditions\": [{\"name\": \"a\"},"
            + " {\"name\": \"c\"}]}]}}|$b",
        "{\"filter\": {\"operator\": \"OR\", \"conditions\": [{\"name\": \"trash\"},"
            + " {\"role\": \"sent\"}]}, \"sort\": [{\"property\": \"name\"}]}|$sent,$trash",
        "{\"filter\": {\"hasAnyRole\": false}, \"sort\": [{\"property\": \"name\"}],"
            + " \"position\": -2, \"limit\": 1}|$b",
        "{\"filter\": {\"hasAnyRole\": false}, \"sort\": [{\"property\": \"name\"}],"
            + " \"anchor\": \"$b\", \"anchorOffset\": 1}|$c",
        "{\"filter\": {\"hasAnyRole\": false}, \"limit\": 0}|",
      })
  void mailboxesAreFoundAndSorted(String query, String found) {
    tree();
    String ids = found == null ? "" : "\"" + found.replace(",", "\",\"") + "\"";
    script.play(
        """
        > ["Mailbox/query", {"accountId": "$ada", %s, "0"]
        < ["Mailbox/query", {"ids": [%s], "canCalculateChanges": true, "accountId": "$ada",
            "queryState": "$state", "...": 0}, "0"]
        """
            .formatted(query.substring(1), ids));
  }

  private void tree() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {
            "a": {"name": "a", "parentId": "$inbox", "sortOrder": 9},
            "b": {"name": "b", "parentId": "#a", "sortOrder": 9},
            "c": {"name": "c", "parentId": "$inbox", "sortOrder": 8, "isSubscribed": false}}}, "0"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "...": 0}, "b": {"id": "$b", "...": 0},
            "c": {"id": "$c", "...": 0}}, "newState": "$made", "...": 0}, "0"]
        """);
  }

  @Test
  void queriesThatCannotBeAnsweredAreRefused() {
    tree();
    script.play(
        """
        > ["Mailbox/query", {"accountId": "$ada", "anchor": "Fzz"}, "0"],
          ["Mailbox/query", {"accountId": "$ada", "sort": [{"property": "size"}]}, "1"],
          ["Mailbox/query", {"accountId": "$ada",
            "sort": [{"property": "name", "collation": "i;none"}]}, "2"],
          ["Mailbox/query", {"accountId": "$ada", "calculateTotal": true, "position": 99}, "3"]
        < ["error", {"type": "anchorNotFound"}, "0"], ["error", {"type": "unsupportedSort"}, "1"],
          ["error", {"type": "unsupportedSort"}, "2"],
          ["Mailbox/query", {"total": 9, "ids": [], "...": 0}, "3"]
        """);
  }

  @Test
  void changesOfAQueryAreTold() {
    tree();
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "update": {"$b": {"name": "bb"}},
            "destroy": ["$c"]}, "0"],
          ["Mailbox/queryChanges", {"accountId": "$ada", "sinceQueryState": "$made",
            "filter": {"role": null}, "sort": [{"property": "name"}], "calculateTotal": true}, "1"],
          ["Mailbox/queryChanges", {"accountId": "$ada", "sinceQueryState": "$made",
            "maxChanges": 1}, "2"],
          ["Mailbox/queryChanges", {"accountId": "$ada", "sinceQueryState": "zzzzz"}, "3"]
        < ["Mailbox/set", {"updated": {"$b": null}, "destroyed": ["$c"], "newState": "$now",
            "...": 0}, "0"],
          ["Mailbox/queryChanges", {"accountId": "$ada", "oldQueryState": "$made",
            "newQueryState": "$now", "total": 2, "removed": ["~", "$b", "$c"],
            "added": [{"id": "$b", "index": 1}]}, "1"],
          ["error", {"type": "tooManyChanges"}, "2"],
          ["error", {"type": "cannotCalculateChanges"}, "3"]
        """);
  }
}
