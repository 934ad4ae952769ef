package org.mailstead.filter.origin;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Srv;
import org.mailstead.wire.dns.Tlsa;

/**
 * A DNS that answers until a time is up, and fails at once afterwards: whoever sends a message
 * chooses the name servers that are asked about it, and must not hold a session by them.
 */
final class TimedResolver implements Resolver {
  private final Resolver resolver;
  private final Duration time;
  private final String late;
  private volatile long end;

  TimedResolver(Resolver resolver, Duration time) {
    this.resolver = resolver;
    this.time = time;
    this.late = "no answer within " + time.toSeconds() + " seconds";
    start();
  }

  /** The time begins now. */
  void start() {
    end = System.nanoTime() + time.toNanos();
  }

  private <T> Answer<T> ask(Supplier<Answer<T>> question) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return new Answer.Failed<>(true, late);
    }
    var answer = new CompletableFuture<Answer<T>>();
    // It goes on when nobody waits any more: the next message finds its answer in the cache.
    Thread.startVirtualThread(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      return answer.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Answer.Failed<>(true, late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed<>(true, "the server stops");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return ask(() -> resolver.mx(domain));
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return ask(() -> resolver.addresses(host));
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return ask(() -> resolver.a(host));
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return ask(() -> resolver.aaaa(host));
  }

  @Override
  public Answer<String> txt(String name) {
    return ask(() -> resolver.txt(name));
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return ask(() -> resolver.ptr(address));
  }

  @Override
  public Answer<String> cname(String name) {
    return ask(() -> resolver.cname(name));
  }

  @Override
  public Answer<Srv> srv(String name) {
    return ask(() -> resolver.srv(name));
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return ask(() -> resolver.tlsa(name));
  }
}
