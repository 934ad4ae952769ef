package org.mailstead.post.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One message over one connection. What is decided goes into the results; when it throws, the
 * others may be tried at another server, because this one has not got the message for them.
 */
final class Transaction {
  /** Every server takes so many (RFC 5321 section 4.5.3.1.8). */
  private static final int MAX_RECIPIENTS = 100;

  private final SmtpClient client;
  private final Letter letter;
  private final Content content;
  private final InstantSource clock;
  private final Map<Integer, Result> results;
  private final Consumer<Map<Integer, Result>> sofar;

  Transaction(
      SmtpClient client,
      Letter letter,
      Content content,
      InstantSource clock,
      Map<Integer, Result> results,
      Consumer<Map<Integer, Result>> sofar) {
    this.sofar = sofar;
    this.client = client;
    this.letter = letter;
    this.content = content;
    this.clock = clock;
    this.results = results;
  }

  static Result.Said said(Reply reply, String host, Instant at) {
    return new Result.Said(reply.code(), reply.status(), reply.text(), host, at);
  }

  private Result.Said said(Reply reply) {
    return said(reply, client.host(), clock.instant());
  }

  void send(List<Letter.To> recipients) throws IOException {
    boolean utf8 = Envelope.needsUtf8(letter, content, recipients);
    Optional<Result> unfit = unfit(utf8);
    if (unfit.isPresent()) {
      recipients.forEach(to -> results.put(to.index(), unfit.get()));
      return;
    }
    List<Letter.To> left = new ArrayList<>(recipients);
    while (!left.isEmpty()) {
      List<Letter.To> some = left.subList(0, Math.min(MAX_RECIPIENTS, left.size()));
      List<Letter.To> next = new ArrayList<>(some(List.copyOf(some), utf8));
      next.addAll(left.subList(some.size(), left.size()));
      left = next;
      if (!left.isEmpty()) {
        sofar.accept(Map.copyOf(results));
      }
    }
  }

  /** What this server can never take. */
  private Optional<Result> unfit(boolean utf8) {
    Offer offer = client.offer();
    if (offer.maxSize() > 0 && letter.size() > offer.maxSize()) {
      String why = letter.size() + " octets, the server takes " + offer.maxSize();
      return Optional.of(failed("5.3.4", why));
    }
    if (utf8 && !offer.has("SMTPUTF8")) {
      return Optional.of(failed("5.6.7", "the server takes no international addresses"));
    }
    if (Envelope.isBinary(letter) && !(offer.has("BINARYMIME") && offer.has("CHUNKING"))) {
      return Optional.of(failed("5.6.1", "the server takes no binary messages"));
    }
    // RFC 2852 section 4.1.4.2: who does not know of the time cannot keep it.
    if (letter.row().getByReturned() && !offer.has("DELIVERBY")) {
      return Optional.of(failed("5.3.3", "the server takes no mail that is wanted by a time"));
    }
    return Optional.empty();
  }

  private Result failed(String status, String why) {
    return new Result.Failed(new Result.Said(0, status, why, client.host(), clock.instant()));
  }

  /** One transaction; returns those for whom the server wants another one. */
  private List<Letter.To> some(List<Letter.To> recipients, boolean utf8) throws IOException {
    var envelope = new Envelope(letter, client.offer(), utf8, clock.instant());
    List<Reply> replies =
        client.envelope(
            envelope.mail(),
            recipients.stream().map(envelope::rcpt).toList(),
            !Envelope.isBinary(letter));
    Reply mail = replies.getFirst();
    boolean asked = replies.size() == recipients.size() + 2;
    Optional<Reply> data = asked ? Optional.of(replies.getLast()) : Optional.empty();
    if (!client.isUsable() && !asked) {
      throw new SmtpClient.Unwilling(replies.getLast());
    }
    if (!mail.isDone()) {
      recipients.forEach(to -> results.put(to.index(), verdict(mail)));
      giveUp(data);
      return List.of();
    }
    List<Letter.To> taken = new ArrayList<>();
    List<Letter.To> tooMany = new ArrayList<>();
    for (int i = 0; i < recipients.size(); i++) {
      Reply reply = replies.get(i + 1);
      if (reply.isDone()) {
        taken.add(recipients.get(i));
      } else if (isTooMany(reply) && !taken.isEmpty()) {
        tooMany.add(recipients.get(i));
      } else {
        results.put(recipients.get(i).index(), verdict(reply));
      }
    }
    if (taken.isEmpty()) {
      giveUp(data);
    } else {
      message(taken, data);
    }
    return tooMany;
  }

  private void giveUp(Optional<Reply> data) {
    if (data.filter(reply -> reply.code() == 354).isPresent()) {
      client.nothing();
    } else if (client.isUsable()) {
      client.reset();
    }
  }

  // RFC 5321 section 4.5.3.1.10: 552 for too many recipients is an old way to say 452.
  private static boolean isTooMany(Reply reply) {
    boolean said = reply.status().endsWith(".5.3") || reply.status().endsWith(".0.0");
    return reply.code() == 452 || (reply.code() == 552 && said);
  }

  private Result verdict(Reply reply) {
    return reply.isPermanent()
        ? new Result.Failed(said(reply))
        : new Result.Later(Result.Why.OUTSIDE, said(reply));
  }

  /**
   * @param data what was said to DATA, if it was asked before
   */
  private void message(List<Letter.To> taken, Optional<Reply> data) throws IOException {
    if (!Envelope.isBinary(letter)) {
      Reply go = data.isPresent() ? data.get() : client.data();
      if (!client.isUsable()) {
        throw new SmtpClient.Unwilling(go);
      }
      if (go.code() != 354) {
        taken.forEach(to -> results.put(to.index(), verdict(go)));
        client.reset();
        return;
      }
    }
    Reply end;
    try {
      end = octets();
    } catch (IOException e) {
      // It may have it and may not; trying another server now would rather make two of it.
      var lost =
          new Result.Said(
              0,
              "4.4.2",
              "the connection was lost during the message",
              client.host(),
              clock.instant());
      taken.forEach(to -> results.put(to.index(), new Result.Later(Result.Why.OUTSIDE, lost)));
      throw e;
    }
    boolean tells =
        client.offer().has("DSN") && (letter.by().isEmpty() || client.offer().has("DELIVERBY"));
    Result result = end.isDone() ? new Result.Relayed(tells, said(end)) : verdict(end);
    taken.forEach(to -> results.put(to.index(), result));
  }

  private Reply octets() throws IOException {
    byte[] prefix = letter.row().getPrefix().toByteArray();
    try (InputStream body = content.open(0, content.length())) {
      return Envelope.isBinary(letter)
          ? client.chunk(prefix, body, letter.size())
          : client.message(prefix, body);
    }
  }
}
