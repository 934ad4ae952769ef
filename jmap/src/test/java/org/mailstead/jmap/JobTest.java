package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.post.Job;
import org.mailstead.post.Mailbox;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;

/** Jobs over all that a filter finds (our own). */
class JobTest {
  private JmapWorld world = new JmapWorld();
  private JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private void serve() {
    world.jobs.serve();
    world.startQueue();
  }

  private void fill(int count, String... flags) {
    List<NewMessage> some = new ArrayList<>();
    NewMessage one = world.message(world.ada.id(), EmailGetTest.mail("a", ""), flags);
    for (int i = 0; i < count; i++) {
      some.add(one);
    }
    world.post.messages().append(world.ada.id(), world.inbox(), some);
  }

  private int size(Mailbox.Role role) {
    return size(world.mailbox(world.ada.id(), role));
  }

  private int size(MailboxId mailbox) {
    return world.post.view(world.ada.id(), mailbox).size();
  }

  private String begin(String job) {
    JsonNode made =
        script.call("Job/set", "{\"accountId\": \"$ada\", \"create\": {\"a\": %s}}".formatted(job));
    String id = made.path("created").path("a").path("id").asString("");
    assertNotEquals("", id, made.toString());
    return id;
  }

  private JsonNode get(String id) {
    return script
        .call("Job/get", "{\"accountId\": \"$ada\", \"ids\": [\"" + id + "\"]}")
        .path("list")
        .path(0);
  }

  private JsonNode ended(String id) {
    for (int i = 0; i < 3_000; i++) {
      JsonNode job = get(id);
      if (!job.path("state").asString("").equals("running")) {
        return job;
      }
      pause();
    }
    throw new AssertionError("it does not end: " + get(id));
  }

  private void forgotten(String blob) {
    long number = BlobName.parse(blob).orElseThrow().origin().number();
    var ada = world.ada.id();
    for (int i = 0; i < 3_000 && world.post.uploads().find(ada, number, ada).isPresent(); i++) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allThatAreThereWhenItBeginsAreChanged() {
    fill(1_200);
    fill(3, "\\Seen");
    String id =
        begin(
            """
            {"type": "update", "filter": {"inMailbox": "$inbox", "notKeyword": "$seen"},
             "patch": {"mailboxIds/$inbox": null, "mailboxIds/$archive": true,
               "keywords/$seen": true}}
            """);
    assertEquals(1_200, get(id).path("total").asInt());
    fill(2);
    serve();
    JsonNode job = ended(id);
    assertEquals("done", job.path("state").asString(""));
    assertEquals(1_200, job.path("done").asInt());
    assertTrue(job.path("problems").isEmpty());
    assertEquals(1_200, size(Mailbox.Role.ARCHIVE));
    assertEquals(5, size(Mailbox.Role.INBOX), "what came since stays");
    assertEquals(
        0,
        script
            .call(
                "Email/query",
                "{\"accountId\": \"$ada\", \"calculateTotal\": true, \"filter\":"
                    + " {\"inMailbox\": \"$archive\", \"notKeyword\": \"$seen\"}}")
            .path("total")
            .asInt());
    String undo = begin("{\"type\": \"undo\", \"undoOf\": \"%s\"}".formatted(undoId(job)));
    assertEquals(1_200, get(undo).path("total").asInt());
    assertEquals(1_200, ended(undo).path("done").asInt());
    assertEquals(0, size(Mailbox.Role.ARCHIVE));
    assertEquals(1_205, size(Mailbox.Role.INBOX));
    String again = begin("{\"type\": \"undo\", \"undoOf\": \"%s\"}".formatted(undoId(job)));
    assertEquals(1_200, ended(again).path("problems").path("overtaken").asInt());
  }

  private static String undoId(JsonNode job) {
    return job.path("undoId").asString("");
  }

  @Test
  void whatDoesNotMatchAnyMoreIsLeftAlone() {
    fill(40);
    String kept = world.append(EmailGetTest.mail("b", ""));
    String id = begin("{\"type\": \"destroy\", \"filter\": {\"inMailbox\": \"$inbox\"}}");
    script.call(
        "Email/set",
        "{\"accountId\": \"$ada\", \"update\": {\"%s\": {\"mailboxIds\": {\"$archive\": true}}}}"
            .formatted(kept));
    serve();
    assertEquals(40, ended(id).path("done").asInt());
    assertEquals(0, size(Mailbox.Role.INBOX));
    assertEquals(1, size(Mailbox.Role.ARCHIVE));
  }

  @Test
  void whatWasRemovedIsBack() {
    fill(700, "$work");
    serve();
    JsonNode gone = ended(begin("{\"type\": \"destroy\", \"filter\": {}}"));
    assertEquals(0, size(Mailbox.Role.INBOX));
    ended(begin("{\"type\": \"undo\", \"undoOf\": \"%s\"}".formatted(undoId(gone))));
    assertEquals(700, size(Mailbox.Role.INBOX));
  }

  @Test
  void aTextIsLookedForInAll() {
    fill(20);
    world.append(EmailGetTest.mail("z", "From: zebra@example.test\n"));
    serve();
    JsonNode job =
        ended(
            begin(
                """
                {"type": "update", "filter": {"from": "zebra"},
                 "patch": {"keywords/animal": true}}
                """));
    assertEquals(1, job.path("done").asInt());
  }

  @Test
  void oneIsCancelled() {
    fill(30);
    String id = begin("{\"type\": \"update\", \"filter\": {}, \"patch\": {\"keywords/x\": true}}");
    script.set("job", id);
    script.play(
        """
        > ["Job/set", {"accountId": "$ada", "update": {"$job": {"state": "done"}}}, "0"],
          ["Job/set", {"accountId": "$ada", "update": {"$job": {"done": 5}}}, "1"],
          ["Job/set", {"accountId": "$ada", "update": {"$job": {"state": "cancelled"}}}, "2"],
          ["Job/get", {"accountId": "$ada", "ids": ["$job", "J1"],
            "properties": ["state", "done", "undoId"]}, "3"],
          ["Job/set", {"accountId": "$ada", "update": {"$job": {"state": "cancelled"}}}, "4"]
        < ["Job/set", {"notUpdated": {"$job": {"type": "invalidProperties", "...": 0}},
            "...": 0}, "0"],
          ["Job/set", {"notUpdated": {"$job": {"type": "invalidProperties", "...": 0}},
            "...": 0}, "1"],
          ["Job/set", {"updated": {"$job": {"ended": "*", "undoId": null}}, "...": 0}, "2"],
          ["Job/get", {"list": [{"id": "$job", "state": "cancelled", "done": 0,
            "undoId": null}], "notFound": ["J1"], "...": 0}, "3"],
          ["Job/set", {"updated": {"$job": null}, "...": 0}, "4"]
        """);
    serve();
    world.later(Duration.ofSeconds(5));
    assertEquals(0, get(id).path("done").asInt());
    script.play(
        """
        > ["Job/set", {"accountId": "$ada", "destroy": ["$job", "J1"]}, "0"],
          ["Job/get", {"accountId": "$ada"}, "1"]
        < ["Job/set", {"destroyed": ["$job"], "notDestroyed": {"J1": {"type": "notFound",
            "...": 0}}, "...": 0}, "0"],
          ["Job/get", {"list": [], "...": 0}, "1"]
        """);
  }

  @Test
  void anAdministratorStopsOne() {
    fill(30);
    String id = begin("{\"type\": \"destroy\", \"filter\": {}}");
    Job job = world.jobs.list().getFirst();
    world.jobs.cancel(job.id());
    serve();
    assertEquals("cancelled", ended(id).path("state").asString(""));
    assertEquals(30, size(Mailbox.Role.INBOX));
  }

  @Test
  void whatTheServerForgotIsBegunAgain() {
    fill(5);
    String id = begin("{\"type\": \"destroy\", \"filter\": {}}");
    Job job = world.jobs.list().getFirst();
    world.jobs.cancel(job.id());
    // As after a crash between the two: a record that runs, and nothing that does it.
    world.jobs.follow(job.id(), _ -> false);
    serve();
    assertEquals("cancelled", ended(id).path("state").asString(""));
    script.set("id", id);
    world
        .post
        .records()
        .update(
            world.ada.id(),
            org.mailstead.post.Records.Kind.JOB,
            world
                .post
                .records()
                .all(world.ada.id(), org.mailstead.post.Records.Kind.JOB)
                .getFirst()
                .id(),
            json -> json.replace("\"cancelled\"", "\"running\""));
    assertEquals("done", ended(id).path("state").asString(""));
    assertEquals(0, size(Mailbox.Role.INBOX));
  }

  @Test
  void clientsAreToldHowFarItIs() {
    fill(3);
    serve();
    JsonNode none = script.call("Job/get", "{\"accountId\": \"$ada\", \"ids\": []}");
    script.set("state", none.path("state").asString(""));
    String id = begin("{\"type\": \"destroy\", \"filter\": {}}");
    ended(id);
    JsonNode changes =
        script.call("Job/changes", "{\"accountId\": \"$ada\", \"sinceState\": \"$state\"}");
    assertEquals(id, changes.path("created").path(0).asString(""));
  }

  @Test
  void aMailboxThatIsMadeInTheSameRequestIsWhereTheyGo() {
    fill(4);
    serve();
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"m": {"name": "New"}}}, "0"],
          ["Job/set", {"accountId": "$ada", "create": {"j": {"type": "update", "filter": {},
            "patch": {"mailboxIds/#m": true, "mailboxIds/$inbox": null}}}}, "1"]
        < ["Mailbox/set", {"created": {"m": {"id": "$new", "...": 0}}, "...": 0}, "0"],
          ["Job/set", {"created": {"j": {"id": "$job", "state": "running", "total": 4,
            "done": 0, "undoId": null, "emailAccountId": "$ada", "...": 0}}, "...": 0}, "1"]
        """);
    assertEquals(4, ended(script.get("job")).path("done").asInt());
    assertEquals(0, size(Mailbox.Role.INBOX));
  }

  @Test
  void whatIsNoJobIsRefused() {
    for (String wrong :
        List.of(
            "{}",
            "{\"type\": \"explode\", \"filter\": {}}",
            "{\"type\": \"destroy\"}",
            "{\"type\": \"destroy\", \"filter\": 5}",
            "{\"type\": \"destroy\", \"filter\": {\"inMailboxx\": \"x\"}}",
            "{\"type\": \"destroy\", \"filter\": {}, \"patch\": {\"keywords/x\": true}}",
            "{\"type\": \"destroy\", \"filter\": {}, \"total\": 4}",
            "{\"type\": \"destroy\", \"filter\": {}, \"state\": \"done\"}",
            "{\"type\": \"destroy\", \"filter\": {}, \"emailAccountId\": \"$bob\"}",
            "{\"type\": \"update\", \"filter\": {}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"subject\": \"x\"}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"keywords/x/y\": true}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"keywords/x\": false}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"keywords/a b\": true}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"mailboxIds\": {}}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"mailboxIds/#m\": true}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"mailboxIds/Fx\": true}}",
            "{\"type\": \"update\", \"filter\": {}, \"patch\": {\"keywords\": {},"
                + " \"keywords/x\": true}}",
            "{\"type\": \"rules\", \"ruleIds\": [], \"filter\": {}}",
            "{\"type\": \"undo\"}",
            "{\"type\": \"undo\", \"undoOf\": \"U1-9-1\"}")) {
      JsonNode made =
          script.call(
              "Job/set", "{\"accountId\": \"$ada\", \"create\": {\"a\": %s}}".formatted(wrong));
      String type = made.path("notCreated").path("a").path("type").asString("");
      assertEquals("invalidProperties", type, wrong + " " + made);
    }
    JsonNode old =
        script.call(
            "Job/set",
            "{\"accountId\": \"$ada\", \"create\": {\"a\": {\"type\": \"undo\","
                + " \"undoOf\": \"U1-0-vvvvvvvvvvvv\"}}}");
    assertEquals("undoTooOld", old.path("notCreated").path("a").path("type").asString(""));
    assertEquals(0, world.jobs.list().size());
  }

  @Test
  void inASharedMailboxRightsCountWhenItsTurnComes() {
    fill(10);
    world.share(
        world.bob,
        world.inbox(),
        Right.LOOKUP,
        Right.READ,
        Right.WRITE,
        Right.DELETE_MESSAGES,
        Right.EXPUNGE);
    script.as(world.bob);
    String job =
        """
        {"accountId": "$bob", "create": {"a": {"type": "destroy", "emailAccountId": "$ada",
          "filter": {}}, "b": {"type": "destroy", "emailAccountId": "$ada", "filter": {}}}}
        """;
    JsonNode made = script.call("Job/set", job).path("created");
    script.set("a", made.path("a").path("id").asString(""));
    assertEquals(10, made.path("a").path("total").asInt());
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    serve();
    assertEquals(10, theirs().path("problems").path("forbidden").asInt());
    assertEquals(10, size(Mailbox.Role.INBOX));
    JsonNode later = script.call("Job/set", job).path("created");
    script.set("a", later.path("a").path("id").asString(""));
    world.share(world.bob, world.inbox());
    String state = theirs().path("state").asString("");
    assertTrue(List.of("done", "failed").contains(state), state);
    assertEquals(10, size(Mailbox.Role.INBOX));
  }

  private JsonNode theirs() {
    for (int i = 0; i < 1_000; i++) {
      JsonNode job =
          script
              .call("Job/get", "{\"accountId\": \"$bob\", \"ids\": [\"$a\"]}")
              .path("list")
              .path(0);
      if (!job.path("state").asString("").equals("running")) {
        return job;
      }
      pause();
    }
    throw new AssertionError("it does not end");
  }

  @Test
  void oldOnesMakeRoom() {
    serve();
    for (int i = 0; i < 105; i++) {
      ended(begin("{\"type\": \"destroy\", \"filter\": {}}"));
    }
    JsonNode all = script.call("Job/get", "{\"accountId\": \"$ada\"}");
    assertEquals(100, all.path("list").size());
    world.clock.pass(Duration.ofDays(8));
    begin("{\"type\": \"destroy\", \"filter\": {}}");
    all = script.call("Job/get", "{\"accountId\": \"$ada\"}");
    assertEquals(1, all.path("list").size());
  }

  private String upload(String text) {
    try (var in = new java.io.ByteArrayInputStream(text.getBytes(UTF_8))) {
      var made = world.post.uploads().put(world.ada.id(), world.ada.id(), in, 1 << 20);
      return BlobName.upload(world.ada.id().value(), made.number()).toString();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFileIsBroughtIn() {
    serve();
    String blob =
        upload("From a\n" + EmailGetTest.mail("1", "") + "\nFrom b\n" + EmailGetTest.mail("2", ""));
    JsonNode job =
        ended(
            begin(
                "{\"type\": \"import\", \"blobId\": \"%s\", \"mailboxId\": \"$archive\"}"
                    .formatted(blob)));
    assertEquals("done", job.path("state").asString(""), job.toString());
    assertEquals(2, job.path("done").asInt());
    assertEquals(100, job.path("percent").asInt());
    assertEquals(2, size(Mailbox.Role.ARCHIVE));
    forgotten(blob); // just after the job says that it is done
    script.set("blob", blob);
    script.play(
        """
        > ["Job/set", {"accountId": "$ada",
            "create": {"a": {"type": "import", "blobId": "$blob"}}}, "0"]
        < ["Job/set", {"notCreated": {"a": {"type": "invalidProperties",
            "properties": ["blobId"], "...": 0}}, "...": 0}, "0"]
        """);
    ended(begin("{\"type\": \"undo\", \"undoOf\": \"%s\"}".formatted(undoId(job))));
    assertEquals(0, size(Mailbox.Role.ARCHIVE));
  }

  @Test
  void aFileThatIsNoMailFails() {
    serve();
    String id = begin("{\"type\": \"import\", \"blobId\": \"%s\"}".formatted(upload("no mail")));
    JsonNode job = ended(id);
    assertEquals("failed", job.path("state").asString(""));
    assertEquals("the file is no mail that can be read", job.path("error").asString(""));
  }

  @Test
  void aFileStaysAsLongAsItIsNeeded() {
    String blob = upload("From a\n" + EmailGetTest.mail("1", ""));
    String id = begin("{\"type\": \"import\", \"blobId\": \"%s\"}".formatted(blob));
    world.clock.pass(Duration.ofDays(3));
    world.post.retention().purge(world.ada.id(), world.clock.instant());
    serve();
    assertEquals(1, ended(id).path("done").asInt());
  }

  /** Parts that are done twice, since a crash came between, do no harm. */
  @Test
  void onAHostileEngineAllAreChangedOnce() {
    world.close();
    world = JmapWorld.hostile(5);
    script = new JmapScript(world);
    fill(900);
    serve();
    JsonNode job =
        ended(
            begin(
                """
                {"type": "update", "filter": {"inMailbox": "$inbox"},
                 "patch": {"mailboxIds": {"$archive": true}}}
                """));
    assertEquals("done", job.path("state").asString(""));
    assertEquals(900, size(Mailbox.Role.ARCHIVE));
    assertEquals(0, size(Mailbox.Role.INBOX));
  }
}
