package org.mailstead.jmap;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.Mailbox;

/** Emails are looked for and sorted (RFC 8621 sections 4.4 and 4.5). */
class EmailQueryTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** Four emails, an hour apart: a and b are a thread, b and d lie in the archive. */
  @BeforeEach
  void fill() {
    put(
        "a",
        Mailbox.Role.INBOX,
        """
        From: Zoe <zoe@example.test>
        To: ada@example.test
        Subject: Plans
        X-Kind: Big One
        Date: Thu, 1 Jan 2026 12:00:00 +0000

        let us meet in Paris
        """,
        "\\Seen",
        "\\Flagged");
    put(
        "b",
        Mailbox.Role.ARCHIVE,
        """
        From: amy@example.test
        To: zoe@example.test
        Cc: bert@example.test
        Subject: Re: Plans
        In-Reply-To: <a@example.test>
        Date: Thu, 1 Jan 2026 11:00:00 +0000

        Paris it is, said the cat
        """);
    put(
        "c",
        Mailbox.Role.INBOX,
        """
        From: Émile <emile@example.test>
        Bcc: secret@example.test
        Subject: account
        Date: Thu, 1 Jan 2026 13:00:00 +0000
        Content-Type: text/html

        <p>the <b>caf\u00e9</b> &amp; more and more and more and more of it</p>
        """,
        "work");
    put(
        "d",
        Mailbox.Role.ARCHIVE,
        """
        From: bert@example.test
        Subject: Zebra
        Date: Thu, 1 Jan 2026 10:00:00 +0000
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=x

        --x

        look
        --x
        Content-Type: application/pdf
        Content-Disposition: attachment; filename=plan.pdf

        zzz
        --x--
        """,
        "\\Seen");
  }

  private void put(String name, Mailbox.Role role, String text, String... flags) {
    String message = "Message-ID: <%s@example.test>\n%s".formatted(name, text);
    var id = world.mailbox(world.ada.id(), role);
    script.set("m" + name, world.append(world.ada.id(), id, message, flags));
    world.clock.pass(Duration.ofHours(1));
  }

  private static String ids(String found) {
    return found == null ? "" : "\"$m" + found.replace(" ", "\",\"$m") + "\"";
  }

  /** Newest first, as the server likes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|d c b a",
        "null|d c b a",
        "{\"inMailbox\": \"$inbox\"}|c a",
        "{\"inMailbox\": \"Fzz\"}|",
        "{\"inMailbox\": \"$bobInbox\"}|",
        "{\"inMailboxOtherThan\": [\"$inbox\"]}|d b",
        "{\"inMailboxOtherThan\": [\"$inbox\", \"$archive\"]}|",
        "{\"before\": \"2026-01-02T04:04:05Z\"}|a",
        "{\"after\": \"2026-01-02T05:04:05Z\"}|d c",
        "{\"after\": \"2026-01-02T04:04:05Z\", \"before\": \"2026-01-02T05:04:05Z\"}|b",
        "{\"minSize\": 100000}|",
        "{\"maxSize\": 100000}|d c b a",
        "{\"hasKeyword\": \"$seen\"}|d a",
        "{\"hasKeyword\": \"$SEEN\"}|d a",
        "{\"hasKeyword\": \"WORK\"}|c",
        "{\"hasKeyword\": \"nobody\"}|",
        "{\"notKeyword\": \"$seen\"}|c b",
        "{\"notKeyword\": \"nobody\"}|d c b a",
        "{\"allInThreadHaveKeyword\": \"$seen\"}|d",
        "{\"someInThreadHaveKeyword\": \"$seen\"}|d b a",
        "{\"noneInThreadHaveKeyword\": \"$seen\"}|c",
        "{\"hasAttachment\": true}|d",
        "{\"hasAttachment\": false}|c b a",
        "{\"text\": \"paris\"}|b a",
        "{\"text\": \"zoe\"}|b a",
        "{\"text\": \"secret\"}|c",
        "{\"text\": \"paris cat\"}|b",
        "{\"text\": \"'paris it is'\"}|b",
        "{\"text\": \"\\\"it paris\\\"\"}|",
        "{\"from\": \"amy\"}|b",
        "{\"from\": \"ÉMILE\"}|c",
        "{\"to\": \"zoe\"}|b",
        "{\"cc\": \"bert\"}|b",
        "{\"bcc\": \"secret\"}|c",
        "{\"subject\": \"plans\"}|b a",
        "{\"body\": \"café & more\"}|c",
        "{\"body\": \"plans\"}|",
        "{\"header\": [\"x-kind\"]}|a",
        "{\"header\": [\"X-Kind\", \"big one\"]}|a",
        "{\"header\": [\"X-Kind\", \"small\"]}|",
        "{\"hasKeyword\": \"$seen\", \"inMailbox\": \"$inbox\"}|a",
        "{\"operator\": \"OR\", \"conditions\": [{\"from\": \"amy\"}, {\"from\": \"bert\"}]}|d b",
        "{\"operator\": \"AND\", \"conditions\": [{\"text\": \"paris\"}, {\"cc\": \"bert\"}]}|b",
        "{\"operator\": \"NOT\", \"conditions\": [{\"text\": \"paris\"}, {\"from\": \"bert\"}]}|c",
        "{\"operator\": \"NOT\", \"conditions\": []}|d c b a",
        "{\"operator\": \"AND\", \"conditions\": []}|d c b a",
        "{\"operator\": \"OR\", \"conditions\": []}|",
        "{\"operator\": \"NOT\", \"conditions\": [{\"operator\": \"NOT\", \"conditions\":"
            + " [{\"from\": \"amy\"}]}]}|b",
      })
  void aFilterFindsWhatItSays(String filter, String found) {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": %s, "calculateTotal": true}, "0"]
        < ["Email/query", {"accountId": "$ada", "queryState": "$state", "position": 0,
            "canCalculateChanges": true, "total": %d, "ids": [%s]}, "0"]
        """
            .formatted(filter, found == null ? 0 : found.split(" ").length, ids(found)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"property\": \"receivedAt\"}|a b c d",
        "{\"property\": \"receivedAt\", \"isAscending\": false}|d c b a",
        "{\"property\": \"sentAt\"}|d b a c",
        "{\"property\": \"from\"}|b d c a",
        "{\"property\": \"subject\", \"isAscending\": false}, {\"property\": \"receivedAt\"}|d a b c",
        "{\"property\": \"subject\"}, {\"property\": \"receivedAt\"}|c a b d",
        "{\"property\": \"hasKeyword\", \"keyword\": \"$seen\"}, {\"property\": \"sentAt\"}|b c d a",
        "{\"property\": \"hasKeyword\", \"keyword\": \"$seen\", \"isAscending\": false},"
            + " {\"property\": \"sentAt\"}|d a b c",
        "{\"property\": \"someInThreadHaveKeyword\", \"keyword\": \"$flagged\","
            + " \"isAscending\": false}, {\"property\": \"receivedAt\"}|a b c d",
        "{\"property\": \"allInThreadHaveKeyword\", \"keyword\": \"$seen\","
            + " \"isAscending\": false}, {\"property\": \"receivedAt\"}|d a b c",
        "{\"property\": \"from\", \"collation\": \"i;ascii-casemap\"}|b d a c",
        "{\"property\": \"subject\", \"collation\": \"i;ascii-numeric\"},"
            + " {\"property\": \"receivedAt\"}|a b c d",
      })
  void resultsAreSorted(String sort, String found) {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "sort": [%s]}, "0"]
        < ["Email/query", {"ids": [%s], "...": 0}, "0"]
        """
            .formatted(sort, ids(found)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"position\": 1|1|b c d",
        "\"position\": 1, \"limit\": 2|1|b c",
        "\"position\": -1|3|d",
        "\"position\": -99, \"limit\": 1|0|a",
        "\"position\": 4|4|",
        "\"position\": 9007199254740991|4|",
        "\"limit\": 0|0|",
        "\"limit\": 9007199254740991|0|a b c d",
        "\"anchor\": \"$mc\"|2|c d",
        "\"anchor\": \"$mc\", \"anchorOffset\": -1, \"limit\": 2|1|b c",
        "\"anchor\": \"$mb\", \"anchorOffset\": -5|0|a b c d",
        "\"anchor\": \"$mc\", \"anchorOffset\": 1|3|d",
        "\"anchor\": \"$mc\", \"anchorOffset\": 9|4|",
        "\"anchor\": \"$mc\", \"position\": 3|2|c d",
        "\"collapseThreads\": true|0|a c d",
        "\"collapseThreads\": true, \"position\": 1|1|c d",
      })
  void aPartOfTheResultsIsGiven(String window, int position, String found) {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "sort": [{"property": "receivedAt"}], %s}, "0"]
        < ["Email/query", {"ids": [%s], "position": %d, "canCalculateChanges": true,
            "queryState": "*", "accountId": "$ada"}, "0"]
        """
            .formatted(window, ids(found), position));
  }

  @Test
  void whatCannotBeSoughtOrSortedIsRefused() {
    String many = "{\"text\": \"x\"}" + ",{\"text\": \"x\"}".repeat(600);
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "anchor": "Mzz"}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"from": "amy"}, "anchor": "$ma"}, "1"],
          ["Email/query", {"accountId": "$ada", "sort": [{"property": "colour"}]}, "2"],
          ["Email/query", {"accountId": "$ada",
            "sort": [{"property": "from", "collation": "i;octet"}]}, "3"],
          ["Email/query", {"accountId": "$ada", "filter":
            {"operator": "OR", "conditions": [%s]}}, "4"]
        < ["error", {"type": "anchorNotFound"}, "0"], ["error", {"type": "anchorNotFound"}, "1"],
          ["error", {"type": "unsupportedSort"}, "2"], ["error", {"type": "unsupportedSort"}, "3"],
          ["error", {"type": "unsupportedFilter"}, "4"]
        """
            .formatted(many));
  }

  @Test
  void changesOfAQueryAreTold() {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"inMailbox": "$inbox"},
            "sort": [{"property": "receivedAt"}]}, "0"]
        < ["Email/query", {"ids": ["$ma", "$mc"], "queryState": "$state", "...": 0}, "0"]
        > ["Email/set", {"accountId": "$ada", "update": {
            "$mb": {"mailboxIds/$inbox": true}, "$ma": {"mailboxIds": {"$trash": true}}}}, "0"],
          ["Email/queryChanges", {"accountId": "$ada", "filter": {"inMailbox": "$inbox"},
            "sort": [{"property": "receivedAt"}], "sinceQueryState": "$state",
            "calculateTotal": true}, "1"],
          ["Email/queryChanges", {"accountId": "$ada", "filter": {"inMailbox": "$inbox"},
            "sinceQueryState": "$state", "maxChanges": 1}, "2"],
          ["Email/queryChanges", {"accountId": "$ada", "sinceQueryState": "zzzzzz"}, "3"]
        < ["Email/set", {"updated": {"$ma": null, "$mb": null}, "newState": "$now", "...": 0}, "0"],
          ["Email/queryChanges", {"accountId": "$ada", "oldQueryState": "$state",
            "newQueryState": "$now", "total": 2, "removed": ["~", "$ma", "$mb"],
            "added": [{"id": "$mb", "index": 0}]}, "1"],
          ["error", {"type": "tooManyChanges"}, "2"],
          ["error", {"type": "cannotCalculateChanges"}, "3"]
        """);
  }

  /** RFC 8621 section 5. */
  @Test
  void snippetsShowWhereTheWordsAre() {
    script.play(
        """
        > ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$ma", "$mb", "$mc", "Mzz"],
            "filter": {"text": "paris"}}, "0"],
          ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$mb", "$mc"], "filter":
            {"operator": "AND", "conditions": [{"subject": "plans"}, {"body": "\\"it is\\" cat"},
              {"operator": "NOT", "conditions": [{"body": "said"}]}]}}, "1"],
          ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$mc"],
            "filter": {"body": "& more"}}, "2"],
          ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$ma"], "filter": null}, "3"]
        < ["SearchSnippet/get", {"accountId": "$ada", "notFound": ["Mzz"], "list": [
            {"emailId": "$ma", "subject": null, "preview": "let us meet in <mark>Paris</mark>"},
            {"emailId": "$mb", "subject": null,
             "preview": "<mark>Paris</mark> it is, said the cat"},
            {"emailId": "$mc", "subject": null, "preview": null}]}, "0"],
          ["SearchSnippet/get", {"notFound": null, "list": [
            {"emailId": "$mb", "subject": "Re: <mark>Plans</mark>",
             "preview": "Paris <mark>it is</mark>, said the <mark>cat</mark>"},
            {"emailId": "$mc", "subject": null, "preview": null}], "...": 0}, "1"],
          ["SearchSnippet/get", {"list": [{"emailId": "$mc", "subject": null, "preview":
            "the café &amp; <mark>more</mark> and <mark>more</mark> and <mark>more</mark> and <mark>more</mark> of it"}],
            "...": 0}, "2"],
          ["SearchSnippet/get", {"list": [{"emailId": "$ma", "subject": null, "preview": null}],
            "...": 0}, "3"]
        """);
  }
}
