package org.mailstead.filter.client;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.wire.Network;
import org.mailstead.wire.dns.Resolver;

/** Asks lists in the DNS about clients, all at once. A list that does not answer says nothing. */
public final class DnsLists {
  /** How long the lists may take together. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private final List<DnsList> lists;
  private final Resolver resolver;

  public DnsLists(List<DnsList> lists, Resolver resolver) {
    this.lists = List.copyOf(lists);
    this.resolver = resolver;
  }

  /** What lists say about one client; it is being asked. */
  public static final class Asked {
    private final List<CompletableFuture<List<Clue>>> answers;
    private final long end = System.nanoTime() + TIME.toNanos();

    Asked(List<CompletableFuture<List<Clue>>> answers) {
      this.answers = answers;
    }

    /** Waits, but not for long. */
    public List<Clue> clues() {
      List<Clue> clues = new ArrayList<>();
      for (CompletableFuture<List<Clue>> answer : answers) {
        try {
          clues.addAll(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
          // It says nothing.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
      return clues;
    }
  }

  /** Begins to ask. Addresses that are of no one in particular are on no list. */
  public Asked ask(InetAddress client) {
    return new Asked(
        Network.isPublic(client)
            ? lists.stream().map(list -> begin(list, client)).toList()
            : List.of());
  }

  private CompletableFuture<List<Clue>> begin(DnsList list, InetAddress client) {
    var answer = new CompletableFuture<List<Clue>>();
    Thread.startVirtualThread(() -> {
      try {
        answer.complete(look(list, client));
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  private List<Clue> look(DnsList list, InetAddress client) {
    return resolver.a(list.question(client)).records().stream()
        .filter(list.codes()::has)
        .limit(1)
        .map(code ->
            Clue.named(
                "list",
                list.zone(),
                list.points(),
                "the sending server %s is on the list %s, as %s"
                    .formatted(client.getHostAddress(), list.zone(), code.getHostAddress())))
        .toList();
  }
}
