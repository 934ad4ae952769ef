package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.post.tls.TlsProblem;

/** One message on its way to one domain: from server to server, until all recipients have it. */
final class Attempt {
  private static final System.Logger LOG = System.getLogger(Attempt.class.getName());

  /** The connection is not as safe as it has to be (RFC 3463 section 3.8). */
  private static final String UNSAFE = "4.7.5";

  private final SmtpClient.Caller caller;
  private final Letter letter;
  private final Content content;
  private final List<Letter.To> recipients;
  private final Consumer<Map<Integer, Result>> sofar;
  private final Map<Integer, Result> results = new HashMap<>();
  private Result.Said last;

  Attempt(
      SmtpClient.Caller caller,
      Letter letter,
      Content content,
      List<Letter.To> recipients,
      Consumer<Map<Integer, Result>> sofar) {
    this.caller = caller;
    this.letter = letter;
    this.content = content;
    this.recipients = recipients;
    this.sofar = sofar;
    this.last = said("4.4.1", "no server was reached", "");
  }

  private Result.Said said(String status, String text, String host) {
    return new Result.Said(0, status, text, host, caller.clock().instant());
  }

  /** What is decided so far, by the index of recipients. */
  Map<Integer, Result> results() {
    return results;
  }

  List<Letter.To> open() {
    return recipients.stream().filter(to -> !results.containsKey(to.index())).toList();
  }

  void rest(Result result) {
    open().forEach(to -> results.put(to.index(), result));
  }

  void along(Routes.Route route, Destinations.Turn turn) {
    switch (route) {
      case Routes.Route.Never(String status, String why) ->
          rest(new Result.Failed(said(status, why, "")));
      case Routes.Route.NotNow(String status, String why) ->
          rest(new Result.Later(Result.Why.OUTSIDE, said(status, why, "")));
      case Routes.Route.To(List<Routes.Stop> stops) -> {
        boolean reached = false;
        for (Routes.Stop stop : stops) {
          if (!open().isEmpty()) {
            reached |= at(stop, turn);
          }
        }
        if (reached) {
          turn.isUp();
        } else {
          turn.isDown(last);
        }
        rest(new Result.Later(Result.Why.OUTSIDE, last));
      }
    }
  }

  /** Tries one address; whether a server there talked to us, in the way that it has to. */
  private boolean at(Routes.Stop stop, Destinations.Turn turn) {
    Optional<TlsProblem> unusable = stop.demand().unusable();
    if (unusable.isPresent() && stop.demand().isEnforced()) {
      unsafe(unusable.get(), stop);
      return false;
    }
    try {
      Optional<SmtpClient> client = open(stop);
      client.ifPresent(safe -> over(safe, turn));
      return client.isPresent();
    } catch (SmtpClient.Ourselves e) {
      rest(new Result.Failed(said("5.4.6", String.valueOf(e.getMessage()), stop.host())));
    } catch (SmtpClient.Unwilling e) {
      last = Transaction.said(e.reply(), stop.host(), caller.clock().instant());
    } catch (IOException e) {
      last = said("4.4.1", stop.address().getHostAddress() + ": " + why(e), stop.host());
    }
    return false;
  }

  private void unsafe(TlsProblem problem, Routes.Stop stop) {
    last = said(UNSAFE, problem.why(), stop.host());
    LOG.log(INFO, "queue id={0} host={1} unsafe: {2}", letter.id(), stop.host(), problem.why());
  }

  /** A connection that is as safe as it has to be; empty when it is not. */
  private Optional<SmtpClient> open(Routes.Stop stop) throws IOException {
    SmtpClient client;
    try {
      client = SmtpClient.open(caller, stop, true);
    } catch (SmtpClient.TlsFailed e) {
      if (stop.demand().isEnforced()) {
        unsafe(e.problem(stop), stop);
        return Optional.empty();
      }
      LOG.log(INFO, "host={0} {1}; going on without", stop.host(), e.getMessage());
      return Optional.of(SmtpClient.open(caller, stop, false));
    }
    Optional<TlsProblem> problem = client.problem();
    if (problem.isPresent() && stop.demand().isEnforced()) {
      client.close();
      unsafe(problem.get(), stop);
      return Optional.empty();
    }
    return Optional.of(client);
  }

  /** Talks over an open connection, as far as that goes. */
  void over(SmtpClient client, Destinations.Turn turn) {
    boolean good = false;
    try {
      new Transaction(client, letter, content, caller.clock(), results, sofar).send(open());
      good = true;
    } catch (SmtpClient.Unwilling e) {
      last = Transaction.said(e.reply(), client.host(), caller.clock().instant());
    } catch (IOException e) {
      last = said("4.4.2", "the connection was lost: " + why(e), client.host());
    } finally {
      LOG.log(
          INFO,
          "queue id={0} host={1} tls={2} good={3}",
          letter.id(),
          client.host(),
          client.isEncrypted(),
          good);
      if (good) {
        turn.leave(client);
      } else {
        client.close();
      }
    }
  }

  private static String why(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
