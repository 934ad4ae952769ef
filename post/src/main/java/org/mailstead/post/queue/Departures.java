package org.mailstead.post.queue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.mailstead.post.route.Route;
import org.mailstead.post.route.RouteTable;
import org.mailstead.words.EmailAddress;

/** Messages on their way to other servers: which of their recipients go together, and how. */
final class Departures {
  private final Outbound outbound;
  private final RouteTable routes;
  private final Forwarding forwarding;
  private final BounceNames names;
  private final Suppressions suppressions;
  private final Traces traces;
  private final BooleanSupplier sending;
  private final InstantSource clock;

  /**
   * @param sending whether mail leaves that no operator lets go
   */
  Departures(
      Outbound outbound,
      RouteTable routes,
      Forwarding forwarding,
      Suppressions suppressions,
      Traces traces,
      BooleanSupplier sending,
      InstantSource clock) {
    this.outbound = outbound;
    this.routes = routes;
    this.forwarding = forwarding;
    this.names = forwarding.srs().bounceNames();
    this.suppressions = suppressions;
    this.traces = traces;
    this.sending = sending;
    this.clock = clock;
  }

  /**
   * Each domain by itself. Only the lane's own domain is waited for: whoever would have to wait for
   * a turn at another one comes back in its lane, so that a slow one keeps no other waiting.
   */
  void elsewhere(
      Letter letter,
      Content content,
      List<Letter.To> due,
      long lane,
      Consumer<Map<Integer, Result>> note) {
    Map<Integer, Result> unsent = new HashMap<>();
    Map<Group, List<Letter.To>> groups = new LinkedHashMap<>();
    for (Letter.To to : due) {
      Optional<Suppressions.Entry> suppressed = suppressions.find(to.address());
      if (letter.isOver(clock.instant())) {
        unsent.put(to.index(), late(to));
      } else if (suppressed.isPresent()) {
        unsent.put(to.index(), refused(suppressed.get()));
      } else if (sending.getAsBoolean() || to.row().getReleased()) {
        groups.computeIfAbsent(group(letter, to), _ -> new ArrayList<>()).add(to);
      } else {
        unsent.put(to.index(), new Result.Unsent());
      }
    }
    note.accept(unsent);
    var leaving = new Leaving(letter, content, note);
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    groups.forEach((to, group) -> {
      Runnable leave =
          () -> {
            boolean own = group.stream().anyMatch(one -> Lanes.of(letter, one) == lane);
            try {
              send(leaving, to, group, lane == 0 || own);
            } catch (RuntimeException e) {
              failures.add(e);
            }
          };
      if (groups.size() == 1) {
        leave.run(); // another thread would only be waited for
      } else {
        threads.add(Thread.ofVirtual().name("to " + to.name()).start(leave));
      }
    });
    threads.forEach(Rounds::join);
    RuntimeException first = failures.poll();
    if (first != null) {
      throw first; // the timer comes again after a pause
    }
  }

  /** RFC 2852 section 4.1.4: what was to come back then. */
  private Result late(Letter.To to) {
    String last = to.row().hasLast() ? "; last: " + to.row().getLast().getText() : "";
    String why = "it was not delivered by the time asked for" + last;
    return new Result.Failed(new Result.Said(0, "5.4.7", why, "", clock.instant()));
  }

  private Result refused(Suppressions.Entry entry) {
    return new Result.Failed(new Result.Said(0, "5.1.1", entry.why(), "", clock.instant()));
  }

  private void send(Leaving leaving, Group to, List<Letter.To> group, boolean waits) {
    Letter sent = addressed(leaving.letter(), to, group);
    outbound
        .way(sent, to.outlet(), to.domain(), waits)
        .ifPresent(way -> {
          Letter sealed = leaving.seal(group.getFirst()).before(sent);
          Map<Integer, Result> results =
              outbound.send(sealed, leaving.content(), way, group, leaving.note());
          List<Letter.To> past = unreached(to.outlet(), group, results);
          past.forEach(one -> results.remove(one.index()));
          leaving.note().accept(results);
          if (!past.isEmpty()) {
            pastTheRelay(leaving, to, past, waits);
          }
        });
  }

  /** With the return path and the envelope id by which reports about these recipients come back. */
  private Letter addressed(Letter letter, Group to, List<Letter.To> group) {
    Letter sent = letter;
    if (to.rewritten()) {
      sent = letter.from(letter.returnPath().map(forwarding.srs()::forward));
    } else if (to.alone() >= 0) {
      int index = group.getFirst().index();
      sent = letter.from(letter.returnPath().map(p -> names.returnPath(p, letter.id(), index)));
    }
    // RFC 3461 section 5.2.1: mail of others that is only passed on gets none. What our users sent
    // begins here, and what is sent on under an address of ours begins anew.
    boolean begins = letter.sender().isPresent() || to.rewritten();
    boolean unnamed = letter.row().getEnvelopeId().isEmpty() && letter.returnPath().isPresent();
    return begins && unnamed ? sent.named(names.envelopeId(letter.id(), to.domain())) : sent;
  }

  /**
   * Those whose route allows that the relay is passed by, and no connection to it came about. One
   * that was there and is not as safe as it must be is no reason: somebody may want just that.
   */
  private static List<Letter.To> unreached(
      Outlet outlet, List<Letter.To> group, Map<Integer, Result> results) {
    if (outlet.route().filter(Route::orDirect).isEmpty()) {
      return List.of();
    }
    return group.stream()
        .filter(to ->
            results.get(to.index()) instanceof Result.Later(_, var said)
                && said.code() == 0
                && Set.of("4.4.1", "4.4.3").contains(said.status()))
        .toList();
  }

  private void pastTheRelay(Leaving leaving, Group to, List<Letter.To> past, boolean waits) {
    traces.note(
        leaving.letter().id(),
        "the relay is not reached, and its route allows to go past it: " + to.name());
    Map<Group, List<Letter.To>> groups = new LinkedHashMap<>();
    past.forEach(one ->
        groups
            .computeIfAbsent(
                new Group(
                    to.outlet().direct(),
                    one.address().domain(),
                    to.rewritten(),
                    to.onward(),
                    to.alone()),
                _ -> new ArrayList<>())
            .add(one));
    groups.forEach((direct, some) -> send(leaving, direct, some, waits));
  }

  /** By the domain of whoever sends it: of mail that is sent on, the one that does so. */
  private Group group(Letter letter, Letter.To to) {
    String domain = to.address().domain();
    String from =
        to.row().getOnward().isEmpty()
            ? letter.returnPath().map(EmailAddress::domain).orElse("")
            : to.row().getOnward();
    var outlet = new Outlet(routes.find(from, domain));
    boolean alone = letter.row().getVerp() && letter.returnPath().isPresent();
    return new Group(
        outlet,
        outlet.isRelay() ? "" : domain,
        to.row().getForwarded(),
        to.row().getOnward(),
        alone ? to.index() : -1);
  }

  /** A message in one round; each domain of ours that sends it on makes its seal once. */
  private final class Leaving {
    private final Letter letter;
    private final Content content;
    private final Consumer<Map<Integer, Result>> note;
    private final Map<String, Sealing.Seal> made = new ConcurrentHashMap<>();

    Leaving(Letter letter, Content content, Consumer<Map<Integer, Result>> note) {
      this.letter = letter;
      this.content = content;
      this.note = note;
    }

    Letter letter() {
      return letter;
    }

    Content content() {
      return content;
    }

    Consumer<Map<Integer, Result>> note() {
      return note;
    }

    Sealing.Seal seal(Letter.To to) {
      return made.computeIfAbsent(
          to.row().getOnward(),
          _ -> {
            Sealing.Seal seal = forwarding.sealing().seal(letter, content, to);
            if (!seal.told().isEmpty()) {
              traces.note(letter.id(), seal.told());
            }
            return seal;
          });
    }
  }

  /**
   * Recipients that one conversation can reach, with one sender.
   *
   * @param domain of all of them; empty where a relay takes all domains
   * @param alone the place of a recipient who has a return path of its own; -1 for the others
   */
  private record Group(Outlet outlet, String domain, boolean rewritten, String onward, int alone) {
    String name() {
      return outlet.destination(domain);
    }
  }
}
