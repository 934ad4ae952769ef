package org.mailstead.jmap.blob;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Caller;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.wire.Network;
import org.mailstead.wire.TokenBuckets;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Links that open a blob for whoever has them, until a time. They are signed with a key of the
 * account that gives them out, and show no more than it may see when they are opened. They end
 * before their time when the key is made anew, the account's password is set, it is switched off,
 * or what they were made with (an app password, a program's token) is taken away.
 *
 * <p>One with a password has in it what only the password and the account's key make. Nothing of it
 * is kept, and whoever has the link can only guess here, where guesses are counted.
 */
public final class BlobLinks {
  static final Duration USUAL = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofDays(7);
  static final int LEAST_PASSWORD = 8;

  /** Keys of refusals: a password is wanted, */
  public static final String LOCKED = "link.locked";

  /** was wrong, */
  public static final String WRONG = "link.password";

  /** and so many were that no more are looked at for now. */
  public static final String THROTTLED = "link.throttled";

  /** How a blob is shown, and until when. */
  record Shown(String name, String type, Instant until) {}

  private final Post post;
  private final Directory directory;
  private final BlobStore blobs;

  /** Wrong passwords for a link: with eight characters, a week of this is nothing. */
  private static final TokenBuckets.Rate GUESSES =
      new TokenBuckets.Rate(10, Duration.ofMinutes(15));

  private static final TokenBuckets.Rate GUESSES_OF_A_NETWORK =
      new TokenBuckets.Rate(30, Duration.ofMinutes(15));

  private static final int REMEMBERED = 20_000;

  private final Function<AccountId, ByteString> generation;
  private final BiPredicate<AccountId, String> stands;
  private final InstantSource clock;
  private final TokenBuckets<String> ofLink;
  private final TokenBuckets<Network> ofNetwork;

  /**
   * @param generation something that is another with every password of an account
   * @param stands whether what an account has signed in with, by its word, has not been taken away
   */
  public BlobLinks(
      Post post,
      Directory directory,
      BlobStore blobs,
      Function<AccountId, ByteString> generation,
      BiPredicate<AccountId, String> stands,
      InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.blobs = blobs;
    this.generation = generation;
    this.stands = stands;
    this.clock = clock;
    this.ofLink = new TokenBuckets<>(GUESSES, REMEMBERED, clock);
    this.ofNetwork = new TokenBuckets<>(GUESSES_OF_A_NETWORK, REMEMBERED, clock);
  }

  /** A way to a blob, whether there is one or not. */
  String make(Access access, Caller caller, BlobName blob, Shown shown, Optional<String> password) {
    var open =
        new BlobLink(
            ObjectIds.account(access.owner()),
            blob.toString(),
            ObjectIds.account(access.viewer()),
            caller.proof().replace(' ', '.'),
            Long.toString(shown.until().getEpochSecond()),
            BlobLink.OPEN,
            shown.name(),
            shown.type());
    byte[] key = post.urlKeys().provideOwn(access.viewer());
    byte[] now = generation(access.viewer());
    BlobLink link = password.map(text -> open.lockedBy(composed(text), key, now)).orElse(open);
    return link.url(link.signature(key, now));
  }

  /** Keyboards write the same letter in several ways. */
  private static String composed(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  Instant until(Duration valid) {
    return clock.instant().plus(valid);
  }

  /** Makes all links of an account worthless. */
  void revoke(AccountId viewer) {
    post.urlKeys().resetOwn(viewer);
  }

  private byte[] generation(AccountId account) {
    return generation.apply(account).toByteArray();
  }

  /**
   * What a link opens.
   *
   * @param password what was given as such
   * @throws Refused NOT_FOUND, also for one that is none of ours; EXPIRED; for one with a password
   *     NOT_AUTHENTICATED, BAD_CREDENTIALS, RATE_LIMITED with the keys of this class
   */
  public ByteSource open(
      BlobLink link, String signature, Optional<String> password, InetAddress from) {
    Account viewer =
        ObjectIds.parseAccount(link.viewer())
            .filter(id -> isSigned(link, signature, id))
            .flatMap(directory::account)
            .filter(account -> !account.isOff())
            .filter(account -> stands.test(account.id(), link.maker().replace('.', ' ')))
            .orElseThrow(BlobLinks::missing);
    if (Long.parseLong(link.until()) <= clock.instant().getEpochSecond()) {
      throw new Refused(Problem.Kind.EXPIRED, "link.expired");
    }
    var caller = new Caller(viewer.id(), viewer.address(), Optional.of(from), "", true);
    ByteSource octets =
        Access.find(caller, post, link.owner())
            .flatMap(access -> blobs.find(access, link.blob()))
            .orElseThrow(BlobLinks::missing);
    if (link.isLocked()) {
      unlock(link, viewer.id(), password, from);
    }
    return octets;
  }

  private boolean isSigned(BlobLink link, String signature, AccountId viewer) {
    return post.urlKeys()
        .findOwn(viewer)
        .filter(key -> isSame(link.signature(key, generation(viewer)), signature))
        .isPresent();
  }

  private static boolean isSame(byte[] right, String given) {
    try {
      return MessageDigest.isEqual(right, Base64.getUrlDecoder().decode(given));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** A guess is counted before it is looked at: many at once are no more than one after another. */
  private void unlock(
      BlobLink link, AccountId viewer, Optional<String> password, InetAddress from) {
    if (password.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_AUTHENTICATED, LOCKED);
    }
    Network network = Network.of(from);
    if (!ofNetwork.untilNext(network).isZero() || !ofLink.take(link.lock())) {
      throw new Refused(Problem.Kind.RATE_LIMITED, THROTTLED);
    }
    byte[] key = post.urlKeys().findOwn(viewer).orElseThrow(BlobLinks::missing);
    byte[] right = link.lock(composed(password.get()), key, generation(viewer));
    if (!isSame(right, link.lock())) {
      ofNetwork.drain(network, 1);
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, WRONG);
    }
    ofLink.forget(link.lock());
  }

  private static Refused missing() {
    return new Refused(Problem.Kind.NOT_FOUND, "link.missing");
  }
}
