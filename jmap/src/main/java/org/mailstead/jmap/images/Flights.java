package org.mailstead.jmap.images;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that several want at the same time is done once. */
final class Flights<K, V> {
  private final Map<K, CompletableFuture<V>> now = new ConcurrentHashMap<>();

  V get(K key, Supplier<V> work) {
    var own = new CompletableFuture<V>();
    CompletableFuture<V> other = now.putIfAbsent(key, own);
    if (other != null) {
      return joined(other);
    }
    try {
      V done = work.get();
      own.complete(done);
      return done;
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      now.remove(key, own);
    }
  }

  private static <V> V joined(CompletableFuture<V> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException same) {
        throw same;
      }
      throw e;
    }
  }
}
