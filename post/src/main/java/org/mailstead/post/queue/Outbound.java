package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.wire.Connector;
import org.mailstead.wire.dns.Resolver;

/** Brings a message to the servers of one domain. */
final class Outbound implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbound.class.getName());

  private final Routes routes;
  private final Connector connector;
  private final QueueConfig config;
  private final SmtpTimes times;
  private final Destinations destinations;
  private final InstantSource clock;

  Outbound(
      Resolver resolver,
      Connector connector,
      QueueConfig config,
      SmtpTimes times,
      InstantSource clock) {
    this.routes = new Routes(resolver, config.hostname());
    this.connector = connector;
    this.config = config;
    this.times = times;
    this.destinations = new Destinations(config, times);
    this.clock = clock;
  }

  Destinations destinations() {
    return destinations;
  }

  /** A turn at a domain; empty when there is none now and nobody waits. */
  Optional<Destinations.Turn> turn(String domain, boolean waits) {
    return waits ? destinations.turn(domain) : destinations.tryTurn(domain);
  }

  /**
   * Tries all recipients of one domain; each of them has a result then, by its index.
   *
   * @param at which is closed
   * @param sofar is told the results of each transaction but the last as soon as they are there
   */
  Map<Integer, Result> send(
      Letter letter,
      Content content,
      Destinations.Turn at,
      List<Letter.To> recipients,
      Consumer<Map<Integer, Result>> sofar) {
    var attempt = new Attempt(letter, content, recipients, sofar);
    try (Destinations.Turn turn = at) {
      Optional<Result.Said> down = turn.down(clock.instant());
      if (down.isPresent()) {
        attempt.rest(new Result.Later(Result.Why.OUTSIDE, down.get()));
        return attempt.results;
      }
      turn.waiting().ifPresent(client -> attempt.over(client, turn));
      if (!attempt.open().isEmpty()) {
        attempt.along(routes.to(turn.domain()), turn);
      }
      turn.learn(attempt.results.values());
      return attempt.results;
    } catch (RuntimeException e) {
      LOG.log(ERROR, "queued message " + letter.id() + " could not be sent", e);
      var fault = said("4.3.0", "this server has a fault", "");
      attempt.rest(new Result.Later(Result.Why.OURS, fault));
      return attempt.results;
    }
  }

  private Result.Said said(String status, String text, String host) {
    return new Result.Said(0, status, text, host, clock.instant());
  }

  /** What was tried so far, for one group of recipients. */
  private final class Attempt {
    private final Letter letter;
    private final Content content;
    private final List<Letter.To> recipients;
    private final Consumer<Map<Integer, Result>> sofar;
    private final Map<Integer, Result> results = new HashMap<>();
    private Result.Said last = said("4.4.1", "no server was reached", "");

    Attempt(
        Letter letter,
        Content content,
        List<Letter.To> recipients,
        Consumer<Map<Integer, Result>> sofar) {
      this.sofar = sofar;
      this.letter = letter;
      this.content = content;
      this.recipients = recipients;
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

    /** Tries one address; whether a server there talked to us. */
    private boolean at(Routes.Stop stop, Destinations.Turn turn) {
      try {
        over(open(stop), turn);
        return true;
      } catch (SmtpClient.Ourselves e) {
        rest(new Result.Failed(said("5.4.6", String.valueOf(e.getMessage()), stop.host())));
      } catch (SmtpClient.Unwilling e) {
        last = Transaction.said(e.reply(), stop.host(), clock.instant());
      } catch (IOException e) {
        last = said("4.4.1", stop.address().getHostAddress() + ": " + why(e), stop.host());
      }
      return false;
    }

    private SmtpClient open(Routes.Stop stop) throws IOException {
      try {
        return client(stop, true);
      } catch (SmtpClient.TlsFailed e) {
        LOG.log(INFO, "host={0} {1}; going on without", stop.host(), e.getMessage());
        return client(stop, false);
      }
    }

    private SmtpClient client(Routes.Stop stop, boolean tls) throws IOException {
      return SmtpClient.open(connector, stop, config.port(), config.hostname(), times, tls);
    }

    /** Talks over an open connection, as far as that goes. */
    void over(SmtpClient client, Destinations.Turn turn) {
      boolean good = false;
      try {
        new Transaction(client, letter, content, clock, results, sofar).send(open());
        good = true;
      } catch (SmtpClient.Unwilling e) {
        last = Transaction.said(e.reply(), client.host(), clock.instant());
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

  @Override
  public void close() {
    destinations.close();
  }
}
