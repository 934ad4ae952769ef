package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.post.NewMessage;
import org.mailstead.post.OriginReasons;
import org.mailstead.post.Reason;
import org.mailstead.post.VerdictReasons;
import org.mailstead.post.rules.Arrival;
import org.mailstead.post.rules.RuledDelivery;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Puts queued mail into mailboxes of ours: each once, however often it is tried. */
final class LocalDelivery {
  private static final System.Logger LOG = System.getLogger(LocalDelivery.class.getName());

  private final RuledDelivery delivery;
  private final Directory directory;
  private final Blobs blobs;
  private final InstantSource clock;

  LocalDelivery(RuledDelivery delivery, Directory directory, Blobs blobs, InstantSource clock) {
    this.delivery = delivery;
    this.directory = directory;
    this.blobs = blobs;
    this.clock = clock;
  }

  Result deliver(Letter letter, Content content, Letter.To to) {
    var account = new AccountId(to.row().getAccount());
    if (directory.account(account).isEmpty()) {
      return new Result.Failed(said("5.1.1", "the mailbox is not there any more"));
    }
    try {
      if (content.body() instanceof Blob.Large(var id, _) && !blobs.hold(id, account)) {
        throw new Refused(Problem.Kind.CORRUPT, "queue.body", letter.id());
      }
      // RFC 5321 section 4.1.1.4: each mailbox's copy gets its Return-Path at the last moment.
      delivery.deliver(
          new Arrival(
              account,
              letter.returnPath(),
              to.address(),
              message(letter, content, to),
              letter.id() + "/" + account,
              true));
      return new Result.Delivered();
    } catch (Refused e) {
      return refused(letter, e.problem());
    } catch (IOException e) {
      LOG.log(WARNING, "queued message " + letter.id() + " cannot be read", e);
      return new Result.Later(Result.Why.OURS, said("4.3.0", "the message cannot be read now"));
    }
  }

  private Result refused(Letter letter, Problem problem) {
    if (problem.kind() == Problem.Kind.OVER_QUOTA) {
      return new Result.Later(Result.Why.QUOTA, said("4.2.2", "the mailbox is full"));
    }
    if (problem.kind() == Problem.Kind.REFUSED) { // by a script of its recipient (RFC 5429)
      return new Result.Failed(said("5.7.1", problem.arguments().getFirst()));
    }
    LOG.log(WARNING, "queued message {0} waits: {1}", letter.id(), problem);
    return new Result.Later(Result.Why.OURS, said("4.3.0", "this server cannot store it now"));
  }

  private Result.Said said(String status, String text) {
    return new Result.Said(0, status, text, "", clock.instant());
  }

  private NewMessage message(Letter letter, Content content, Letter.To to) throws IOException {
    MessageStructure structure = content.structure();
    List<Reason> reasons =
        new ArrayList<>(OriginReasons.in(letter.row().getPrefix().toByteArray(), letter.arrived()));
    reasons.addAll(VerdictReasons.in(letter.row().getPrefix().toByteArray(), letter.arrived()));
    reasons.add(
        new Reason("delivery", to.row().getWhy(), to.address().toString(), clock.instant()));
    return new NewMessage(
        content.body(),
        prefix(letter),
        structure,
        content.preview(),
        Set.of(),
        letter.arrived().atOffset(ZoneOffset.UTC),
        reasons);
  }

  private static byte[] prefix(Letter letter) {
    String path = letter.returnPath().map(EmailAddress::toString).orElse("");
    var prefix = new ByteArrayOutputStream();
    prefix.writeBytes(("Return-Path: <" + path + ">\r\n").getBytes(UTF_8));
    prefix.writeBytes(letter.row().getPrefix().toByteArray());
    return prefix.toByteArray();
  }
}
