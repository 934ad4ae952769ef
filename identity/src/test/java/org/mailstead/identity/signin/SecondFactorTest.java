package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.SecondFactorPolicy.Rule;
import org.mailstead.identity.World;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class SecondFactorTest {
  private static final String NAME = "ada@example.test";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 11, 0.1));
  private final Account ada = world.add(NAME);
  private final TotpApps apps = world.credentials.totpApps();

  private String code(String secret, long steps) {
    byte[] bytes = Base32.decode(secret);
    return Totp.code(bytes, Totp.step(world.clock.instant()) + steps);
  }

  private String setUp() {
    TotpApps.SetUp setUp = apps.begin(ada, "Phone");
    apps.confirm(ada.id(), setUp.id(), code(setUp.secret(), 0));
    return setUp.secret();
  }

  private String refused(String password) {
    Refused e =
        assertThrows(
            Refused.class,
            () -> world.authenticator.password(NAME, password, World.attempt("192.0.2.1")));
    assertEquals(Problem.Kind.BAD_CREDENTIALS, e.problem().kind());
    return SignInText.of(e.problem());
  }

  private void signsIn(String password) {
    assertEquals(
        ada.id(),
        world.authenticator.password(NAME, password, World.attempt("192.0.2.1")).account());
  }

  @Test
  void anAppIsInUseOnceItsFirstCodeCameBack() {
    TotpApps.SetUp setUp = apps.begin(ada, "Phone");
    assertEquals(
        "otpauth://totp/Example:ada%40example.test?secret=" + setUp.secret() + "&issuer=Example",
        setUp.uri());
    assertFalse(setUp.toString().contains(setUp.secret()));
    assertEquals(List.of(), apps.list(ada.id()));
    assertFalse(apps.take(ada.id(), code(setUp.secret(), 0)));
    Refused e = assertThrows(Refused.class, () -> apps.confirm(ada.id(), setUp.id(), "000000"));
    assertEquals("factor.code", e.problem().key());
    apps.confirm(ada.id(), setUp.id(), code(setUp.secret(), 0));
    assertEquals("Phone", apps.list(ada.id()).getFirst().name());
    assertThrows(Refused.class, () -> apps.confirm(ada.id(), 4711, "000000"));
  }

  @Test
  void aCodeCountsOnceAndOnlyForAShortTime() {
    String secret = setUp();
    assertFalse(apps.take(ada.id(), code(secret, 0)), "the code of the set-up is used up");
    assertTrue(apps.take(ada.id(), code(secret, 1)), "a clock may be a little ahead");
    assertFalse(apps.take(ada.id(), code(secret, 1)));
    assertFalse(apps.take(ada.id(), code(secret, 0)), "one before a used one");
    assertFalse(apps.take(ada.id(), code(secret, 2)));
    world.clock.pass(Duration.ofMinutes(2));
    assertFalse(apps.take(ada.id(), code(secret, -2)));
    assertTrue(
        apps.take(
            ada.id(),
            " " + code(secret, -1).substring(0, 3) + " " + code(secret, -1).substring(3)));
    assertFalse(apps.take(ada.id(), ""));
    assertFalse(apps.take(ada.id(), "12345"));
    Account bob = world.add("bob@example.test");
    assertFalse(apps.take(bob.id(), code(secret, 0)));
  }

  @Test
  void oneOfManyThatTryTheSameCodeGetsIn() throws Exception {
    String secret = setUp();
    world.clock.pass(Duration.ofMinutes(5));
    String code = code(secret, 0);
    var taken = new Semaphore(0);
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(_ ->
                Thread.startVirtualThread(() -> {
                  if (apps.take(ada.id(), code)) {
                    taken.release();
                  }
                }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, taken.availablePermits());
  }

  @Test
  void aSecretOfOneAccountDoesNotOpenForAnother() {
    Secrets secrets = world.credentials.secrets();
    byte[] sealed = secrets.seal(ada.id(), "totp", new byte[] {1, 2, 3});
    Account bob = world.add("bob@example.test");
    assertTrue(secrets.open(ada.id(), "totp", sealed).isPresent());
    assertTrue(secrets.open(bob.id(), "totp", sealed).isEmpty());
    assertTrue(secrets.open(ada.id(), "other", sealed).isEmpty());
    sealed[20] ^= 1;
    assertTrue(secrets.open(ada.id(), "totp", sealed).isEmpty());
    assertTrue(secrets.open(ada.id(), "totp", new byte[3]).isEmpty());
  }

  @Test
  void recoveryCodesCountOnceEach() {
    RecoveryCodes codes = world.credentials.recoveryCodes();
    List<String> first = codes.renew(ada.id());
    assertEquals(10, new HashSet<>(first).size());
    assertTrue(
        codes.take(ada.id(), first.get(3).toUpperCase(java.util.Locale.ROOT).replace("-", " ")));
    assertFalse(codes.take(ada.id(), first.get(3)));
    assertEquals(9, codes.left(ada.id()));
    codes.renew(ada.id());
    assertFalse(codes.take(ada.id(), first.get(4)));
    assertFalse(codes.take(world.add("bob@example.test").id(), first.get(5)));
    assertEquals(10, codes.left(ada.id()));
  }

  @Test
  void withASecondFactorProgramsNeedAPasswordOfTheirOwnAndAreToldSo() throws Exception {
    world.passwords.set(ada.id(), "a long secret");
    Login before = world.authenticator.password(NAME, "a long secret", World.attempt("192.0.2.1"));
    var ended = new Semaphore(0);
    try (Stay _ = world.authenticator.enter(before, World.attempt("192.0.2.1"), ended::release)) {
      setUp();
      assertTrue(ended.tryAcquire(20, TimeUnit.SECONDS), "what the password had opened goes on");
    }
    assertEquals(
        "this account has a second factor: use an app password, made at"
            + " https://mail.example.test/account",
        refused("a long secret"));
    assertEquals("wrong name or password", refused("another"));
    signsIn(
        world
            .credentials
            .appPasswords()
            .make(ada.id(), "Phone", AppPassword.Terms.EVERYTHING)
            .text());
    world.changes.setSecondFactor("example.test", Rule.OFF, 0);
    signsIn("a long secret");
  }

  @Test
  void whereItIsRequiredPeopleHaveTheirTimeAndThenMustSetItUp() {
    world.passwords.set(ada.id(), "a long secret");
    String app =
        world
            .credentials
            .appPasswords()
            .make(ada.id(), "Phone", AppPassword.Terms.EVERYTHING)
            .text();
    world.clock.pass(Duration.ofDays(100));
    world.changes.setSecondFactor("example.test", Rule.REQUIRED, 14);
    signsIn("a long secret");
    world.clock.pass(Duration.ofDays(14));
    String why = "a second factor is required: set one up at https://mail.example.test/account";
    assertEquals(why, refused("a long secret"));
    assertEquals(why, refused(app));
    setUp();
    signsIn(app);
    Account late = world.add("late@example.test");
    assertEquals(SecondFactorRules.Standing.PASSWORD_IS_ENOUGH, world.credentials.rules().of(late));
    world.changes.setSecondFactor("example.test", Rule.REQUIRED, 0);
    assertEquals(SecondFactorRules.Standing.MUST_SET_UP, world.credentials.rules().of(late));
    assertThrows(
        Refused.class, () -> world.changes.setSecondFactor("example.test", Rule.REQUIRED, 366));
    assertThrows(Refused.class, () -> world.changes.setSecondFactor("no.test", Rule.OFF, 0));
  }

  @Test
  void anAppThatWasNeverConfirmedIsForgottenAndThereIsALimit() {
    for (int i = 0; i < 5; i++) {
      apps.begin(ada, "app " + i);
    }
    Refused e = assertThrows(Refused.class, () -> apps.begin(ada, "one more"));
    assertEquals(Problem.Kind.TOO_MANY, e.problem().kind());
    world.clock.pass(Duration.ofHours(2));
    setUp();
    apps.remove(ada.id(), apps.list(ada.id()).getFirst().id());
    assertEquals(List.of(), apps.list(ada.id()));
    assertThrows(Refused.class, () -> apps.begin(ada, " "));
  }
}
