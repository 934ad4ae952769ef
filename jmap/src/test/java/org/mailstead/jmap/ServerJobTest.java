package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Records;
import org.mailstead.testkit.FakeImap;
import org.mailstead.testkit.FakeImap.Message;
import tools.jackson.databind.JsonNode;

/** Jobs that bring in the mail of another server (our own). */
class ServerJobTest {
  private static final FakeImap SERVER = TestImap.SERVER;
  private static final String PASSWORD = "\"sesame \\\"\\\\ opens\"";

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void clear() {
    SERVER.boxes.clear();
    SERVER.instead.clear();
    SERVER.heard.clear();
    SERVER.patience = Integer.MAX_VALUE;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode set(String server) {
    return script.call(
        "Job/set",
        "{\"accountId\": \"$ada\", \"create\": {\"a\": {\"type\": \"import\", \"server\": %s}}}"
            .formatted(server));
  }

  private static String server(String password) {
    return "{\"host\": \"IMAP.test\", \"port\": %d, \"user\": \"ann\", \"password\": %s}"
        .formatted(SERVER.port(), password);
  }

  private String begin(String password) {
    JsonNode made = set(server(password));
    String id = made.path("created").path("a").path("id").asString("");
    assertNotEquals("", id, made.toString());
    assertFalse(made.toString().contains("sesame"));
    return id;
  }

  private JsonNode get(String id) {
    return script
        .call("Job/get", "{\"accountId\": \"$ada\", \"ids\": [\"" + id + "\"]}")
        .path("list")
        .path(0);
  }

  private JsonNode ended(String id) throws InterruptedException {
    for (int i = 0; i < 3_000; i++) {
      JsonNode job = get(id);
      if (!job.path("state").asString("").equals("running")) {
        return job;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("it does not end: " + get(id));
  }

  private void serve() {
    world.jobs.serve();
    world.startQueue();
  }

  private String kept() {
    return world.post.records().all(world.ada.id(), Records.Kind.JOB).toString();
  }

  private int size(Mailbox.Role role) {
    return world.post.view(world.ada.id(), world.mailbox(world.ada.id(), role)).size();
  }

  @Test
  void allMailComesInAndCanBeTakenBack() throws InterruptedException {
    SERVER
        .box("INBOX", "", Message.of(1, "a", "\\Seen"), Message.of(2, "b", "\\Deleted"))
        .box("Sent", "\\Sent", Message.of(1, "c", "\\Seen"), Message.of(2, "d", ""));
    String id = begin(PASSWORD);
    JsonNode waiting = get(id);
    assertEquals(
        "{\"host\":\"imap.test\",\"port\":"
            + SERVER.port()
            + ",\"security\":\"tls\",\"user\":\"ann\"}",
        waiting.path("server").toString());
    assertFalse(waiting.toString().contains("sealed"));
    assertTrue(kept().contains("\"sealed\""));
    assertFalse(kept().contains("sesame"), "what is kept is sealed");
    serve();
    JsonNode job = ended(id);
    assertEquals("done", job.path("state").asString(""), job.toString());
    assertEquals(3, job.path("done").asInt());
    assertEquals(4, job.path("total").asInt());
    assertEquals(100, job.path("percent").asInt());
    assertEquals("{\"removed\":1}", job.path("problems").toString());
    assertFalse(kept().contains("sealed"), "it is not needed any more");
    assertEquals(1, size(Mailbox.Role.INBOX));
    assertEquals(2, size(Mailbox.Role.SENT));
    JsonNode undo =
        script.call(
            "Job/set",
            "{\"accountId\": \"$ada\", \"create\": {\"a\": {\"type\": \"undo\", \"undoOf\": \"%s\"}}}"
                .formatted(job.path("undoId").asString("")));
    assertEquals(
        3, ended(undo.path("created").path("a").path("id").asString("")).path("done").asInt());
    assertEquals(0, size(Mailbox.Role.SENT));
  }

  @Test
  void aWrongPasswordEndsItAtOnceWithPlainWords() throws InterruptedException {
    serve();
    JsonNode job = ended(begin("\"wrong\""));
    assertEquals("failed", job.path("state").asString(""));
    assertEquals(
        "imap.test does not take that user and password: not so", job.path("error").asString(""));
    assertEquals(1, SERVER.times("AUTHENTICATE"), "and is not tried again");
    assertFalse(kept().contains("sealed"));
  }

  @Test
  void aLostConnectionIsMadeAnewAFewTimes() throws InterruptedException {
    Message[] many = new Message[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = Message.of(i + 1, "m" + i, "");
    }
    SERVER.box("INBOX", "", many);
    SERVER.patience = 8;
    serve();
    JsonNode job = ended(begin(PASSWORD));
    assertEquals("done", job.path("state").asString(""), job.toString());
    assertEquals(20, job.path("done").asInt());
    assertTrue(job.path("problems").isEmpty(), job.toString());
    SERVER.box("more", "", Message.of(1, "new", ""));
    SERVER.patience = 0;
    job = ended(begin(PASSWORD));
    assertEquals("failed", job.path("state").asString(""));
    assertEquals("the connection to imap.test was lost", job.path("error").asString(""));
  }

  @Test
  void oneThatIsCancelledForgetsThePassword() {
    String id = begin(PASSWORD);
    JsonNode told =
        script.call(
            "Job/set",
            "{\"accountId\": \"$ada\", \"update\": {\"%s\": {\"state\": \"cancelled\"}}}"
                .formatted(id));
    assertTrue(told.path("updated").has(id), told.toString());
    assertFalse(kept().contains("sealed"));
  }

  @Test
  void aRecordThatSomebodyHasChangedSendsThePasswordNowhere() throws InterruptedException {
    String id = begin(PASSWORD);
    long number = world.post.records().all(world.ada.id(), Records.Kind.JOB).getFirst().id();
    boolean _ =
        world
            .post
            .records()
            .change(
                world.ada.id(),
                Records.Kind.JOB,
                number,
                now ->
                    new Records.Content(
                        now.json().replace("\"user\":\"ann\"", "\"user\":\"eve\""),
                        Optional.empty(),
                        now.uploads()));
    serve();
    JsonNode job = ended(id);
    assertEquals("failed", job.path("state").asString(""), job.toString());
    assertEquals(0, SERVER.times("AUTHENTICATE"));
  }

  @Test
  void serversThatAreNoneAreNotTakenOn() {
    for (String server :
        new String[] {
          "\"imap.test\"",
          "{\"host\": \"imap.test\", \"user\": \"a\"}",
          "{\"host\": \"imap.test\", \"user\": \"\", \"password\": \"b\"}",
          "{\"host\": \"imap.test\", \"user\": \"a\\u0000b\", \"password\": \"b\"}",
          "{\"host\": \"imap.test\", \"user\": \"a\", \"password\": \"b\\r\\nc\"}",
          "{\"host\": \"a b\", \"user\": \"a\", \"password\": \"b\"}",
          "{\"host\": \"imap.test\", \"port\": 25, \"user\": \"a\", \"password\": \"b\"}",
          "{\"host\": \"imap.test\", \"port\": 99999, \"user\": \"a\", \"password\": \"b\"}",
          "{\"host\": \"x\", \"security\": \"none\", \"user\": \"a\", \"password\": \"b\"}",
          "{\"host\": \"x\", \"user\": \"a\", \"password\": \"b\", \"operators\": true}"
        }) {
      JsonNode refused = set(server).path("notCreated").path("a");
      assertEquals("invalidProperties", refused.path("type").asString(""), server);
      assertEquals("[\"server\"]", refused.path("properties").toString(), server);
    }
    JsonNode both =
        script.call(
            "Job/set",
            "{\"accountId\": \"$ada\", \"create\": {\"a\": {\"type\": \"import\", \"blobId\": \"x\","
                + " \"server\": %s}, \"b\": {\"type\": \"destroy\", \"filter\": {}, \"server\": %s}}}"
                    .formatted(server(PASSWORD), server(PASSWORD)));
    assertEquals(2, both.path("notCreated").size(), both.toString());
  }

  @Test
  void fewGoOnAtATime() {
    for (int i = 0; i < 3; i++) {
      assertNotEquals("", begin(PASSWORD));
    }
    assertEquals(
        "rateLimit", set(server(PASSWORD)).path("notCreated").path("a").path("type").asString(""));
  }

  @Test
  void nobodyTriesPasswordsThroughUs() {
    for (int i = 0; i < 20; i++) {
      String id = begin(PASSWORD);
      script.call("Job/set", "{\"accountId\": \"$ada\", \"destroy\": [\"%s\"]}".formatted(id));
    }
    assertEquals(
        "rateLimit", set(server(PASSWORD)).path("notCreated").path("a").path("type").asString(""));
  }
}
