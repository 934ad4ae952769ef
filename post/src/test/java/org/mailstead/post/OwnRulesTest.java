package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.rules.Arrival;
import org.mailstead.post.rules.OwnRules;
import org.mailstead.post.rules.RuledDelivery;
import org.mailstead.post.rules.RulesOnMail;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules without a script: what they do to mail that comes, and to mail that is there. */
class OwnRulesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MAIL =
      """
      From: Ada Lovelace <ada@far.test>
      To: Bob <bob@example.test>
      Cc: carl@x.test
      Subject: =?UTF-8?Q?B=C3=BCro?= 50% *off*
      List-Id: <news.far.test>
      Message-ID: <1@far.test>

      The body says hello.
      """
          .replace("\n", "\r\n");

  @TempDir Path folder;
  private World world;
  private AccountId ada;
  private RuledDelivery delivery;
  private Timers timers;
  private final List<QueuedMail> sent = new ArrayList<>();
  private int arrived;

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    timers = new Timers(world.store, clock);
    delivery =
        new RuledDelivery(
            world.post,
            new Snoozes(world.post, timers, clock),
            new Sweeps(world.post, timers, clock),
            world.directory,
            world.blobs,
            sent::add,
            (_, _) -> {},
            "mail.example.test",
            clock);
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    timers.close();
    world.close();
  }

  private long rule(String json) {
    assertEquals(Optional.empty(), OwnRules.error(JSON.readTree(json)));
    return world.post.records().create(ada, Records.Kind.RULE, json);
  }

  private static String rule(String name, String condition, String action) {
    return """
    {"name": "%s", "conditions": [%s], "actions": [%s]}
    """
        .formatted(name, condition, action);
  }

  private void arrive() {
    var message = world.message(ada, MAIL.getBytes(UTF_8), Set.of());
    delivery.deliver(
        new Arrival(
            ada,
            EmailAddress.parse("ada@far.test"),
            EmailAddress.parse("ada@example.test").orElseThrow(),
            message,
            "k" + arrived++,
            false));
  }

  /** Paths and flags of the email that came last, one place after the other. */
  private Set<String> last() {
    MailboxTree tree = world.post.mailboxes().tree(ada);
    var email = world.post.view(ada).newestFirst().getFirst();
    Set<String> all = new TreeSet<>(world.post.keywords(ada).names(email.flags()));
    email.mailboxes().forEach(box -> all.add(tree.path(tree.find(box).orElseThrow())));
    return all;
  }

  private List<String> reasons() {
    var email = world.post.view(ada).newestFirst().getFirst();
    return world.post.emails().get(ada, email.number()).details().reasons().stream()
        .filter(reason -> reason.who().equals("rule"))
        .map(reason -> reason.what() + " (" + reason.evidence() + ")")
        .toList();
  }

  private String mailbox(String path) {
    MailboxId id = world.post.mailboxes().create(ada, path, Mailbox.Role.NONE);
    return ObjectIds.mailbox(ada, id);
  }

  @Test
  void oneMovesAndTellsWhy() {
    String news = mailbox("News");
    rule(
        rule(
            "Lists \\\"of\\\" Ada",
            "{\"field\": \"list\", \"value\": \"news\"}",
            "{\"type\": \"move\", \"mailboxId\": \"" + news + "\"}, {\"type\": \"read\"}"));
    arrive();
    assertEquals(Set.of("News", "\\Seen"), last(), "in whatever order the two stand");
    assertEquals(List.of("filed into News (Lists \"of\" Ada)"), reasons());
  }

  @Test
  void conditionsAreAsTheySay() {
    List<String> hold =
        List.of(
            "{\"field\": \"from\", \"value\": \"lovelace\"}",
            "{\"field\": \"from\", \"operator\": \"is\", \"value\": \"ADA@far.test\"}",
            "{\"field\": \"from\", \"operator\": \"endsWith\", \"value\": \"@far.test>\"}",
            "{\"field\": \"from\", \"operator\": \"startsWith\", \"value\": \"ada l\"}",
            "{\"field\": \"to\", \"value\": \"bob\"}",
            "{\"field\": \"recipients\", \"operator\": \"is\", \"value\": \"carl@x.test\"}",
            "{\"field\": \"subject\", \"value\": \"BÜRO\"}",
            "{\"field\": \"subject\", \"operator\": \"endsWith\", \"value\": \"*off*\"}",
            "{\"field\": \"subject\", \"operator\": \"is\", \"value\": \"büro 50% *off*\"}",
            "{\"field\": \"body\", \"value\": \"says HELLO\"}",
            "{\"field\": \"header\", \"name\": \"Message-ID\", \"value\": \"1@far\"}",
            "{\"field\": \"sizeOver\", \"octets\": 100}",
            "{\"field\": \"sizeUnder\", \"octets\": 1000}",
            "{\"field\": \"hasAttachment\", \"not\": true}",
            "{\"field\": \"to\", \"value\": \"nobody\", \"not\": true}");
    List<String> fail =
        List.of(
            "{\"field\": \"from\", \"operator\": \"is\", \"value\": \"da@far.test\"}",
            "{\"field\": \"subject\", \"operator\": \"startsWith\", \"value\": \"*\"}",
            "{\"field\": \"subject\", \"operator\": \"is\", \"value\": \"büro 50% ?off*\"}",
            "{\"field\": \"cc\", \"value\": \"bob\"}",
            "{\"field\": \"list\", \"value\": \"old\"}",
            "{\"field\": \"hasAttachment\"}",
            "{\"field\": \"sizeOver\", \"octets\": 100000}");
    String flag = "{\"type\": \"keyword\", \"keyword\": \"hit\"}";
    for (String condition : hold) {
      assertEquals(Set.of("INBOX", "hit"), with(rule("r", condition, flag)), condition);
    }
    for (String condition : fail) {
      assertEquals(Set.of("INBOX"), with(rule("r", condition, flag)), condition);
    }
    assertEquals(Set.of("INBOX", "hit"), with(rule("r", "", flag)), "no condition is every email");
    String both = hold.getFirst() + "," + fail.getFirst();
    assertEquals(Set.of("INBOX"), with(rule("r", both, flag)));
    assertEquals(
        Set.of("INBOX", "hit"),
        with(rule("r", both, flag).replace("{\"name\"", "{\"match\": \"any\", \"name\"")));
  }

  private Set<String> with(String rule) {
    long id = rule(rule);
    arrive();
    assertTrue(world.post.records().destroy(ada, Records.Kind.RULE, id));
    return last();
  }

  @Test
  void orderAndStopCount() {
    String a = mailbox("A");
    String b = mailbox("B");
    String moveA = "{\"type\": \"move\", \"mailboxId\": \"" + a + "\"}";
    String moveB = "{\"type\": \"move\", \"mailboxId\": \"" + b + "\"}";
    rule(rule("second", "", moveB).replace("{\"name\"", "{\"sortOrder\": 2, \"name\""));
    long first = rule(rule("first", "", moveA).replace("{\"name\"", "{\"sortOrder\": 1, \"name\""));
    arrive();
    assertEquals(Set.of("A", "B"), last(), "both say so");
    world
        .post
        .records()
        .update(ada, Records.Kind.RULE, first, json -> json.replace("{", "{\"stop\": true, "));
    // every brace of the action got it as well, which does not matter
    arrive();
    assertEquals(Set.of("A"), last());
    world
        .post
        .records()
        .update(
            ada,
            Records.Kind.RULE,
            first,
            _ -> rule("first", "", moveA).replace("{\"name\"", "{\"isEnabled\": false, \"name\""));
    arrive();
    assertEquals(Set.of("B"), last());
  }

  @Test
  void placesOfEveryAccountAndOfNobody() {
    assertEquals(Set.of("Archive"), with(rule("r", "", "{\"type\": \"archive\"}")));
    assertEquals(Set.of("Trash"), with(rule("r", "", "{\"type\": \"delete\"}")));
    assertEquals(Set.of("Junk"), with(rule("r", "", "{\"type\": \"junk\"}")));
    assertEquals(Set.of("INBOX"), with(rule("r", "", "{\"type\": \"inbox\"}")));
    assertEquals(
        Set.of("INBOX"),
        with(rule("r", "", "{\"type\": \"move\", \"mailboxId\": \"F1-999\"}")),
        "what is nowhere is not lost");
    assertEquals(
        Set.of("INBOX", "\\Flagged", "\\Seen"),
        with(rule("r", "", "{\"type\": \"flag\"}, {\"type\": \"read\"}")));
  }

  @Test
  void oneSendsOn() {
    assertEquals(
        Set.of("INBOX"),
        with(rule("on", "", "{\"type\": \"forward\", \"email\": \"me@elsewhere.test\"}")));
    assertEquals(1, sent.size());
    assertEquals(List.of("sent on to me@elsewhere.test (on)"), reasons());
  }

  @Test
  void noTextBreaksOut() {
    String evil = "\\\"; discard; \\\\";
    assertEquals(
        Set.of("INBOX"),
        with(
            rule(
                "r\\\"\\n discard; #",
                "{\"field\": \"subject\", \"value\": \""
                    + evil
                    + "\"},"
                    + "{\"field\": \"subject\", \"operator\": \"endsWith\", \"value\": \""
                    + evil
                    + "\"}",
                "{\"type\": \"junk\"}")));
  }

  @Test
  void mailThatIsThereIsChangedAndNothingIsSent() {
    arrive();
    AccountEmail email = world.post.view(ada).newestFirst().getFirst();
    JsonNode move =
        JSON.readTree(
            rule(
                "r",
                "{\"field\": \"from\", \"value\": \"ada\"}",
                "{\"type\": \"read\"}, {\"type\": \"forward\", \"email\": \"a@b.test\"},"
                    + " {\"type\": \"archive\"}"));
    JsonNode none =
        JSON.readTree(
            rule("r", "{\"field\": \"from\", \"value\": \"eve\"}", "{\"type\": \"delete\"}"));
    var onMail = new RulesOnMail(world.post, world.directory, world.clock);
    var ready = onMail.ready(ada, OwnRules.write(List.of(none, move)));
    var edit = ready.edit(email).orElseThrow();
    world.post.edits().apply(ada, List.of(edit));
    assertEquals(Set.of("Archive", "\\Seen"), last());
    AccountEmail now = world.post.view(ada).newestFirst().getFirst();
    assertEquals(Optional.empty(), ready.edit(now), "a second time there is nothing to do");
    assertEquals(Optional.empty(), onMail.ready(ada, OwnRules.write(List.of(none))).edit(now));
    assertEquals(0, sent.size());
  }
}
