package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Pebble;
import org.mailstead.wire.Identity;
import org.mailstead.wire.KeyPairs;

/** Certificates of a real CA, which is well, or slow, or gone, or strict. */
@Timeout(120)
class RenewalsTest {
  private static final String NAME = "mail.example.test";

  @TempDir Path folder;

  private final HttpTokens tokens = new HttpTokens();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final AtomicReference<List<Wanted>> wanted = new AtomicReference<>(List.of(wanted(NAME)));
  private final List<AutoCloseable> opened = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // before each test
  private HttpServer http;

  @SuppressWarnings("NullAway.Init") // each test begins with ca()
  private CaFront front;

  private static Wanted wanted(String... names) {
    return new Wanted(names[0], List.of(names), Optional.empty());
  }

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Pebble.isThere(), "pebble is missing: install pebble");
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    http.createContext(
        HttpTokens.PATH,
        exchange -> {
          String token = exchange.getRequestURI().getPath().substring(HttpTokens.PATH.length());
          byte[] body = tokens.authorization(token).orElse("").getBytes(US_ASCII);
          exchange.sendResponseHeaders(
              body.length > 0 ? 200 : 404, body.length > 0 ? body.length : -1);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
  }

  private void ca(Pebble.Options options) throws Exception {
    Pebble pebble = Pebble.start(folder.resolve("pebble" + opened.size()), options);
    opened.add(pebble);
    front = new CaFront(folder, pebble);
    opened.add(front);
  }

  private Pebble.Options here() {
    return Pebble.Options.of(http.getAddress().getPort(), 1);
  }

  @AfterEach
  void close() throws Exception {
    http.stop(0);
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private AcmeConfig config() {
    return new AcmeConfig(
        front.directory(),
        Optional.of(front.roots()),
        Optional.of("ada@example.test"),
        Optional.empty(),
        KeyPairs.Kind.ECDSA);
  }

  private Renewals renewals(AcmeConfig config) {
    return new Renewals(config, folder.resolve("acme"), wanted::get, tokens, now::get);
  }

  private Renewals renewals() {
    return renewals(config());
  }

  private void later(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  private static X509Certificate only(Renewals renewals) throws Exception {
    assertEquals(1, renewals.files(NAME).size());
    return Identity.load(renewals.files(NAME).getFirst()).certificate();
  }

  private static Renewals.Status status(Renewals renewals) {
    return renewals.list().getFirst();
  }

  @Test
  void aCertificateIsGotOnceAndRenewedInTimeWithItsKey() throws Exception {
    ca(here());
    wanted.set(List.of(wanted(NAME, "imap.example.test")));
    Renewals renewals = renewals();
    assertEquals(List.of(), renewals.files(NAME));
    assertTrue(renewals.round());
    X509Certificate first = only(renewals);
    assertEquals(List.of("imap.example.test", NAME), sorted(first));
    first.checkValidity();
    Identity held = Identity.load(renewals.files(NAME).getFirst());
    assertEquals(2, held.chain().size());
    first.verify(held.chain().get(1).getPublicKey());
    assertEquals("", status(renewals).why());

    int asked = front.requests().size();
    assertFalse(renewals.round());
    later(Duration.ofDays(40));
    assertFalse(renewals().round(), "another process with the same home knows as much");
    assertEquals(0, front.count("POST /order-plz") - 1);
    assertTrue(front.requests().size() <= asked + 2, "no more than a look into the directory");

    later(Duration.ofDays(30)); // past two thirds of 90 days and the jitter
    assertTrue(renewals.round());
    X509Certificate second = only(renewals);
    assertNotEquals(first.getSerialNumber(), second.getSerialNumber());
    assertEquals(first.getPublicKey(), second.getPublicKey(), "TLSA records stay true");
    assertEquals(1, front.count("POST /sign-me-up"), "one account for all");
  }

  @Test
  void aKeyIsChangedByCommandOnly() throws Exception {
    ca(here());
    Renewals renewals = renewals();
    assertTrue(renewals.round());
    X509Certificate first = only(renewals);
    var next = renewals.nextKey(NAME);
    assertEquals(next, renewals.nextKey(NAME), "asked for again it is the same");
    assertEquals(Optional.of(next), status(renewals).waiting());
    renewals.renew(NAME);
    assertEquals(first.getPublicKey(), only(renewals).getPublicKey());
    renewals.rotate(NAME);
    assertEquals(next, only(renewals).getPublicKey());
    assertEquals(Optional.empty(), status(renewals).waiting());
  }

  @Test
  void whatIsSecretIsForItsOwnerOnly() throws Exception {
    ca(here());
    renewals().round();
    try (var files = Files.walk(folder.resolve("acme"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void rsaIsThereForThoseWhoNeedIt() throws Exception {
    ca(here());
    AcmeConfig some = config();
    Renewals renewals =
        renewals(
            new AcmeConfig(
                some.directory(),
                some.roots(),
                Optional.empty(),
                Optional.empty(),
                KeyPairs.Kind.RSA));
    assertTrue(renewals.round());
    assertEquals("RSA", only(renewals).getPublicKey().getAlgorithm());
    X509Certificate first = only(renewals);
    renewals.renew(NAME);
    assertEquals(first.getPublicKey(), only(renewals).getPublicKey());
  }

  @Test
  void badNoncesAreAnsweredWithPatience() throws Exception {
    ca(here().with("PEBBLE_WFE_NONCEREJECT", "40"));
    assertTrue(renewals().round(), () -> status(renewals()).why());
  }

  @Test
  void aCaThatIsGoneIsLeftAloneForLongerAndLonger() throws Exception {
    ca(here());
    front.fault(_ -> Optional.of(CaFront.BROKEN));
    Renewals renewals = renewals();
    assertFalse(renewals.round());
    assertTrue(
        status(renewals).why().startsWith("the CA cannot be reached"), status(renewals).why());
    int asked = front.requests().size();
    for (int i = 0; i < 50; i++) {
      later(Duration.ofMinutes(1));
      assertFalse(renewals().round(), "also for processes that start anew");
    }
    assertEquals(asked, front.requests().size());
    later(Duration.ofMinutes(15));
    assertFalse(renewals.round());
    assertEquals(2, status(renewals).failures());
    later(Duration.ofMinutes(90));
    assertFalse(renewals.round(), "it is two hours now");
    assertEquals(2, status(renewals).failures());
    front.healthy();
    later(Duration.ofMinutes(40));
    assertTrue(renewals.round());
    assertEquals(0, status(renewals).failures());
    assertEquals("", status(renewals).why());
  }

  @Test
  void aCaSaysWhenItWantsToBeAskedAgain() throws Exception {
    ca(here());
    front.fault(request ->
        request.startsWith("POST /order-plz")
            ? Optional.of(CaFront.problem(429, "rateLimited", "Retry-After: 18000\r\n"))
            : Optional.empty());
    Renewals renewals = renewals();
    assertFalse(renewals.round());
    assertEquals("the CA was asked too often: it is so", status(renewals).why());
    front.healthy();
    later(Duration.ofHours(4));
    assertFalse(renewals.round());
    later(Duration.ofHours(2));
    assertTrue(renewals.round());
  }

  @Test
  void aNameThatIsNotOursIsToldAndTriedAgainLater() throws Exception {
    ca(Pebble.Options.of(1, 1)); // where nobody listens
    Renewals renewals = renewals();
    NotIssued e = assertThrows(NotIssued.class, () -> renewals.renew(NAME));
    assertTrue(e.why().startsWith(NAME + ": "), e.why());
    assertTrue(e.why().contains("is the port open from outside?"), e.why());
    assertEquals(e.why(), status(renewals).why());
    assertThrows(NotIssued.class, () -> renewals.renew(NAME), "a new order, not the failed one");
    assertEquals(2, front.count("POST /order-plz"));
    assertEquals(List.of(), renewals.files(NAME));
  }

  @Test
  void aProcessThatIsKilledBeforeItHasTheCertificateFetchesItLater() throws Exception {
    ca(here());
    front.fault(request ->
        request.startsWith("POST /certZ/") ? Optional.of(CaFront.BROKEN) : Optional.empty());
    assertFalse(renewals().round());
    front.healthy();
    Renewals after = renewals();
    after.renew(NAME);
    assertEquals(NAME, Identity.namesOf(only(after)).getFirst());
    assertEquals(1, front.count("POST /order-plz"));
    assertEquals(1, front.count("POST /finalize-order/"));
  }

  @Test
  void aProcessThatIsKilledBeforeItSendsTheKeyGoesOnWithTheOrder() throws Exception {
    ca(here());
    front.fault(request ->
        request.startsWith("POST /finalize-order/")
            ? Optional.of(CaFront.BROKEN)
            : Optional.empty());
    assertFalse(renewals().round());
    front.healthy();
    Renewals after = renewals();
    after.renew(NAME);
    assertEquals(1, after.files(NAME).size());
    assertEquals(1, front.count("POST /order-plz"));
  }

  @Test
  void anOrderOfOtherNamesIsNotTakenUp() throws Exception {
    ca(here());
    front.fault(request ->
        request.startsWith("POST /finalize-order/")
            ? Optional.of(CaFront.BROKEN)
            : Optional.empty());
    assertFalse(renewals().round());
    front.healthy();
    wanted.set(List.of(wanted(NAME, "imap.example.test")));
    Renewals after = renewals();
    after.renew(NAME);
    assertEquals(2, Identity.namesOf(only(after)).size());
    assertEquals(2, front.count("POST /order-plz"));
  }

  @Test
  void aClockThatIsWrongIsNoticedAndTheCaNotAskedAllTheTime() throws Exception {
    ca(here());
    now.set(Instant.parse("2040-01-01T00:00:00Z"));
    Renewals renewals = renewals();
    assertTrue(renewals.round());
    assertTrue(status(renewals).why().contains("is wrong"), status(renewals).why());
    for (int i = 0; i < 20; i++) {
      later(Duration.ofHours(1));
      assertFalse(renewals.round());
    }
    assertEquals(1, front.count("POST /order-plz"));
  }

  @Test
  void newNamesGetANewCertificate() throws Exception {
    ca(here());
    Renewals renewals = renewals();
    assertTrue(renewals.round());
    wanted.set(List.of(wanted(NAME, "imap.example.test"), wanted("mta-sts.example.test")));
    assertTrue(renewals.round(), "the second certificate");
    assertEquals(2, renewals.files(NAME).size());
    assertEquals(1, Identity.load(renewals.files(NAME).getFirst()).names().size());
    later(Duration.ofDays(1));
    assertTrue(renewals.round());
    assertEquals(2, Identity.load(renewals.files(NAME).getFirst()).names().size());
  }

  @Test
  void anObstacleIsToldAndTheCaNotAsked() throws Exception {
    ca(here());
    wanted.set(List.of(new Wanted(NAME, List.of(NAME), Optional.of("it has no address"))));
    Renewals renewals = renewals();
    assertFalse(renewals.round());
    assertEquals("it has no address", status(renewals).why());
    assertThrows(NotIssued.class, () -> renewals.renew(NAME));
    assertEquals(List.of(), front.requests());
  }

  @Test
  void anAccountThatTheCaGaveIsNamed() throws Exception {
    String secret = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    ca(here().onlyFor("customer-7", secret));
    Renewals without = renewals();
    assertFalse(without.round());
    assertTrue(status(without).why().contains("acme_account"), status(without).why());
    AcmeConfig some = config();
    var binding = new AcmeConfig.Binding("customer-7", secret);
    Renewals with =
        renewals(
            new AcmeConfig(
                some.directory(), some.roots(), some.contact(), Optional.of(binding), some.kind()));
    with.renew(NAME);
    assertEquals(1, with.files(NAME).size());
    assertFalse(some.toString().contains(secret) || binding.toString().contains(secret));
  }

  @Test
  void aCaThatForgotUsGetsANewAccount() throws Exception {
    ca(here());
    Renewals renewals = renewals();
    assertTrue(renewals.round());
    int before = front.directory().getPort();
    ca(here());
    int after = front.directory().getPort();
    Path accounts = folder.resolve("acme/accounts");
    String url = Files.readString(accounts.resolve("localhost_" + before + ".url"));
    Files.writeString(
        accounts.resolve("localhost_" + after + ".url"), url.replace(":" + before, ":" + after));
    Renewals again = renewals();
    NotIssued e = assertThrows(NotIssued.class, () -> again.renew(NAME));
    assertTrue(e.why().startsWith("the CA has forgotten our account"), e.why());
    again.renew(NAME);
    assertEquals("", status(again).why());
  }

  @Test
  void aCaWithItsOwnMindOnRenewalIsHeard() throws Exception {
    ca(here());
    Renewals renewals = renewals();
    assertTrue(renewals.round());
    Instant start = now.get().plus(Duration.ofDays(10));
    front.fault(request -> {
      if (request.equals("GET /dir")) {
        String base = front.directory().toString().replace("/dir", "");
        return Optional.of(
            json(
                """
                {"newNonce":"%1$s/nonce-plz","newAccount":"%1$s/sign-me-up",
                 "newOrder":"%1$s/order-plz","renewalInfo":"%1$s/when"}
                """
                    .formatted(base)));
      }
      return request.startsWith("GET /when/")
          ? Optional.of(
              json(
                  "{\"suggestedWindow\":{\"start\":\"%s\",\"end\":\"%s\"}}"
                      .formatted(start, start.plus(Duration.ofDays(2)))))
          : Optional.empty();
    });
    later(Duration.ofDays(1));
    assertFalse(renewals.round());
    assertEquals(1, front.count("GET /when/"));
    Instant due = status(renewals).due().orElseThrow();
    assertTrue(!due.isBefore(start) && due.isBefore(start.plus(Duration.ofDays(2))), due::toString);
    later(Duration.ofDays(12));
    assertTrue(renewals.round());
  }

  private static String json(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nRetry-After: 21600\r\nConnection: close\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  private static List<String> sorted(X509Certificate certificate) {
    return Identity.namesOf(certificate).stream().sorted().toList();
  }
}
