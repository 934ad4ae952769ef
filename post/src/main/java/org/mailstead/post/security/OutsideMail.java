package org.mailstead.post.security;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.RecoveryMail;
import org.mailstead.post.queue.OwnMail;
import org.mailstead.words.EmailAddress;

/** Writes to the address that an account's owner has named for the day when a password is lost. */
public final class OutsideMail implements RecoveryMail, AutoCloseable {
  private static final int ID = 10;

  private final OwnMail mail;
  private final SecurityText text;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Writing writing = new Writing("recovery-mail");

  /**
   * @param page where people look after their account; empty when there is no such page
   * @param reset where a new password is chosen
   */
  public OutsideMail(
      OwnMail mail, String hostname, String page, String reset, InstantSource clock) {
    this.mail = mail;
    this.text = new SecurityText(hostname, page, reset);
    this.clock = clock;
  }

  @Override
  public void send(Account about, EmailAddress to, Letter letter) {
    Instant now = clock.instant();
    writing.begin(
        "account " + about.id() + ": no mail to its recovery address",
        () -> write(about, to, letter, now));
  }

  private void write(Account about, EmailAddress to, Letter letter, Instant now)
      throws IOException {
    byte[] number = new byte[ID];
    random.nextBytes(number);
    String id = "security" + HexFormat.of().formatHex(number);
    // No report is wanted: it would lie in the account that nobody can get into.
    var envelope = new OwnMail.Letter(id, Optional.empty(), Optional.empty(), to);
    mail.send(envelope, text.write(id, about, to, letter, now));
  }

  @Override
  public void close() {
    writing.close();
  }
}
