package org.mailstead.identity.signin;

import java.time.Duration;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/** All passwords lie here. */
final class Nowhere implements Elsewhere {
  @Override
  public boolean decides(String domain) {
    return false;
  }

  @Override
  public boolean checksAny() {
    return false;
  }

  @Override
  public boolean looksUp(String domain) {
    return false;
  }

  @Override
  public Verdict check(EmailAddress address, String password) {
    return new Verdict.Wrong();
  }

  @Override
  public Standing look(EmailAddress address) {
    return new Standing.Unknown("the password lies here");
  }

  @Override
  public Groups groups(String domain) {
    return new Groups.None();
  }

  @Override
  public boolean makesAccounts(String domain) {
    return false;
  }

  @Override
  public boolean vouchesForFactors(String domain) {
    return false;
  }

  @Override
  public Duration remember(String domain) {
    return Duration.ZERO;
  }

  @Override
  public Changing changing(String domain) {
    return new Changing.Here();
  }

  @Override
  public Optional<String> change(EmailAddress address, String old, String fresh) {
    return Optional.of("the password lies here");
  }

  @Override
  public void close() {}
}
