package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Subscriptions to what changes (RFC 8620 section 7.2). */
class PushTest {
  private static final String MAIL = "From: amy@far.test\nSubject: hi\n\nHi\n";

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode pushed() throws InterruptedException {
    var pushed = world.pushed.poll(20, TimeUnit.SECONDS);
    assertNotNull(pushed, "nothing was pushed");
    assertEquals("push.far.test", pushed.host());
    assertEquals("/to?a=b", pushed.path());
    return JsonMapper.builder().build().readTree(pushed.text());
  }

  private void subscribe(String more) throws InterruptedException {
    script.play(
        """
        > ["PushSubscription/set", {"create": {"p": {"deviceClientId": "phone",
            "url": "https://push.far.test/to?a=b"%s}}}, "0"]
        < ["PushSubscription/set", {"created": {"p": {"id": "$push",
            "expires": "2026-02-01T03:04:05Z"}}, "...": 0}, "0"]
        """
            .formatted(more));
    JsonNode first = pushed();
    assertEquals("PushVerification", first.path("@type").asString());
    assertEquals(script.get("push"), first.path("pushSubscriptionId").asString());
    script.set("code", first.path("verificationCode").asString());
  }

  private void verify() {
    script.play(
        """
        > ["PushSubscription/set", {"update": {"$push": {"verificationCode": "wrong"}}}, "0"],
          ["PushSubscription/set", {"update": {"$push": {"verificationCode": "$code"}}}, "1"]
        < ["PushSubscription/set", {"notUpdated": {"$push": {"type": "invalidProperties",
            "...": 0}}, "...": 0}, "0"],
          ["PushSubscription/set", {"updated": {"$push": null}, "...": 0}, "1"]
        """);
  }

  @Test
  void whoHasShownThatItIsHeIsTold() throws Exception {
    subscribe(", \"types\": [\"Email\", \"Mailbox\"]");
    world.append(MAIL);
    assertNull(world.pushed.poll(200, TimeUnit.MILLISECONDS), "nobody has asked for that");
    verify();
    world.append(MAIL);
    JsonNode told = pushed();
    assertEquals("StateChange", told.path("@type").asString());
    JsonNode types = told.path("changed").path(script.get("ada"));
    assertEquals(java.util.Set.of("Email", "Mailbox"), java.util.Set.copyOf(types.propertyNames()));
    String state =
        script.call("Email/get", "{\"accountId\":\"$ada\",\"ids\":[]}").path("state").asString();
    assertEquals(state, types.path("Email").asString());
  }

  @Test
  void whatIsGoneIsForgotten() throws Exception {
    subscribe("");
    verify();
    world.pushAnswer = 410;
    world.append(MAIL);
    pushed();
    String get = "{\"ids\":null}";
    for (int i = 0; i < 2000; i++) {
      if (script.call("PushSubscription/get", get).path("list").isEmpty()) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("it is still there");
  }

  @Test
  void itEndsInTimeAndTellsNobodyWhereItGoes() throws Exception {
    subscribe(", \"expires\": \"2027-01-01T00:00:00Z\"");
    verify();
    script.play(
        """
        > ["PushSubscription/get", {"ids": ["$push", "Pzz"]}, "0"],
          ["PushSubscription/get", {"properties": ["url"]}, "1"],
          ["PushSubscription/set", {"update": {"$push": {"url": "https://other.test/"}}}, "2"],
          ["PushSubscription/set", {"update": {"$push": {"expires": "2026-01-03T00:00:00Z",
            "types": ["Email"]}}}, "3"],
          ["PushSubscription/get", {"ids": null}, "4"]
        < ["PushSubscription/get", {"list": [{"id": "$push", "deviceClientId": "phone",
            "verificationCode": "$code", "expires": "2026-02-01T03:04:05Z", "types": null}],
            "notFound": ["Pzz"]}, "0"],
          ["error", {"type": "forbidden", "...": 0}, "1"],
          ["PushSubscription/set", {"notUpdated": {"$push": {"type": "invalidProperties",
            "...": 0}}, "...": 0}, "2"],
          ["PushSubscription/set", {"updated": {"$push": null}, "...": 0}, "3"],
          ["PushSubscription/get", {"list": [{"id": "$push", "expires": "2026-01-03T00:00:00Z",
            "types": ["Email"], "...": 0}], "...": 0}, "4"]
        """);
    script.as(world.bob);
    assertEquals(0, script.call("PushSubscription/get", "{\"ids\":null}").path("list").size());
    script.as(world.ada);
    world.clock.pass(Duration.ofDays(2));
    assertEquals(0, script.call("PushSubscription/get", "{\"ids\":null}").path("list").size());
  }

  /** What is given, and which property is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"url\": \"http://push.far.test/\"`|url",
        "`\"url\": \"https://push.far.test:25/\"`|url",
        "`\"url\": \"https://me@push.far.test/\"`|url",
        "`\"url\": \"https:///\"`|url",
        "`\"url\": 1`|url",
        "`GOOD, \"deviceClientId\": \"\"`|deviceClientId",
        "`GOOD, \"keys\": {\"p256dh\": \"AAAA\", \"auth\": \"AAAA\"}`|keys",
        "`GOOD, \"expires\": \"soon\"`|expires",
        "`GOOD, \"types\": [1]`|types",
        "`GOOD, \"verificationCode\": \"x\"`|verificationCode"
      })
  void whatCannotBePushedToIsRefused(String given, String property) {
    String object = given.replace("GOOD", "\"url\": \"https://push.far.test/\"");
    String device = given.contains("deviceClientId") ? "" : "\"deviceClientId\": \"x\",";
    script.play(
        """
        > ["PushSubscription/set", {"create": {"p": {%s %s}}}, "0"]
        < ["PushSubscription/set", {"notCreated": {"p": {"type": "invalidProperties",
            "properties": ["%s"], "...": 0}}, "...": 0}, "0"]
        """
            .formatted(device, object, property));
    assertEquals(0, world.pushed.size());
  }

  /** RFC 8620 section 8.6: neither many nor often, or others are flooded. */
  @Test
  void oneHasFewAndMakesThemSeldom() {
    String create =
        "{\"create\":{\"p\":{\"deviceClientId\":\"x\",\"url\":\"https://push.far.test/\"}}}";
    String id = "";
    for (int i = 0; i < 30; i++) {
      id =
          script
              .call("PushSubscription/set", create)
              .path("created")
              .path("p")
              .path("id")
              .asString();
    }
    assertEquals("overQuota", refused(create));
    script.call("PushSubscription/set", "{\"destroy\":[\"" + id + "\"]}");
    assertEquals("rateLimit", refused(create));
    world.clock.pass(Duration.ofHours(1));
    assertEquals("", refused(create));
  }

  private String refused(String create) {
    return script
        .call("PushSubscription/set", create)
        .path("notCreated")
        .path("p")
        .path("type")
        .asString("");
  }
}
