package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.post.tls.DaneLookup;
import org.mailstead.post.tls.Demands;
import org.mailstead.post.tls.StsPolicies;
import org.mailstead.wire.Connector;
import org.mailstead.wire.dns.Resolver;

/** Brings a message to the servers of one domain. */
final class Outbound implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbound.class.getName());

  private final Demands demands;
  private final Routes routes;
  private final SmtpClient.Caller caller;
  private final Destinations destinations;
  private final InstantSource clock;

  Outbound(
      Resolver resolver,
      Connector connector,
      StsPolicies policies,
      QueueConfig config,
      SmtpTimes times,
      InstantSource clock) {
    this.demands = new Demands(new DaneLookup(resolver, config.port()), policies);
    this.routes = new Routes(resolver, demands, config.hostname());
    this.caller = new SmtpClient.Caller(connector, config.port(), config.hostname(), times, clock);
    this.destinations = new Destinations(config, times);
    this.clock = clock;
  }

  Destinations destinations() {
    return destinations;
  }

  /**
   * Where a message goes.
   *
   * @param destination under which name the domain's connections and failures are remembered: what
   *     is good enough for some mail is not for other
   * @param policy what the domain itself asks for
   */
  record Way(String domain, String destination, Optional<StsPolicy> policy) {}

  /** Asks for a domain's policy: before the turn, so that who is slow with it holds no turn. */
  Way way(Letter letter, String domain) {
    String destination =
        switch (letter.tls()) {
          case AS_USUAL -> domain;
          case REQUIRED -> letter.requiresTls() ? domain + " REQUIRETLS" : domain;
          case OPTIONAL -> domain + " TLS-Required: No";
        };
    Optional<StsPolicy> policy =
        domain.startsWith("[") ? Optional.empty() : demands.policy(domain).policy();
    return new Way(domain, destination, policy);
  }

  /** A turn at a domain; empty when there is none now and nobody waits. */
  Optional<Destinations.Turn> turn(Way way, boolean waits) {
    return waits ? destinations.turn(way.destination()) : destinations.tryTurn(way.destination());
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
      Way way,
      Destinations.Turn at,
      List<Letter.To> recipients,
      Consumer<Map<Integer, Result>> sofar) {
    var attempt = new Attempt(caller, letter, content, recipients, sofar);
    try (Destinations.Turn turn = at) {
      Optional<Result.Said> down = turn.down(clock.instant());
      if (down.isPresent()) {
        attempt.rest(new Result.Later(Result.Why.OUTSIDE, down.get()));
        return attempt.results();
      }
      turn.waiting().ifPresent(client -> attempt.over(client, turn));
      if (!attempt.open().isEmpty()) {
        attempt.along(routes.to(way.domain(), way.policy()), turn);
      }
      turn.learn(attempt.results().values());
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
