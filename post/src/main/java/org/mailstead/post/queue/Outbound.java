package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.post.tls.DaneLookup;
import org.mailstead.wire.Connector;
import org.mailstead.wire.dns.Resolver;

/** Brings a message to the servers of one domain. */
final class Outbound implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbound.class.getName());

  private final Routes routes;
  private final SmtpClient.Caller caller;
  private final Destinations destinations;
  private final InstantSource clock;

  Outbound(
      Resolver resolver,
      Connector connector,
      QueueConfig config,
      SmtpTimes times,
      InstantSource clock) {
    var dane = new DaneLookup(resolver, config.port());
    this.routes = new Routes(resolver, dane, config.hostname());
    this.caller = new SmtpClient.Caller(connector, config.port(), config.hostname(), times, clock);
    this.destinations = new Destinations(config, times);
    this.clock = clock;
  }

  Destinations destinations() {
    return destinations;
  }

  /**
   * Tries all recipients of one domain; each of them has a result then, by its index.
   *
   * @param sofar is told the results of each transaction but the last as soon as they are there
   */
  Map<Integer, Result> send(
      Letter letter,
      Content content,
      String domain,
      List<Letter.To> recipients,
      Consumer<Map<Integer, Result>> sofar) {
    var attempt = new Attempt(caller, letter, content, recipients, sofar);
    try (Destinations.Turn turn = destinations.turn(domain)) {
      Optional<Result.Said> down = turn.down(clock.instant());
      if (down.isPresent()) {
        attempt.rest(new Result.Later(Result.Why.OUTSIDE, down.get()));
        return attempt.results();
      }
      turn.waiting().ifPresent(client -> attempt.over(client, turn));
      if (!attempt.open().isEmpty()) {
        attempt.along(routes.to(domain), turn);
      }
      return attempt.results();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "queued message " + letter.id() + " could not be sent", e);
      var fault = new Result.Said(0, "4.3.0", "this server has a fault", "", clock.instant());
      attempt.rest(new Result.Later(Result.Why.OURS, fault));
      return attempt.results();
    }
  }

  @Override
  public void close() {
    destinations.close();
  }
}
