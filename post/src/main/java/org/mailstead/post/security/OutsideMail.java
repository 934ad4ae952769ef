package org.mailstead.post.security;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.RecoveryMail;
import org.mailstead.post.queue.OwnMail;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/** Writes to the address that an account's owner has named for the day when a password is lost. */
public final class OutsideMail implements RecoveryMail {
  private static final System.Logger LOG = System.getLogger(OutsideMail.class.getName());

  /** Messages on their way into the queue at a time. */
  private static final int AT_ONCE = 8;

  private static final int ID = 10;

  private final OwnMail mail;
  private final SecurityText text;
  private final InstantSource clock;
  private final java.security.SecureRandom random = new java.security.SecureRandom();
  private final Semaphore running = new Semaphore(AT_ONCE);

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
    Thread.ofVirtual().name("recovery-mail").start(() -> write(about, to, letter, now));
  }

  private void write(Account about, EmailAddress to, Letter letter, Instant now) {
    running.acquireUninterruptibly();
    try {
      byte[] random = new byte[ID];
      this.random.nextBytes(random);
      String id = "security" + HexFormat.of().formatHex(random);
      // No report is wanted: it would lie in the account that nobody can get into.
      var envelope = new OwnMail.Letter(id, Optional.empty(), Optional.empty(), to);
      mail.send(envelope, text.write(id, about, to, letter, now));
    } catch (Refused | IOException e) {
      LOG.log(WARNING, "account " + about.id() + ": no mail to its recovery address", e);
    } finally {
      running.release();
    }
  }
}
