package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcHop;
import org.mailstead.filter.dkim.ArcValidator;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.DkimVerifier;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.identity.DomainKey;
import org.mailstead.identity.DomainKeys;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Scripts;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** What was found about mail of others goes with it when it is sent on (RFC 8617). */
class SealingTest {
  private static final SigningKey AUTHOR =
      SigningKey.generate(new KeyName("two.test", "a"), Algorithm.ED25519_SHA256);
  private static final SigningKey OURS =
      SigningKey.generate(new KeyName("example.test", "r"), Algorithm.RSA_SHA256);
  private static final SigningKey OURS_TOO =
      SigningKey.generate(new KeyName("example.test", "e"), Algorithm.ED25519_SHA256);

  private static final String TEXT =
      """
      From: eve@two.test
      To: bob@example.test
      Subject: hello
      Message-ID: <1@two.test>
      Date: Mon, 2 Mar 2026 09:00:00 +0000

      Hi\s\s
      .

      """
          .replace("\n", "\r\n");

  @TempDir Path home;

  private static OtherServer server() throws IOException {
    return new OtherServer("127.0.0.2", 0);
  }

  private static Resolver dns() {
    return (Resolver)
        Proxy.newProxyInstance(
            SealingTest.class.getClassLoader(),
            new Class<?>[] {Resolver.class},
            (_, _, arguments) ->
                List.of(AUTHOR, OURS, OURS_TOO).stream()
                    .filter(key -> key.name().dnsName().equals(arguments[0]))
                    .<Answer<String>>map(key ->
                        new Answer.Found<>(List.of(key.dnsRecord()), Duration.ofHours(1), false))
                    .findFirst()
                    .orElseGet(Answer.NoSuchName::new));
  }

  private static SignedMessage message(String text) throws IOException {
    return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
  }

  private static String signed(Mailroom room, String text) throws IOException {
    return new DkimSigner(SigningPolicy.DEFAULT, room.house.clock)
            .sign(message(text), List.of(AUTHOR))
        + text;
  }

  private static Arc chain(String text) throws IOException {
    return new ArcValidator(dns(), DkimLimits.DEFAULT).validate(message(text));
  }

  private static boolean isSignedByItsAuthor(Mailroom room, String text) throws IOException {
    return new DkimVerifier(dns(), room.house.clock, DkimLimits.DEFAULT)
        .verify(message(text))
        .getFirst()
        .passed();
  }

  private static void has(Mailroom room, SigningKey... keys) {
    new DomainKeys(room.house.directory)
        .change(
            "example.test",
            _ ->
                Arrays.stream(keys)
                    .map(key ->
                        new DomainKey(
                            key.name().selector(),
                            key.secret().getEncoded(),
                            key.known().getEncoded(),
                            DomainKey.State.SIGNING,
                            room.house.clock.instant(),
                            Optional.empty()))
                    .toList());
  }

  @Test
  void whatTheServerWritesItselfIsSignedByTheDomainAboveItsName() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS, OURS_TOO);
      room.house.mayKeep(room.house.bob, 1);
      room.queue.accept(room.house.mail("q0", TEXT, House.here(room.house.bob)));
      room.settle();
      var stranger = House.address("eve@one.test");
      var mail =
          new QueuedMail(
              "q1",
              Optional.of(stranger),
              room.house.body("From: eve@one.test\r\n\r\nHi\r\n"),
              new byte[0],
              Optional.empty(),
              room.house.clock.instant(),
              QueuedMail.Options.PLAIN,
              List.of(House.here(room.house.bob)));
      room.queue.accept(mail);
      room.settle();
      for (int i = 0; i < 40 && other.messages().isEmpty(); i++) {
        room.later(Duration.ofHours(4));
        room.settle();
      }
      String report = other.messages().getFirst();
      assertTrue(report.contains("From: ") && report.contains("mailer-daemon@mx.example.test"));
      var verified =
          new DkimVerifier(dns(), room.house.clock, DkimLimits.DEFAULT).verify(message(report));
      assertEquals(2, verified.size(), report);
      assertTrue(verified.stream().allMatch(one -> one.passed()), verified.toString());
    }
  }

  /** The field that the door writes, with what it found. */
  private static String door(String arc) {
    return "Authentication-Results: mx.example.test; dmarc=pass header.from=two.test;\r\n\tarc="
        + arc
        + "\r\nReceived: from two.test by mx.example.test; x\r\n";
  }

  /** What an alias for somebody elsewhere makes of mail from outside. */
  private static void alias(Mailroom room, String id, String prefix, String text)
      throws IOException {
    List<QueuedMail.To> to = new ArrayList<>();
    for (String address : List.of("x@one.test", "y@plain.test")) {
      to.add(
          new QueuedMail.To(
              House.address(address),
              new QueuedMail.Target.Elsewhere(),
              "",
              Set.of(),
              Optional.of(new QueuedMail.Onward("example.test", true, ""))));
    }
    QueuedMail mail = room.house.mail(id, text);
    room.queue.accept(
        new QueuedMail(
            id,
            Optional.of(House.address("eve@two.test")),
            mail.body(),
            prefix.getBytes(UTF_8),
            Optional.empty(),
            mail.arrived(),
            mail.options(),
            to));
  }

  private static String told(Mailroom room, String id) {
    room.queue.traces().flush();
    return room.queue.traces().find(id).toString();
  }

  @Test
  void aliasedMailIsSealedAndItsSignatureHolds() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS_TOO, OURS);
      String sent = door("none") + signed(room, TEXT);
      alias(room, "q1", door("none"), signed(room, TEXT));
      room.settle();
      assertEquals(2, other.messages().size());
      for (String came : other.messages()) {
        assertTrue(came.startsWith("ARC-Seal: ") && came.endsWith(sent), came);
        String payload = "mx.example.test; dmarc=pass header.from=two.test; arc=none";
        assertEquals(
            new Arc.Pass(0, List.of(new ArcHop(1, "example.test", "example.test", payload))),
            chain(came));
        assertTrue(isSignedByItsAuthor(room, came), came);
        assertTrue(came.contains("rsa-sha256"), "not everybody knows the other key: " + came);
      }
      assertTrue(told(room, "q1").contains("sealed (ARC, cv=none) by example.test"));
    }
  }

  @Test
  void aChainGoesOnUntilItIsBrokenAndThenEnds() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS);
      alias(room, "q1", door("none"), signed(room, TEXT));
      room.settle();
      alias(room, "q2", door("pass"), other.messages().getLast());
      room.settle();
      String twice = other.messages().getLast();
      Arc.Pass two = assertInstanceOf(Arc.Pass.class, chain(twice));
      assertEquals(2, two.hops().size());
      assertTrue(isSignedByItsAuthor(room, twice), twice);

      String changed = twice.replace("Hi", "Ho");
      assertFalse(((Arc.Fail) chain(changed)).closed());
      alias(room, "q3", door("fail"), changed);
      room.settle();
      String broken = other.messages().getLast();
      assertTrue(broken.startsWith("ARC-Seal: ") && broken.contains("cv=fail"), broken);
      assertTrue(((Arc.Fail) chain(broken)).closed());

      int before = other.messages().size();
      alias(room, "q4", door("fail"), broken);
      room.settle();
      assertEquals(before + 2, other.messages().size());
      assertEquals(door("fail") + broken, other.messages().getLast());
      assertTrue(told(room, "q4").contains("nothing may be added"));
    }
  }

  /** The door's word counts only as far as the chain is there: a script may have taken it away. */
  @Test
  void aChainThatIsSaidToHoldAndIsInDisorderIsBroken() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS);
      alias(room, "q1", door("none"), TEXT);
      room.settle();
      String whole = other.messages().getLast();
      String half = whole.replaceFirst("ARC-Authentication-Results:", "X-Gone:");
      alias(room, "q2", door("pass"), half);
      room.settle();
      assertTrue(other.messages().getLast().contains("cv=fail"), other.messages().getLast());
      alias(room, "q3", door("pass"), TEXT);
      room.settle();
      assertEquals(1, ((Arc.Pass) chain(other.messages().getLast())).hops().size());
    }
  }

  @Test
  void withoutAKeyOrAnAnswerItGoesOnWithoutASeal() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      alias(room, "q1", door("none"), TEXT);
      room.settle();
      assertEquals(door("none") + TEXT, other.messages().getFirst());
      assertTrue(told(room, "q1").contains("example.test has no key that signs"));
      has(room, OURS);
      alias(room, "q2", "Received: from here\r\n", TEXT);
      room.settle();
      assertEquals("Received: from here\r\n" + TEXT, other.messages().getLast());
      assertTrue(told(room, "q2").contains("it was not asked who sent it"));
    }
  }

  private static void arrives(Mailroom room, String prefix, String text) throws IOException {
    var bob = room.house.bob;
    try (Arriving arriving = room.house.post.intake().begin(bob.id())) {
      byte[] bytes = text.getBytes(UTF_8);
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(bob.id());
      room.queue.deliver(
          bob.id(),
          Optional.of(House.address("eve@two.test")),
          bob.address(),
          new NewMessage(
              arrived.body(),
              ("Return-Path: <eve@two.test>\r\n" + prefix).getBytes(UTF_8),
              arrived.structure(),
              arrived.preview(),
              Set.of(),
              room.house.clock.instant().atOffset(ZoneOffset.UTC),
              List.of()),
          "k");
    }
  }

  private static void script(Mailroom room, String text) {
    var bob = room.house.bob;
    room.house.post.scripts().put(new Scripts.Account(bob.id()), "mine", text.getBytes(UTF_8));
    room.house.post.scripts().activate(bob.id(), "mine");
  }

  @Test
  void whatARuleSendsOnIsSealed() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS);
      script(room, "redirect \"x@one.test\";");
      String sent = signed(room, TEXT);
      arrives(room, door("none"), sent);
      room.settle();
      String came = other.messages().getFirst();
      assertTrue(came.endsWith("X-Loop: bob@example.test\r\n" + door("none") + sent), came);
      assertInstanceOf(Arc.Pass.class, chain(came));
      assertTrue(isSignedByItsAuthor(room, came), came);
    }
  }

  @Test
  void aScriptWritesNothingIntoWhatWeVouchFor() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      has(room, OURS);
      script(
          room,
          """
          require "editheader";
          addheader "Authentication-Results" "mx.example.test; dmarc=pass header.from=bank.test";
          addheader "X-Seen" "yes";
          redirect "x@one.test";
          """);
      arrives(room, door("none").replace("dmarc=pass", "dmarc=fail"), TEXT);
      room.settle();
      String came = other.messages().getFirst();
      Arc.Pass chain = assertInstanceOf(Arc.Pass.class, chain(came));
      assertTrue(came.contains("X-Seen: yes"), came);
      assertTrue(chain.hops().getFirst().results().contains("dmarc=fail"), came);
      assertFalse(chain.hops().getFirst().results().contains("bank.test"), came);
    }
  }
}
