package org.mailstead.wire.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Identity;
import org.mailstead.wire.SelfSigned;

/** When certificates are renewed, and what is remembered of how it went. */
class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir Path folder;

  private X509Certificate certificate() throws Exception {
    var files = new CertificateFiles(folder.resolve("c"), folder.resolve("k"));
    SelfSigned.write(List.of("a.test"), files, InstantSource.fixed(NOW));
    return Identity.load(files).certificate();
  }

  @Test
  void twoThirdsOfALifeAndABitMore() throws Exception {
    for (int i = 0; i < 20; i++) {
      X509Certificate certificate = certificate();
      Instant start = certificate.getNotBefore().toInstant();
      Duration life = Duration.between(start, certificate.getNotAfter().toInstant());
      Duration age = Duration.between(start, Schedule.due(certificate, Optional.empty()));
      assertTrue(age.compareTo(life.multipliedBy(2).dividedBy(3)) >= 0, age::toString);
      assertTrue(age.compareTo(life.multipliedBy(3).dividedBy(4)) < 0, age::toString);
    }
  }

  @Test
  void theCasWindowIsForItsOwnCertificateOnly() throws Exception {
    X509Certificate certificate = certificate();
    Instant usual = Schedule.due(certificate, Optional.empty());
    var window =
        new Standing.Window(Schedule.serial(certificate), NOW, NOW.plus(Duration.ofDays(1)));
    Instant due = Schedule.due(certificate, Optional.of(window));
    assertFalse(due.isBefore(NOW) || due.isAfter(window.end()));
    assertEquals(due, Schedule.due(certificate, Optional.of(window)));
    var other = new Standing.Window("1f", NOW, NOW.plus(Duration.ofDays(1)));
    assertEquals(usual, Schedule.due(certificate, Optional.of(other)));
    var backwards = new Standing.Window(Schedule.serial(certificate), NOW, NOW.minusSeconds(1));
    assertEquals(usual, Schedule.due(certificate, Optional.of(backwards)));
  }

  @Test
  void pausesGrowToADayAndNoFurther() {
    assertEquals(Duration.ofHours(1), Schedule.pause(1));
    assertEquals(Duration.ofHours(2), Schedule.pause(2));
    assertEquals(Duration.ofHours(16), Schedule.pause(5));
    assertEquals(Duration.ofDays(1), Schedule.pause(6));
    assertEquals(Duration.ofDays(1), Schedule.pause(Integer.MAX_VALUE));
  }

  @Test
  void whatIsRememberedComesBack() {
    Standing some =
        Standing.FRESH
            .attempting(NOW)
            .failed("it said \"no\"\r\nwhy=nothing", Optional.of(NOW.plusSeconds(99_999)))
            .told(Optional.of(new Standing.Window("ab", NOW, NOW.plusSeconds(9))), NOW);
    Standing back = Standing.parse(some.toText());
    assertEquals("it said \"no\" why=nothing", back.why());
    assertEquals(some.next(), back.next());
    assertEquals(NOW.plusSeconds(99_999), back.next());
    assertEquals(some.window(), back.window());
    assertEquals(1, back.failures());
    assertEquals(Standing.FRESH, Standing.parse(Standing.FRESH.toText()));
  }

  @Test
  void anEarlierWordOfTheCaDoesNotShortenThePause() {
    Standing some = Standing.FRESH.attempting(NOW).failed("no", Optional.of(NOW.plusSeconds(1)));
    assertEquals(NOW.plus(Duration.ofHours(1)), some.next());
  }

  @Test
  void whatIsBrokenIsAsIfItWereNotThere() {
    for (String text :
        List.of("", "=", "failures=x", "next=yesterday\nfailures=3", "serial=1\nstart=")) {
      assertEquals(Standing.FRESH, Standing.parse(text), text);
    }
  }
}
