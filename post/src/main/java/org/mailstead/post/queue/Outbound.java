package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.post.route.Route;
import org.mailstead.post.tls.DaneLookup;
import org.mailstead.post.tls.Demands;
import org.mailstead.post.tls.StsPolicies;
import org.mailstead.post.tls.TlsResults;
import org.mailstead.wire.Connector;
import org.mailstead.wire.dns.Resolver;

/** Brings a message to the servers of one domain. */
final class Outbound implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbound.class.getName());

  private final Demands demands;
  private final Servers servers;
  private final Manners.Usual usual;
  private final SmtpClient.Caller caller;
  private final Destinations destinations;
  private final InstantSource clock;

  Outbound(
      Resolver resolver,
      Connector connector,
      StsPolicies policies,
      TlsResults results,
      QueueConfig config,
      SmtpTimes times,
      InstantSource clock) {
    this.demands = new Demands(new DaneLookup(resolver, config.port()), policies);
    this.servers = new Servers(resolver, demands, config.hostname());
    this.usual = new Manners.Usual(config.port(), config.hostname());
    this.caller = new SmtpClient.Caller(connector, config.hostname(), times, results, clock);
    this.destinations = new Destinations(config, times);
    this.clock = clock;
  }

  Destinations destinations() {
    return destinations;
  }

  /**
   * The way to a domain, or to a relay.
   *
   * @param policy of the domain
   * @param turn to be closed
   */
  record Way(Outlet outlet, String domain, Optional<StsPolicy> policy, Destinations.Turn turn) {}

  /**
   * Gets ready to bring a message to a domain; empty when something would have to be waited for and
   * nobody waits, or this server stops. Who is slow with a policy takes no turn meanwhile.
   */
  Optional<Way> way(Letter letter, Outlet outlet, String domain, boolean waits) {
    Optional<StsPolicies.Known> policy =
        outlet.isRelay() ? Optional.of(StsPolicies.Known.NOTHING) : policy(domain, waits);
    policy
        .flatMap(StsPolicies.Known::problem)
        .ifPresent(problem -> caller.results().policy(domain, problem));
    return policy.flatMap(known -> {
      String name = Attempt.destination(letter, outlet, domain);
      return (waits ? destinations.turn(name) : destinations.tryTurn(name))
          .map(turn -> new Way(outlet, domain, known.policy(), turn));
    });
  }

  private Optional<StsPolicies.Known> policy(String domain, boolean waits) {
    return domain.startsWith("[")
        ? Optional.of(StsPolicies.Known.NOTHING)
        : demands.policy(domain, waits);
  }

  /**
   * Tries all recipients of one domain; each of them has a result then, by its index.
   *
   * @param way whose turn is closed
   * @param sofar is told the results of each transaction but the last as soon as they are there
   */
  Map<Integer, Result> send(
      Letter letter,
      Content content,
      Way way,
      List<Letter.To> recipients,
      Consumer<Map<Integer, Result>> sofar) {
    var attempt = new Attempt(caller, letter, content, recipients, sofar);
    try (Destinations.Turn turn = way.turn()) {
      Optional<Result.Said> down = turn.down(clock.instant());
      if (down.isPresent()) {
        attempt.rest(new Result.Later(Result.Why.OUTSIDE, down.get()));
        return attempt.results();
      }
      turn.waiting().ifPresent(client -> attempt.over(client, turn));
      if (!attempt.open().isEmpty()) {
        attempt.along(where(way.outlet(), way.domain(), way.policy()), turn);
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

  private Servers.Where where(Outlet outlet, String domain, Optional<StsPolicy> policy) {
    var manners = new Manners(outlet, outlet.isRelay() ? "" : domain, usual);
    return switch (outlet.exit()) {
      case Route.Exit.Direct() -> servers.to(domain, policy, manners);
      case Route.Exit.Relay relay -> servers.relay(relay, manners);
    };
  }

  /** Where mail to a domain would go. */
  Servers.Where where(Outlet outlet, String domain) {
    return where(outlet, domain, policy(domain, true).flatMap(StsPolicies.Known::policy));
  }

  SmtpClient.Caller caller() {
    return caller;
  }

  @Override
  public void close() {
    destinations.close();
  }
}
