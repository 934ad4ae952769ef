package org.mailstead.post;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.smime.SmimeVerifier;
import org.mailstead.filter.smime.TrustedRoots;
import org.mailstead.post.SignedMail.Signature;
import org.mailstead.post.SignedMail.Standing;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.SignedMessage;
import org.mailstead.testkit.Signer;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Signatures are verified when somebody asks, and what was found is kept. */
class SignedMailTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private final Signer root = Signer.named("CN=Root", clock.instant()).authority().bySelf();
  private final Signer cara =
      Signer.named("CN=Cara", clock.instant()).mail("cara@example.test").by(root);
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private SignedMail trusting(Signer... some) {
    List<java.security.cert.X509Certificate> roots =
        java.util.Arrays.stream(some).map(Signer::certificate).toList();
    return new SignedMail(world.post, new SmimeVerifier(TrustedRoots.of(roots)), clock);
  }

  /** The number of one that came with trace fields before it, as mail from outside does. */
  private long arrived() {
    String message =
        SignedMessage.of("From: cara@example.test\r\n", "Content-Type: text/plain\r\n\r\nhello\r\n")
            .at(clock.instant())
            .by(cara)
            .detached();
    byte[] prefix = "Received: by example.test\r\n".getBytes(US_ASCII);
    NewMessage made = world.message(ada, message.getBytes(ISO_8859_1), Set.of(), prefix);
    int uid = world.post.messages().append(ada, inbox, List.of(made)).uids().getFirst();
    var view = world.post.view(ada, inbox);
    return view.get(view.indexOf(uid)).email();
  }

  private Signature look(SignedMail signed, long number) {
    try (SignedMail.Round round = signed.round(ada)) {
      return round.of(world.post.emails().get(ada, number)).orElseThrow();
    }
  }

  private Optional<byte[]> row(long number) {
    return world.store.read(MailKeys.partition(ada)).get(MailKeys.signature(number));
  }

  private long state() {
    return world.post.differences().states(ada).email();
  }

  @Test
  void whatWasFoundIsKeptForADay() {
    long number = arrived();
    assertEquals(Optional.empty(), row(number), "delivery does not look");
    SignedMail signed = trusting(root);
    Signature first = look(signed, number);
    assertEquals(Standing.VERIFIED, first.now());
    long version = world.post.version(ada);
    clock.pass(DAY.minusSeconds(1));
    assertEquals(first, look(signed, number));
    assertEquals(version, world.post.version(ada), "nothing is written");
    clock.pass(Duration.ofSeconds(1));
    assertEquals(Optional.of(clock.instant()), look(signed, number).verifiedAt());
    assertTrue(world.post.version(ada) > version);
  }

  @Test
  void aRootThatIsAddedMakesItGoodAndOneThatIsTakenAwayWasThere() {
    long number = arrived();
    long state = state();
    Signature unknown = look(trusting(), number);
    assertEquals(List.of(Standing.FAILED, Standing.FAILED), both(unknown));
    assertEquals(state, state(), "nobody was told otherwise before");
    assertEquals(List.of(Standing.VERIFIED, Standing.VERIFIED), both(look(trusting(root), number)));
    assertTrue(state() > state);
    state = state();
    assertEquals(List.of(Standing.FAILED, Standing.VERIFIED), both(look(trusting(), number)));
    assertTrue(state() > state);
    Books.check(world, ada, new Books.Seen());
  }

  private static List<Standing> both(Signature signature) {
    return List.of(signature.now(), signature.atDelivery());
  }

  @Test
  void whatIsLookedAtLateWasGoodWhenItCame() {
    long number = arrived();
    clock.pass(DAY.multipliedBy(200));
    assertEquals(List.of(Standing.FAILED, Standing.VERIFIED), both(look(trusting(root), number)));
  }

  @Test
  void whoAsksForTooMuchIsNotAnswered() {
    long number = arrived();
    var verifier = new SmimeVerifier(TrustedRoots.of(List.of(root.certificate())));
    var hasty = new SignedMail(world.post, verifier, Duration.ZERO, clock);
    Signature none = look(hasty, number);
    assertEquals(List.of(Standing.UNVERIFIED, Standing.UNVERIFIED), both(none));
    assertEquals(Optional.empty(), none.verifiedAt());
    assertEquals(Optional.empty(), row(number));
    Signature found = look(trusting(root), number);
    assertEquals(found, look(hasty, number), "what is kept costs nothing");
  }

  @Test
  void theRowGoesWithTheEmail() {
    long number = arrived();
    assertEquals(Standing.VERIFIED, look(trusting(root), number).now());
    assertTrue(row(number).isPresent());
    List<Integer> uids = List.of(world.post.view(ada, inbox).get(0).uid());
    Email email = world.post.emails().get(ada, number);
    world.post.messages().expunge(ada, inbox, uids, false);
    clock.pass(DAY.multipliedBy(15));
    try (SignedMail.Round round = trusting(root).round(ada)) {
      assertTrue(round.of(email).isPresent());
      assertEquals(1, world.post.retention().purge(ada, clock.instant()));
    }
    assertEquals(Optional.empty(), row(number), "nothing comes back after it");
  }
}
