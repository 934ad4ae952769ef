package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.route.Route;
import org.mailstead.post.tls.Demand;
import org.mailstead.post.tls.TlsFailure;
import org.mailstead.post.tls.TlsProblem;

/** One message on its way to one domain: from server to server, until all recipients have it. */
final class Attempt {
  private static final System.Logger LOG = System.getLogger(Attempt.class.getName());

  /** The connection is not as safe as it has to be (RFC 3463 section 3.8). */
  private static final String UNSAFE = "4.7.5";

  /** No safe connection came about, or none to a server that keeps it so (RFC 8689). */
  private static final String UNPROTECTED = "5.7.10";

  private static final String UNSUPPORTED = "5.7.30";

  private final SmtpClient.Caller caller;
  private final Letter letter;
  private final Content content;
  private final List<Letter.To> recipients;
  private final Consumer<Map<Integer, Result>> sofar;
  private final Map<Integer, Result> results = new HashMap<>();
  private Result.Said last;
  private boolean troubled;

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

  /**
   * Under which name the domain's connections and failures are remembered: what is good enough for
   * some mail is not for other.
   */
  static String destination(Letter letter, Outlet outlet, String domain) {
    String name = outlet.destination(domain);
    return switch (letter.tls()) {
      case AS_USUAL -> name;
      case REQUIRED -> letter.requiresTls() ? name + " REQUIRETLS" : name;
      case OPTIONAL -> outlet.isRelay() ? name : name + " TLS-Required: No";
    };
  }

  List<Letter.To> open() {
    return recipients.stream().filter(to -> !results.containsKey(to.index())).toList();
  }

  void rest(Result result) {
    open().forEach(to -> results.put(to.index(), result));
  }

  void along(Servers.Where route, Destinations.Turn turn) {
    switch (route) {
      case Servers.Where.Never(String status, String why) ->
          rest(new Result.Failed(said(status, why, "")));
      case Servers.Where.NotNow(String status, String why) ->
          rest(new Result.Later(Result.Why.OUTSIDE, said(status, why, "")));
      case Servers.Where.To(List<Servers.Stop> stops) -> {
        boolean reached = false;
        for (Servers.Stop stop : stops) {
          if (!open().isEmpty()) {
            reached |= at(stop, turn);
          }
        }
        rest(end(reached, turn));
      }
    }
  }

  private Result end(boolean reached, Destinations.Turn turn) {
    // A server that was not reached may be the one that is good enough.
    boolean permanent = !troubled && last.code() == 0 && last.status().startsWith("5");
    if (reached) {
      turn.isUp();
    } else if (!permanent) {
      turn.isDown(last);
    }
    return permanent ? new Result.Failed(last) : new Result.Later(Result.Why.OUTSIDE, last);
  }

  /** Tries one address; whether a server there talked to us, in the way that it has to. */
  private boolean at(Servers.Stop stop, Destinations.Turn turn) {
    Optional<TlsProblem> unusable = stop.demand().unusable();
    if (unusable.isPresent() && isBinding(stop)) {
      tell(stop, unusable);
      unsafe(unusable.get(), stop);
      return false;
    }
    try {
      Optional<SmtpClient> client = open(stop);
      client.ifPresent(safe -> over(safe, turn));
      return client.isPresent();
    } catch (SmtpClient.Ourselves e) {
      rest(new Result.Failed(said("5.4.6", String.valueOf(e.getMessage()), stop.host())));
    } catch (SmtpClient.NotSignedIn e) {
      // A mistake of the operator's: mail waits until it is put right.
      troubled = true;
      last = said("4.7.8", String.valueOf(e.getMessage()), stop.host());
      LOG.log(WARNING, "the relay {0} does not let us in: {1}", stop.host(), e.getMessage());
    } catch (SmtpClient.Unwilling e) {
      troubled = true;
      last = Transaction.said(e.reply(), stop.host(), caller.clock().instant());
    } catch (IOException e) {
      troubled = true;
      // That another address of a relay does not answer must not hide what the first one said:
      // only one that is not reached at all may be passed by.
      boolean told = stop.manner().relay() && !last.host().isEmpty();
      if (!told) {
        last = said("4.4.1", stop.address().getHostAddress() + ": " + why(e), stop.host());
      }
    }
    return false;
  }

  private void unsafe(TlsProblem problem, Servers.Stop stop) {
    boolean never = letter.requiresTls() && problem.failure() != TlsFailure.DNSSEC_INVALID;
    last = said(never ? UNPROTECTED : UNSAFE, problem.why(), stop.host());
    LOG.log(INFO, "queue id={0} host={1} unsafe: {2}", letter.id(), stop.host(), problem.why());
  }

  /** A connection that is as safe as it has to be; empty when it is not. */
  private Optional<SmtpClient> open(Servers.Stop stop) throws IOException {
    SmtpClient client;
    try {
      client = SmtpClient.open(caller, stop, true);
    } catch (SmtpClient.TlsFailed e) {
      tell(stop, Optional.of(e.problem(stop)));
      if (isBinding(stop) || letter.requiresTls()) {
        unsafe(e.problem(stop), stop);
        return Optional.empty();
      }
      LOG.log(INFO, "host={0} {1}; going on without", stop.host(), e.getMessage());
      return Optional.of(signedIn(SmtpClient.open(caller, stop, false)));
    }
    Optional<TlsProblem> problem = client.problem();
    tell(stop, problem);
    if (problem.isPresent() && isBinding(stop)) {
      client.close();
      unsafe(problem.get(), stop);
      return Optional.empty();
    }
    Optional<Result.Said> lacking = lacking(client);
    if (letter.requiresTls() && lacking.isPresent()) {
      client.close();
      last = lacking.get();
      return Optional.empty();
    }
    return Optional.of(signedIn(client));
  }

  /** The connection, signed in where its route says so. */
  private static SmtpClient signedIn(SmtpClient client) throws IOException {
    Optional<Route.Login> login = client.stop().manner().login();
    boolean in = login.isEmpty();
    try {
      if (login.isPresent()) {
        client.signIn(login.get());
        in = true;
      }
      return client;
    } finally {
      if (!in) {
        client.close();
      }
    }
  }

  /** RFC 8460 section 3: what need not be encrypted, such as reports themselves, is not counted. */
  private void tell(Servers.Stop stop, Optional<TlsProblem> problem) {
    boolean counts = letter.tls() != QueuedMail.Tls.OPTIONAL && !stop.manner().relay();
    if (counts && !recipients.isEmpty()) {
      String domain = recipients.getFirst().address().domain();
      String address = stop.address().getHostAddress();
      caller.results().session(domain, stop.demand(), stop.host(), address, problem);
    }
  }

  /** Whether mail waits rather than going where it is not as safe as is asked for. */
  private boolean isBinding(Servers.Stop stop) {
    boolean named = stop.demand() instanceof Demand.Named;
    return named || (stop.demand().isEnforced() && letter.tls() != QueuedMail.Tls.OPTIONAL);
  }

  /** What a connection lacks for mail that must stay safe to the end (RFC 8689 section 4.2.1). */
  private Optional<Result.Said> lacking(SmtpClient client) {
    if (!client.stop().sure()) {
      String why = "REQUIRETLS: neither DNSSEC nor MTA-STS vouches for this server";
      return Optional.of(said(UNPROTECTED, why, client.host()));
    }
    if (!client.isKnown()) {
      String why = "REQUIRETLS: the server is not encrypted with a certificate that we trust";
      return Optional.of(said(UNPROTECTED, why, client.host()));
    }
    return client.offer().has("REQUIRETLS")
        ? Optional.empty()
        : Optional.of(
            said(UNSUPPORTED, "REQUIRETLS: the server does not support it", client.host()));
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
      String how = " tls=" + client.isEncrypted() + " good=" + good;
      LOG.log(INFO, () -> "queue id=" + letter.id() + " host=" + client.host() + how);
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
