package org.mailstead.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.hook.Hook;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.wire.dns.ZoneFileResolver;

/** What programs that are asked about each message bring about. */
class HooksTest {
  @TempDir Path folder;

  private final List<HookEnvelope> envelopes = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private volatile Opinion opinion = Opinion.NONE;

  private final class OneHook implements Hook, HookTalk {
    @Override
    public String name() {
      return "one";
    }

    @Override
    public HookTalk begin(HookEnvelope envelope) {
      envelopes.add(envelope);
      return this;
    }

    @Override
    public void header(SignedMessage header) {}

    @Override
    public void body(byte[] bytes, int off, int len) {}

    @Override
    public Opinion finish() {
      return opinion;
    }

    @Override
    public void close() {
      closed.add("closed");
    }
  }

  private TestServer server() throws Exception {
    var nothing = new ZoneFileResolver(new ByteArrayInputStream(new byte[0]), false);
    var hooks = new Hooks(List.of(new OneHook()), true);
    return new TestServer(
        SmtpConfig.Service.INBOUND,
        folder,
        false,
        TestServer.checking(nothing, Handling.DEFAULT, Scale.DEFAULT, hooks));
  }

  private void send(Talk talk, Opinion said, String reply) throws IOException {
    opinion = said;
    talk.data("eve@x.test", "ada@example.test")
        .raw("From: eve@x.test\r\n\r\nhello\r\n.\r\n")
        .expect(reply);
  }

  @Test
  void theyAreToldWhoItIsFor() throws Exception {
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      send(talk, Opinion.NONE, "250");
      HookEnvelope told = envelopes.getFirst();
      assertEquals("eve@x.test", told.sender());
      assertEquals(List.of("ada@example.test"), told.recipients());
      assertEquals("client.example", told.helo());
      assertEquals(1, server.inboxSize(server.ada));
      assertEquals(List.of("closed"), closed);
    }
  }

  @Test
  void theyRefuseAndThrowAway() throws Exception {
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      send(
          talk,
          Opinion.of(Opinion.Action.REJECT, "a virus\r\n250 fine"),
          "550 5.7.1 a virus??250 fine");
      send(talk, Opinion.of(Opinion.Action.LATER, "greylisted"), "451 4.7.1 greylisted");
      send(talk, Opinion.of(Opinion.Action.DISCARD, ""), "250 2.0.0 taken as ");
      assertEquals(0, server.inboxSize(server.ada));
      assertEquals(0, server.junkSize(server.ada));
    }
  }

  @Test
  void theyMakeJunkAndWriteFields() throws Exception {
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      send(talk, Opinion.of(Opinion.Action.JUNK, "smells"), "250");
      assertEquals(1, server.junkSize(server.ada));
      var fields = List.of(new Opinion.Field("X-Spam-Score", "1.5"));
      send(talk, new Opinion(Opinion.Action.NONE, "", 2, fields, List.of()), "250");
      String text = server.newest(server.ada);
      assertTrue(text.contains("\r\n\thook-one=2 (one was asked)\r\nX-Spam-Score: 1.5\r\n"), text);
    }
  }
}
