package org.mailstead.post;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.filter.smime.SmimeForm;
import org.mailstead.filter.smime.SmimeVerdict;
import org.mailstead.filter.smime.SmimeVerifier;
import org.mailstead.post.rows.SignatureResult;
import org.mailstead.post.rows.SignatureRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What is known of the signatures of emails (S/MIME). They are verified when somebody asks, not
 * when mail arrives: so delivery takes no longer, and no hostile signature can stop it. How one was
 * when the email arrived can be told later, too, since nobody is asked over the net; only a root
 * that was taken away before anybody asked is not known. What was found is kept for a day.
 */
public final class SignedMail {
  /** RFC 9219 section 4.1: an older answer is no longer one. */
  private static final Duration FRESH = Duration.ofHours(24);

  /** For all that one caller asks. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Emails of one commit. */
  private static final int BATCH = 100;

  private final Accounts store;
  private final Post post;
  private final SmimeVerifier verifier;
  private final String roots;
  private final InstantSource clock;
  private final Duration longest;

  public SignedMail(Post post, SmimeVerifier verifier, InstantSource clock) {
    this(post, verifier, LONGEST, clock);
  }

  /**
   * @param longest for which one caller keeps the processor busy
   */
  public SignedMail(Post post, SmimeVerifier verifier, Duration longest, InstantSource clock) {
    this.store = post.messages().store();
    this.post = post;
    this.verifier = verifier;
    this.roots = verifier.fingerprint();
    this.clock = clock;
    this.longest = longest;
  }

  /** How a signature is. */
  public enum Standing {
    /** There is none that is understood here. */
    UNKNOWN,
    /** Nobody has looked: there was no time. */
    UNVERIFIED,
    VERIFIED,
    FAILED
  }

  /**
   * The signature of an email.
   *
   * @param atDelivery as it was when the email arrived
   * @param errors why it fails now, in sentences
   * @param verifiedAt empty where nothing was verified
   */
  public record Signature(
      Standing now, Standing atDelivery, List<String> errors, Optional<Instant> verifiedAt) {
    public Signature {
      errors = List.copyOf(errors);
    }

    private static Signature of(Standing standing) {
      return new Signature(standing, standing, List.of(), Optional.empty());
    }
  }

  /** Looks at emails of an account; what it finds is kept when it is closed. */
  public Round round(AccountId account) {
    return new Round(account);
  }

  /** What one caller asks. */
  public final class Round implements AutoCloseable {
    private final AccountId account;

    /** The one that was asked for last: its properties come one after the other. */
    private long number;

    private Optional<Signature> signature = Optional.empty();
    private final Map<Long, SignatureRow> found = new LinkedHashMap<>();
    private Duration spent = Duration.ZERO;

    private Round(AccountId account) {
      this.account = account;
    }

    /** Whether it has a signature, as far as it says itself. */
    public boolean isSigned(Email email) {
      return form(email).isPresent();
    }

    /** Empty for an email that has no signature. */
    public Optional<Signature> of(Email email) {
      if (number != email.number()) {
        signature = form(email).map(form -> of(email, form));
        number = email.number(); // there is no 0
      }
      return signature;
    }

    private Optional<SmimeForm> form(Email email) {
      return SmimeForm.of(post.emails().structure(account, email).body());
    }

    private Signature of(Email email, SmimeForm form) {
      if (form instanceof SmimeForm.Other) {
        return Signature.of(Standing.UNKNOWN);
      }
      Optional<SignatureRow> kept = kept(email.number());
      Instant now = clock.instant();
      Optional<SignatureRow> fresh =
          kept.filter(row -> row.getRoots().equals(roots))
              .filter(row -> time(row).plus(FRESH).isAfter(now) && !time(row).isAfter(now));
      if (fresh.isEmpty() && spent.compareTo(longest) >= 0) {
        return Signature.of(Standing.UNVERIFIED);
      }
      return signature(fresh.orElseGet(() -> verify(email, form, kept, now)));
    }

    private Optional<SignatureRow> kept(long number) {
      return store
          .read(MailKeys.partition(account))
          .get(MailKeys.signature(number))
          .map(row -> Row.read(row, SignatureRow.parser()));
    }

    private SignatureRow verify(
        Email email, SmimeForm form, Optional<SignatureRow> before, Instant now) {
      long start = System.nanoTime();
      List<SmimeVerdict> verdicts;
      try {
        verdicts =
            verifier.verify(
                post.emails().bytes(account, email),
                form,
                List.of(now, email.details().received()));
      } catch (IOException e) {
        throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
      }
      spent = spent.plusNanos(System.nanoTime() - start);
      // RFC 9219 section 4.1: who is trusted no longer was trusted then.
      boolean wasGood =
          before.map(SignatureRow::getAtDelivery).orElse(SignatureResult.NO_KNOWN_SIGNATURE)
              == SignatureResult.GOOD_SIGNATURE;
      SignatureRow row =
          SignatureRow.newBuilder()
              .setResult(result(verdicts.getFirst()))
              .setAtDelivery(wasGood ? SignatureResult.GOOD_SIGNATURE : result(verdicts.getLast()))
              .addAllErrors(verdicts.getFirst().errors())
              .setVerifiedMs(now.toEpochMilli())
              .setRoots(roots)
              .build();
      found.put(email.number(), row);
      return row;
    }

    /** Keeps what was found. An email of which something else was told before has changed. */
    @Override
    public void close() {
      List<Map.Entry<Long, SignatureRow>> all = List.copyOf(found.entrySet());
      for (int at = 0; at < all.size(); at += BATCH) {
        var some = all.subList(at, Math.min(all.size(), at + BATCH));
        post.messages()
            .change(
                account,
                mail -> {
                  mail.draft().useReserve(); // mail can be read when the disk is full
                  some.forEach(one -> keep(mail, one.getKey(), one.getValue()));
                  return some.size();
                });
      }
    }

    private static void keep(MailDraft mail, long number, SignatureRow row) {
      if (mail.draft().get(MailKeys.email(number)).isEmpty()) {
        return; // removed for good meanwhile
      }
      mail.draft()
          .get(MailKeys.signature(number))
          .map(bytes -> Row.read(bytes, SignatureRow.parser()))
          .filter(before -> !says(before).equals(says(row)))
          .ifPresent(_ -> mail.noteChanged(number));
      mail.draft().put(MailKeys.signature(number), Row.write(row));
    }
  }

  /** What counts as a change: not when it was verified (RFC 9219 section 4.3). */
  private static List<Object> says(SignatureRow row) {
    return List.of(row.getResult(), row.getAtDelivery(), List.copyOf(row.getErrorsList()));
  }

  private static Instant time(SignatureRow row) {
    return Instant.ofEpochMilli(row.getVerifiedMs());
  }

  private static SignatureResult result(SmimeVerdict verdict) {
    return switch (verdict.result()) {
      case UNKNOWN -> SignatureResult.NO_KNOWN_SIGNATURE;
      case VERIFIED -> SignatureResult.GOOD_SIGNATURE;
      case FAILED -> SignatureResult.BAD_SIGNATURE;
    };
  }

  private static Signature signature(SignatureRow row) {
    Standing now = standing(row.getResult());
    return new Signature(
        now,
        standing(row.getAtDelivery()),
        List.copyOf(row.getErrorsList()),
        now == Standing.UNKNOWN ? Optional.empty() : Optional.of(time(row)));
  }

  private static Standing standing(SignatureResult result) {
    return switch (result) {
      case GOOD_SIGNATURE -> Standing.VERIFIED;
      case BAD_SIGNATURE -> Standing.FAILED;
      case NO_KNOWN_SIGNATURE, UNRECOGNIZED -> Standing.UNKNOWN;
    };
  }
}
