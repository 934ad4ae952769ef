package org.mailstead.filter.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.filter.origin.MessageFlow;

/** The milter protocol. */
class MilterTest {
  private static final String TEXT = "From: a@x.test\r\nSubject: hi\r\n there\r\n\r\nhello\r\n";
  private static final Duration TIME = Duration.ofSeconds(5);

  private static HookEnvelope envelope(String... recipients) {
    return new HookEnvelope(
        "q1",
        "mx.test",
        FakeDns.ip("2001:db8::1"),
        "c.test",
        "ada@x.test",
        true,
        "eve@x.test",
        List.of(recipients));
  }

  private static Opinion ask(MilterAddress address, Duration time, String text, String... to)
      throws IOException {
    HookTalk talk = new MilterHook(address, time).begin(envelope(to));
    try (talk) {
      var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx.test", talk);
      byte[] octets = text.getBytes(ISO_8859_1);
      for (int at = 0; at < octets.length; at += 10_000) {
        flow.write(octets, at, Math.min(10_000, octets.length - at));
      }
      flow.finish();
      return talk.finish();
    }
  }

  private static Opinion ask(FakeMilter milter, String... to) throws IOException {
    return ask(milter.address(), TIME, TEXT, to.length == 0 ? new String[] {"ada@x.test"} : to);
  }

  private static MilterPacket strings(char what, String... strings) {
    return MilterPacket.strings(what, List.of(strings));
  }

  @Test
  void tellsAllOfAMessage() throws IOException {
    try (var milter = new FakeMilter(MilterOptions.LEADING_SPACE, Map.of())) {
      assertEquals(Opinion.NONE, ask(milter, "ada@x.test", "bob@x.test"));
      List<String> heard = milter.heard.stream().filter(line -> !line.startsWith("O")).toList();
      assertEquals(
          List.of(
              "D Cj|mx.test|_|[2001:db8:0:0:0:0:0:1]|{daemon_name}|Mailstead|v|Mailstead|"
                  + "{client_addr}|2001:db8:0:0:0:0:0:1|{client_name}|unknown|",
              "C [2001:db8:0:0:0:0:0:1]|6||IPv6:2001:db8:0:0:0:0:0:1|",
              "D H{tls_version}|TLS|",
              "H c.test|",
              "D Mi|q1|{mail_addr}|eve@x.test|{auth_authen}|ada@x.test|{auth_type}|SASL|",
              "M <eve@x.test>|",
              "D R{rcpt_addr}|ada@x.test|",
              "R <ada@x.test>|",
              "D R{rcpt_addr}|bob@x.test|",
              "R <bob@x.test>|",
              "D Ti|q1|",
              "T ",
              "L From| a@x.test|",
              "L Subject| hi\n there|",
              "N ",
              "B hello\r\n",
              "E "),
          heard.subList(0, 17)); // and then it says goodbye
    }
  }

  @Test
  void leavesOutWhatTheFilterDoesNotWant() throws IOException {
    int steps =
        MilterOptions.NO_CONNECT
            | MilterOptions.NO_HELO
            | MilterOptions.NO_BODY
            | MilterOptions.NO_DATA
            | MilterOptions.QUIET_HEADERS;
    // It would answer to fields, and the answer would be taken for another's.
    try (var milter = new FakeMilter(steps, Map.of('L', List.of()))) {
      assertEquals(Opinion.NONE, ask(milter));
      String all = String.join("\n", milter.heard);
      assertFalse(all.contains("c.test") || all.contains("hello") || all.contains("\nT "), all);
      assertTrue(all.contains("L From|a@x.test|"), all);
    }
  }

  @Test
  void sendsALargeBodyInPieces() throws IOException {
    try (var milter = new FakeMilter(MilterOptions.QUIET_BODY, Map.of('B', List.of()))) {
      ask(milter.address(), TIME, TEXT + "x".repeat(200_000), "ada@x.test");
      List<String> pieces = milter.heard.stream().filter(l -> l.startsWith("B ")).toList();
      assertEquals(
          List.of("B 65535 octets", "B 65535 octets", "B 65535 octets", "B 3402 octets"), pieces);
    }
  }

  @Test
  void doesNotSendWhatIsSkipped() throws IOException {
    try (var milter = new FakeMilter(0, Map.of('B', List.of(MilterPacket.of('s'))))) {
      ask(milter.address(), TIME, TEXT + "x".repeat(200_000), "ada@x.test");
      assertEquals(1, milter.heard.stream().filter(l -> l.startsWith("B ")).count());
    }
  }

  @Test
  void understandsDecisions() throws IOException {
    var all =
        Map.of(
            strings('y', "550 5.7.1 Gtube pattern"),
                Opinion.of(Opinion.Action.REJECT, "Gtube pattern"),
            strings('y', "451 4.7.1 Greylisted"), Opinion.of(Opinion.Action.LATER, "Greylisted"),
            strings('y', "554 no"), Opinion.of(Opinion.Action.REJECT, "no"),
            MilterPacket.of('d'), Opinion.of(Opinion.Action.DISCARD, ""),
            MilterPacket.of('a'), Opinion.NONE);
    for (char when : new char[] {'C', 'M', 'N', 'B', 'E'}) {
      for (var one : all.entrySet()) {
        try (var milter = new FakeMilter(0, Map.of(when, List.of(one.getKey())))) {
          assertEquals(one.getValue(), ask(milter), when + " " + one.getKey());
        }
      }
    }
  }

  @Test
  void takesWhatItWantsChanged() throws IOException {
    var insert = new MilterPacket('i', "\0\0\0\1X-Spamd-Bar\0+++\0".getBytes(ISO_8859_1));
    List<MilterPacket> end =
        List.of(
            MilterPacket.of('p'),
            strings('h', "X-Spam", "Yes"),
            insert,
            strings('+', "<eve@x.test>"),
            strings('b', "another body"),
            strings('b', "and more"),
            strings('q', "looks like junk"),
            MilterPacket.of('c'));
    try (var milter = new FakeMilter(0, Map.of('E', end))) {
      assertEquals(
          new Opinion(
              Opinion.Action.JUNK,
              "looks like junk",
              0,
              List.of(new Opinion.Field("X-Spam", "Yes"), new Opinion.Field("X-Spamd-Bar", "+++")),
              List.of("add a recipient", "change the body")),
          ask(milter));
    }
  }

  @Test
  void aMessageIsRefusedWhenAllItsRecipientsAre() throws IOException {
    Map<Character, List<MilterPacket>> no = Map.of('R', List.of(strings('y', "550 5.1.1 nobody")));
    try (var milter = new FakeMilter(0, no)) {
      assertEquals(
          Opinion.of(Opinion.Action.REJECT, "nobody"), ask(milter, "a@x.test", "b@x.test"));
    }
  }

  @Test
  void whoIsNotThereOrTooSlowIsTold() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
      var silent = new MilterAddress.Inet("127.0.0.1", free);
      IOException late =
          assertThrows(
              SocketTimeoutException.class,
              () -> ask(silent, Duration.ofMillis(300), TEXT, "ada@x.test"));
      assertTrue(String.valueOf(late.getMessage()).contains("no answer"), late.toString());
    }
    var gone = new MilterAddress.Inet("127.0.0.1", free);
    assertThrows(IOException.class, () -> ask(gone, TIME, TEXT, "ada@x.test"));
    var nowhere = new MilterAddress.Unix("/nowhere/milter.sock");
    assertThrows(IOException.class, () -> ask(nowhere, TIME, TEXT, "ada@x.test"));
  }

  @Test
  void whatMakesNoSenseIsTold() throws IOException {
    for (MilterPacket answer :
        List.of(
            MilterPacket.of('!'),
            strings('h', "X-Early", "1"),
            strings('y', "250 fine"),
            MilterPacket.of('i'))) {
      try (var milter = new FakeMilter(0, Map.of('C', List.of(answer)))) {
        assertThrows(IOException.class, () -> ask(milter), answer.toString());
      }
    }
  }

  @Test
  void speaksToSocketsAmongFiles(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("milter.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual()
          .start(() -> {
            try (var one = server.accept()) {
              one.write(java.nio.ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 'c'}));
              one.read(java.nio.ByteBuffer.allocate(100));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      var unix = MilterAddress.parse(path.toString()).orElseThrow();
      IOException why = assertThrows(IOException.class, () -> ask(unix, TIME, TEXT, "ada@x.test"));
      assertTrue(String.valueOf(why.getMessage()).contains("does not speak"), why.toString());
    }
  }

  @Test
  void addressesAreReadAsTheyAreWritten() {
    for (String text : List.of("127.0.0.1:11332", "[::1]:11332", "rspamd:1", "/run/x.sock")) {
      assertEquals(text, MilterAddress.parse(text).orElseThrow().toString());
    }
    for (String text : List.of("", "11332", "host:0", "host:65536", "a b:1", "run/x", "/\0")) {
      assertEquals(Optional.empty(), MilterAddress.parse(text), text);
    }
  }
}
