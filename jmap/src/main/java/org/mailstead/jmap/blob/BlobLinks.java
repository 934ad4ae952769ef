package org.mailstead.jmap.blob;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Caller;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Links that open a blob for whoever has them, until a time. They are signed with a key of the
 * account that gives them out, and show no more than it may see when they are opened. They end
 * before their time when the key is made anew, the account's password is set, or it is switched
 * off.
 */
public final class BlobLinks {
  static final Duration USUAL = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofDays(7);

  private final Post post;
  private final Directory directory;
  private final BlobStore blobs;
  private final Function<AccountId, ByteString> generation;
  private final InstantSource clock;

  /**
   * @param generation something that is another with every password of an account
   */
  public BlobLinks(
      Post post,
      Directory directory,
      BlobStore blobs,
      Function<AccountId, ByteString> generation,
      InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.blobs = blobs;
    this.generation = generation;
    this.clock = clock;
  }

  /** A way to a blob, whether there is one or not. */
  String make(Access access, BlobName blob, String name, String type, Instant until) {
    var link =
        new BlobLink(
            ObjectIds.account(access.owner()),
            blob.toString(),
            ObjectIds.account(access.viewer()),
            Long.toString(until.getEpochSecond()),
            name,
            type);
    byte[] key = post.urlKeys().provideOwn(access.viewer());
    return link.url(link.signature(key, generation(access.viewer())));
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
   * @throws Refused NOT_FOUND, also for one that is none of ours; EXPIRED
   */
  public ByteSource open(BlobLink link, String signature, InetAddress from) {
    Account viewer =
        ObjectIds.parseAccount(link.viewer())
            .filter(id -> isSigned(link, signature, id))
            .flatMap(directory::account)
            .filter(account -> !account.isOff())
            .orElseThrow(BlobLinks::missing);
    if (Long.parseLong(link.until()) <= clock.instant().getEpochSecond()) {
      throw new Refused(Problem.Kind.EXPIRED, "link.expired");
    }
    var caller = new Caller(viewer.id(), viewer.address(), Optional.of(from), true);
    return Access.find(caller, post, link.owner())
        .flatMap(access -> blobs.find(access, link.blob()))
        .orElseThrow(BlobLinks::missing);
  }

  private boolean isSigned(BlobLink link, String signature, AccountId viewer) {
    Optional<byte[]> key = post.urlKeys().findOwn(viewer);
    if (key.isEmpty()) {
      return false;
    }
    byte[] right = link.signature(key.get(), generation(viewer));
    try {
      return MessageDigest.isEqual(right, Base64.getUrlDecoder().decode(signature));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Refused missing() {
    return new Refused(Problem.Kind.NOT_FOUND, "link.missing");
  }
}
