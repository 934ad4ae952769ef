package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.unsubscribe.UnsubscribeMethods;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.NewMessage;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Reason;

/** Leaving lists at one click (RFC 8058). */
class UnsubscribeTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world).using(UnsubscribeMethods.CAPABILITY);
  private final TestWeb outside = TestWeb.IT;
  private int count;

  @AfterEach
  void close() {
    world.close();
  }

  /** Delivers a message with such an offer; its id. */
  private String offered(String ways, boolean signed) {
    String evidence = (signed ? "policy.unsubscribe=signed " : "") + "header.d=far.test";
    NewMessage message =
        world
            .message(
                world.ada.id(),
                """
                From: amy@far.test
                List-Unsubscribe: %s
                List-Unsubscribe-Post: List-Unsubscribe=One-Click

                Hi
                """
                    .formatted(ways))
            .because(List.of(new Reason("dkim", "pass", evidence, world.clock.instant())));
    world.post.delivery().deliver(world.ada.id(), message, "key " + ++count);
    return ObjectIds.email(newest().origin());
  }

  private AccountEmail newest() {
    return world.post.view(world.ada.id()).newestFirst().getFirst();
  }

  private List<String> keywords() {
    return List.copyOf(world.post.keywords(world.ada.id()).names(newest().flags()));
  }

  private void left(String id, String result, String description) {
    script.set("id", id);
    script.play(
        """
        > ["Email/unsubscribe", {"accountId": "$ada", "ids": ["$id"]}, "0"]
        < ["Email/unsubscribe", {"accountId": "$ada", "notFound": [], "list": [{"id": "$id",
            "result": "%s", "description": "%s", "mailto": null}]}, "0"]
        """
            .formatted(result, description));
  }

  @Test
  void aListIsLeftOnce() {
    outside.page("/u?who=1", new byte[0]);
    String id = offered("<https://one.test/u?who=1>", true);
    assertTrue(keywords().contains("$canunsubscribe"), keywords().toString());
    left(id, "done", "one.test has taken it");
    assertTrue(keywords().contains("$unsubscribed"), keywords().toString());
    left(id, "done", "it was asked for before");
    assertEquals(
        List.of(
            """
            POST /u?who=1 HTTP/1.1
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 26
            Host: one.test
            User-Agent: Mailstead
            Connection: close
            List-Unsubscribe=One-Click\
            """),
        outside.asked);
  }

  @Test
  void whatIsNotSignedAsksNobody() {
    outside.page("/u", new byte[0]);
    String id = offered("<https://one.test/u>", false);
    assertFalse(keywords().contains("$canunsubscribe"), keywords().toString());
    left(id, "unsafe", "no signature that held when it came covers the offer");
    String own =
        world.append(
            """
            List-Unsubscribe: <https://one.test/u>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            Authentication-Results: mail.example.test; dkim=pass policy.unsubscribe=signed

            Hi
            """);
    left(own, "unsafe", "no signature that held when it came covers the offer");
    assertEquals(List.of(), outside.asked);
  }

  @Test
  void whoCannotBeLeftIsTold() {
    outside.page("/moved", "302 Found", "Location: https://one.test/u", new byte[0]);
    outside.page("/u", new byte[0]);
    left(offered("<https://one.test/moved>", true), "failed", "one.test sends elsewhere");
    left(offered("<https://one.test/gone>", true), "failed", "one.test answers 404");
    String notReached = " was not reached, or not safely";
    left(offered("<https://inside.test/u>", true), "failed", "inside.test" + notReached);
    left(offered("<https://two.test/u>", true), "failed", "two.test" + notReached);
    assertEquals(2, outside.asked.size());
    assertFalse(keywords().contains("$unsubscribed"), keywords().toString());
    outside.page("/gone", new byte[0]);
    left(offered("<https://one.test/gone>", true), "done", "one.test has taken it");
  }

  @Test
  void oneCallIsDoneAtATime() throws Exception {
    outside.page("/u", new byte[0]);
    outside.pause = Duration.ofSeconds(1);
    String id = offered("<https://one.test/u>", true);
    var first = Thread.ofVirtual().start(() -> left(id, "done", "one.test has taken it"));
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (outside.asked.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    new JmapScript(world)
        .using(UnsubscribeMethods.CAPABILITY)
        .play(
            """
            > ["Email/unsubscribe", {"accountId": "$ada", "ids": []}, "0"]
            < ["error", {"type": "serverUnavailable", "...": 0}, "0"]
            """);
    first.join();
    assertEquals(1, outside.asked.size());
    assertTrue(keywords().contains("$unsubscribed"), keywords().toString());
  }

  @Test
  void anAddressForMailIsTold() {
    script.set("mail", offered("<mailto:off@far.test?subject=no>", true));
    script.set("none", world.append("From: amy@far.test\n\nHi\n"));
    script.play(
        """
        > ["Email/unsubscribe", {"accountId": "$ada", "ids": ["$mail", "$none", "M1-zz"]}, "0"],
          ["Email/unsubscribe", {"accountId": "$ada"}, "1"],
          ["Email/unsubscribe", {"accountId": "$bob", "ids": []}, "2"]
        < ["Email/unsubscribe", {"accountId": "$ada", "notFound": ["M1-zz"], "list": [
            {"id": "$mail", "result": "notOffered", "description": "*",
             "mailto": "mailto:off@far.test?subject=no"},
            {"id": "$none", "result": "notOffered", "description": "*", "mailto": null}]}, "0"],
          ["error", {"type": "invalidArguments", "...": 0}, "1"],
          ["error", {"type": "accountNotFound", "...": 0}, "2"]
        """);
    assertEquals(List.of(), outside.asked);
  }
}
