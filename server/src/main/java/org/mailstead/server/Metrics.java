package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.mailstead.http.Answer;
import org.mailstead.store.Level;
import org.mailstead.store.Partition;
import org.mailstead.words.Refused;

/** What the management port tells: whether the server works, and its figures for Prometheus. */
final class Metrics {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Core core;
  private final PrometheusRegistry registry = new PrometheusRegistry();

  Metrics(Core core) {
    this.core = core;
    counter("mailstead_store_commits", "Commits answered.", () -> core.engine().counts().commits());
    counter(
        "mailstead_store_groups",
        "Writes with a flush; commits share them.",
        () -> core.engine().counts().groups());
    counter(
        "mailstead_store_unknown",
        "Groups of commits whose outcome was unknown: look at the disk.",
        () -> core.engine().counts().failures());
    gauge("mailstead_accounts", "Accounts.", () -> core.directory().accounts().size());
    gauge("mailstead_heap_used_bytes", "Java heap in use.", Metrics::heap);
    gauge(
        "mailstead_disk_free_bytes",
        "Free disk where the home lies.",
        () -> core.home().folder().toFile().getUsableSpace());
  }

  private interface Figure {
    double now();
  }

  private void counter(String name, String help, Figure figure) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.now()))
        .register(registry);
  }

  private void gauge(String name, String help, Figure figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(figure.now()))
        .register(registry);
  }

  private static double heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  Answer metrics() {
    var out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.of(200, PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
  }

  /** 200 when the store answers, 503 when not: for load balancers and watchdogs. */
  Answer health() {
    try {
      core.engine().head(new Partition(Partition.Kind.SETTINGS, 0), Level.SESSION);
      return Answer.of(200, TEXT, "ok\n".getBytes(UTF_8));
    } catch (Refused e) {
      return Answer.of(503, TEXT, "the store does not answer\n".getBytes(UTF_8));
    }
  }
}
