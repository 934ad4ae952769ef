package org.mailstead.it;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.store.Accounts;
import org.mailstead.store.RocksConfig;
import org.mailstead.store.RocksEngine;
import org.mailstead.store.Watchers;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * What a sign-in costs, and how long its owner waits while many guess: run by hand, see
 * docs/benchmarks.md.
 */
final class SignInMeasure {
  private static final int ACCOUNTS = 1000;
  private static final int ROUNDS = 7;
  private static final int GUESSERS = 500;

  private final Accounts store;
  private final Credentials credentials;
  private final Authenticator authenticator;
  private final String[] passwords = new String[ACCOUNTS];
  private final InetAddress home = InetAddress.ofLiteral("192.0.2.1");
  private final InetAddress[] strangers = new InetAddress[GUESSERS];

  private SignInMeasure(RocksEngine engine) {
    store = new Accounts(engine, new Watchers());
    var directory = new Directory(store, new byte[32]);
    var changes = new DirectoryChanges(directory, InstantSource.system());
    changes.addDomain("example.test", TenantId.FIRST);
    credentials =
        new Credentials(
            store, directory, new Secrets(new byte[32]), SignInConfig.NONE, InstantSource.system());
    authenticator = new Authenticator(store, directory, credentials, InstantSource.system());
    for (int i = 0; i < ACCOUNTS; i++) {
      Account account = changes.addAccount(address(i), "");
      passwords[i] =
          credentials.appPasswords().make(account.id(), "x", AppPassword.Terms.EVERYTHING).text();
      if (i < 10) {
        credentials.passwords().set(account.id(), "the owner's own");
      }
    }
    Arrays.setAll(strangers, i -> InetAddress.ofLiteral("10." + (i >> 8) + "." + (i & 255) + ".1"));
  }

  private static EmailAddress address(int i) {
    return EmailAddress.parse("u" + i + "@example.test").orElseThrow();
  }

  private void signIn(int i, String password, InetAddress from) {
    authenticator.password(
        address(i).toString(), password, new Attempt(Protocol.IMAP, from, "measure"));
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void appPasswords() {
    for (int round = 0; round < ROUNDS; round++) {
      long cpu = cpuNanos();
      for (int n = 0; n < 100_000; n++) {
        int i = n % ACCOUNTS;
        signIn(i, passwords[i], home);
      }
      double micros = (cpuNanos() - cpu) / 1e3 / 100_000;
      System.out.printf(
          "app password: %.1f us CPU a check, %,.0f a second and core%n", micros, 1e6 / micros);
    }
  }

  private void flood() throws InterruptedException {
    signIn(0, "the owner's own", home);
    var going = new AtomicBoolean(true);
    var guesses = new AtomicLong();
    var refused = new AtomicLong();
    var ended = new Semaphore(0);
    for (int g = 0; g < GUESSERS; g++) {
      int guesser = g;
      Thread.startVirtualThread(() -> {
        for (int n = 0; going.get(); n++) {
          try {
            signIn((guesser + n) % ACCOUNTS, "guess " + n, strangers[guesser]);
          } catch (Refused e) {
            (e.problem().key().equals("login.failed") ? guesses : refused).incrementAndGet();
          }
          pause();
        }
        ended.release();
      });
    }
    Thread.sleep(Duration.ofSeconds(3));
    double[] known = new double[20];
    double[] app = new double[20];
    for (int n = 0; n < known.length; n++) {
      credentials.passwords().set(directoryAccount(), "the owner's own " + n); // nothing remembered
      long from = System.nanoTime();
      signIn(0, "the owner's own " + n, home);
      known[n] = (System.nanoTime() - from) / 1e6;
      from = System.nanoTime();
      signIn(1, passwords[1], strangers[0]);
      app[n] = (System.nanoTime() - from) / 1e6;
    }
    going.set(false);
    ended.acquire(GUESSERS);
    Arrays.sort(known);
    Arrays.sort(app);
    System.out.printf(
        "%d guessers, %d guesses checked, %d refused unread;%n",
        GUESSERS, guesses.get(), refused.get());
    System.out.printf(
        "the owner by password from home: median %.0f ms, worst %.0f ms; a phone by app password from"
            + " anywhere: median %.1f ms, worst %.1f ms%n",
        known[known.length / 2], known[known.length - 1], app[app.length / 2], app[app.length - 1]);
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "heap in use %d MiB of at most %d%n",
        (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
  }

  private org.mailstead.words.AccountId directoryAccount() {
    return authenticator.known(address(0).toString()).orElseThrow().account();
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("signin");
    try (RocksEngine engine =
        RocksEngine.open(folder, RocksConfig.DEFAULT, InstantSource.system())) {
      var measure = new SignInMeasure(engine);
      measure.appPasswords();
      measure.flood();
      measure.authenticator.close();
    }
  }
}
