package org.mailstead.filter.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcSealer;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.filter.dmarc.DmarcPolicy;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.spf.SpfIdentity;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** All checks of a message together. */
class OriginTest {
  private static final InstantSource NOW =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
  private static final InetAddress CLIENT = FakeDns.ip("192.0.2.7");
  private static final SigningKey KEY =
      SigningKey.generate(new KeyName("example.org", "s"), Algorithm.ED25519_SHA256);
  private static final SigningKey LIST =
      SigningKey.generate(new KeyName("lists.test", "l"), Algorithm.ED25519_SHA256);
  private static final String TEXT =
      "From: Ada <ada@example.org>\r\nTo: b@x.test\r\nSubject: hi\r\n\r\nhello\r\n";

  private final FakeDns dns =
      new FakeDns()
          .txt("example.org", "v=spf1 ip4:192.0.2.7 -all")
          .txt("mail.example.org", "v=spf1 a -all")
          .with("mail.example.org", "A", "192.0.2.7")
          .with(FakeDns.reverse(CLIENT), "PTR", "mail.example.org")
          .txt("_dmarc.example.org", "v=DMARC1; p=reject")
          .txt(KEY.name().dnsName(), KEY.dnsRecord())
          .txt(LIST.name().dnsName(), LIST.dnsRecord());

  private static OriginChecks checks(Resolver resolver, Duration time) {
    return new OriginChecks(resolver, new Organizations.TreeWalk(), "mx.test", NOW, time);
  }

  private Origin check(Envelope envelope, String text) {
    return check(dns, Duration.ofSeconds(10), envelope, text);
  }

  private static Origin check(Resolver resolver, Duration time, Envelope envelope, String text) {
    OriginCheck check = checks(resolver, time).begin(envelope);
    var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx.test", check);
    byte[] octets = text.getBytes(ISO_8859_1);
    try {
      for (int at = 0; at < octets.length; at += 10) {
        flow.write(octets, at, Math.min(10, octets.length - at));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    flow.finish();
    return check.finish();
  }

  private static Envelope from(String sender) {
    return new Envelope(CLIENT, "mail.example.org", sender);
  }

  private static SignedMessage message(String text) throws IOException {
    return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
  }

  private static String signed(String text) throws IOException {
    return new DkimSigner(SigningPolicy.DEFAULT, NOW).sign(message(text), List.of(KEY)) + text;
  }

  @Test
  void everythingAboutAGoodMessage() throws Exception {
    Origin origin = check(from("ada@example.org"), signed(TEXT));
    AuthenticationResults results = origin.results("mx.test");
    String line = results.payload().replaceAll("header.b=[^;]+", "header.b=X");
    assertEquals(
        "mx.test; dmarc=pass header.from=example.org policy.dmarc=reject;"
            + " dkim=pass header.d=example.org header.i=@example.org header.s=s"
            + " header.a=ed25519-sha256 header.b=X;"
            + " spf=pass (ip4:192.0.2.7) smtp.mailfrom=ada@example.org;"
            + " spf=pass (a) smtp.helo=mail.example.org;"
            + " arc=none; iprev=pass (mail.example.org) policy.iprev=192.0.2.7",
        line);
    AuthenticationResults.parse(results.payload());
    assertEquals(5, origin.explanations().size());
    assertEquals(Optional.empty(), Handling.DEFAULT.refusal(origin));
  }

  @Test
  void itIsToldWhatSaysHowToLeaveAListUnchanged() throws Exception {
    String list =
        """
        List-Unsubscribe: <https://example.org/u>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        """
            .replace("\n", "\r\n");
    String good = signed(list + TEXT);
    assertTrue(tells(good).contains(" dkim=pass policy.unsubscribe=signed header.d="), tells(good));
    String added = "List-Unsubscribe: <https://evil.test/u>\r\n";
    String unsigned =
        new DkimSigner(new SigningPolicy(List.of("from"), List.of(), Optional.empty()), NOW)
                .sign(message(list + TEXT), List.of(KEY))
            + list
            + TEXT;
    String half = list.substring(0, list.indexOf("\r\n") + 2);
    for (String bad : List.of(added + good, unsigned, signed(half + TEXT), signed(TEXT))) {
      assertFalse(tells(bad).contains("policy.unsubscribe"), bad);
    }
    String changed = good.replace("example.org/u>", "evil.test/u>");
    assertFalse(tells(changed).contains("policy.unsubscribe"), changed);
  }

  private String tells(String text) {
    return check(from("ada@example.org"), text).results("mx.test").payload();
  }

  @Test
  void reportsHaveNoSender() {
    Origin origin = check(from(""), TEXT);
    assertEquals(SpfIdentity.MAIL_FROM, origin.helo().identity());
    String line = origin.results("mx.test").payload();
    assertTrue(line.contains("spf=pass (a) smtp.helo=mail.example.org"), line);
    assertFalse(line.contains("mailfrom"), line);
    assertTrue(origin.dmarc().passed()); // by the client's own name, RFC 7208 section 2.4
  }

  @Test
  void aForgeryIsRefusedUnlessThatIsSwitchedOff() {
    Origin origin = check(new Envelope(FakeDns.ip("198.51.100.1"), "x", "a@example.org"), TEXT);
    assertEquals(DmarcPolicy.REJECT, origin.dmarc().disposition());
    String why = Handling.DEFAULT.refusal(origin).orElseThrow();
    assertTrue(why.contains("example.org"), why);
    assertEquals(Optional.empty(), new Handling(false, Set.of()).refusal(origin));
    String line = origin.results("mx.test").payload();
    assertTrue(line.contains("spf=fail reason="), line);
    assertTrue(line.contains("iprev=permerror policy.iprev=198.51.100.1"), line);
  }

  @Test
  void aListThatIsTrustedMayChangeWhatItPassesOn() throws Exception {
    String arrived = signed(TEXT);
    String changed = arrived.replace("Subject: hi", "Subject: [list] hi");
    var sealer = new ArcSealer(LIST, ArcSealer.POLICY, NOW);
    String sealed =
        sealer.seal(message(changed), new Arc.None(), "lists.test; dkim=pass") + changed;
    var envelope = new Envelope(FakeDns.ip("198.51.100.1"), "lists.test", "bounce@lists.test");
    Origin origin = check(envelope, sealed);
    assertEquals("pass", origin.chain().code());
    assertTrue(Handling.DEFAULT.refusal(origin).isPresent());
    var trusting = new Handling(true, Set.of("lists.test"));
    assertEquals(Optional.empty(), trusting.refusal(origin));
    assertEquals(Optional.of("lists.test"), trusting.forwarder(origin));
    assertTrue(new Handling(true, Set.of("ists.test")).refusal(origin).isPresent());
    // Who is trusted must have been the last: behind it anybody could have changed anything.
    SigningKey eve = SigningKey.generate(new KeyName("evil.test", "e"), Algorithm.ED25519_SHA256);
    dns.txt(eve.name().dnsName(), eve.dnsRecord());
    String again =
        new ArcSealer(eve, ArcSealer.POLICY, NOW)
            .seal(message(sealed), origin.chain(), "evil.test; none");
    Origin later = check(envelope, again + sealed);
    assertEquals("pass", later.chain().code());
    assertTrue(trusting.refusal(later).isPresent());
  }

  /** A DNS that never says anything. */
  private static Resolver silent() {
    var never = new CountDownLatch(1);
    return (Resolver)
        Proxy.newProxyInstance(
            OriginTest.class.getClassLoader(),
            new Class<?>[] {Resolver.class},
            (_, _, _) -> {
              never.await();
              return new Answer.NoData<>();
            });
  }

  @Test
  void aDnsThatNeverAnswersHoldsNoMessage() throws Exception {
    Origin origin = check(silent(), Duration.ofMillis(200), from("ada@example.org"), signed(TEXT));
    assertEquals("temperror", origin.mailFrom().result().code());
    assertEquals("temperror", origin.signatures().getFirst().result().code());
    assertEquals("temperror", origin.dmarc().result().code());
    assertEquals("temperror", origin.iprev().result().code());
    assertEquals(Optional.empty(), Handling.DEFAULT.refusal(origin));
  }

  @Test
  void namesThatDoNotLeadBack() {
    InetAddress other = FakeDns.ip("192.0.2.8");
    dns.with(FakeDns.reverse(other), "PTR", "mail.example.org");
    Origin origin = check(new Envelope(other, "x", "a@example.org"), TEXT);
    assertEquals(new Iprev.Result.Fail("mail.example.org"), origin.iprev().result());
  }
}
