package org.mailstead.store;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Keeps zstd's working memory from one message to the next: making it costs as much as packing a
 * small message. Native memory, so only a few are kept.
 */
final class Compressors implements AutoCloseable {
  private static final int KEPT = 4;

  private final ArrayBlockingQueue<ZstdCompressCtx> idle = new ArrayBlockingQueue<>(KEPT);
  private volatile boolean closed;

  /**
   * Packs a whole array's beginning into another.
   *
   * @return octets written; empty when they would not fit
   */
  Optional<Integer> compress(byte[] from, int length, byte[] to) {
    ZstdCompressCtx kept = idle.poll();
    ZstdCompressCtx context = kept == null ? make() : kept;
    try {
      return Optional.of(context.compressByteArray(to, 0, to.length, from, 0, length));
    } catch (com.github.luben.zstd.ZstdException e) {
      return Optional.empty();
    } finally {
      if (closed || !idle.offer(context)) {
        context.close();
      }
    }
  }

  private static ZstdCompressCtx make() {
    return new ZstdCompressCtx().setLevel(Packing.LEVEL);
  }

  @Override
  public void close() {
    closed = true;
    idle.forEach(ZstdCompressCtx::close);
    idle.clear();
  }
}
