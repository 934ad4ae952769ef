package org.mailstead.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mailstead.wire.BadCertificate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mailstead run} and {@code mailstead serve}: a server until it is told to stop. */
final class Server {
  private static final System.Logger LOG = System.getLogger(Server.class.getName());

  private Server() {}

  static int execute(Home home, List<String> words) {
    var line = new CommandLine(words.getFirst().equals("run") ? new Run(home) : new Serve(home));
    line.setExecutionExceptionHandler((e, _, _) -> ExitCode.explain(e, System.err));
    return line.execute(words.subList(1, words.size()).toArray(new String[0]));
  }

  /** Try-out: makes a home with two people when there is none. */
  @Command(
      name = "mailstead run",
      mixinStandardHelpOptions = true,
      description = {
        "Try Mailstead out: makes a home with a domain and two accounts when there is none,",
        "starts, and says what to open. Mail for other servers is held, not sent."
      })
  private static final class Run implements Callable<Integer> {
    private final Home home;

    @Option(
        names = "--port-base",
        paramLabel = "N",
        defaultValue = "10000",
        description =
            "Ports are the standard ones plus N, of the web the next one that browsers open"
                + " (default: ${DEFAULT-VALUE}).")
    private int portBase = 10_000;

    @Option(
        names = "--bind",
        paramLabel = "ADDR",
        defaultValue = "127.0.0.1",
        description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String bind = "127.0.0.1";

    Run(Home home) {
      this.home = home;
    }

    @Override
    public Integer call() throws Exception {
      boolean fresh = !home.exists();
      home.create();
      if (!Files.exists(home.config())) {
        Home.writeOwn(home.config(), BootConfig.tryOut(bind, portBase).toToml());
      }
      BootConfig config = BootConfig.read(home.config()).withListen(bind, portBase);
      return serve(home, config, fresh);
    }
  }

  /** Production: the home's file decides. */
  @Command(
      name = "mailstead serve",
      mixinStandardHelpOptions = true,
      description = "Serve a home: its mailstead.toml decides where and how.")
  private static final class Serve implements Callable<Integer> {
    private final Home home;

    Serve(Home home) {
      this.home = home;
    }

    @Override
    public Integer call() throws Exception {
      if (!Files.exists(home.config())) {
        home.create();
        Home.writeOwn(home.config(), BootConfig.tryOut("127.0.0.1", 10_000).toToml());
        throw new ConfigException("wrote " + home.config() + "; look through it and start again");
      }
      home.create();
      return serve(home, BootConfig.read(home.config()), false);
    }
  }

  private static int serve(Home home, BootConfig config, boolean fresh) throws Exception {
    Logging.server(config.jsonLog());
    Core core = Core.open(home, config, InstantSource.system());
    var house = new House(core);
    var stopped = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var serving = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopped.countDown();
                  await(closed);
                  if (serving.get()) {
                    // The JVM would say 143; a server that was told to stop and did has not failed.
                    Runtime.getRuntime().halt(ExitCode.OK);
                  }
                },
                "stop"));
    try {
      house.start();
      if (fresh) {
        Welcome.furnish(core, System.out);
      }
      ready(home, config, house);
      serving.set(true);
      await(stopped);
      LOG.log(INFO, "stopping");
    } catch (BadCertificate e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    } finally {
      close(house);
      closed.countDown();
    }
    return ExitCode.OK;
  }

  /** All is said before the file is there: who waits for it finds the lines. */
  private static void ready(Home home, BootConfig config, House house) throws IOException {
    // Not the process's age: what had to be built first is not the server's start.
    long upFor = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    LOG.log(INFO, "listening: {0}", String.join(", ", house.listening()));
    double seconds = Duration.ofMillis(upFor).toMillis() / 1000.0;
    System.out.printf(Locale.ROOT, "ready in %.1f s%n", seconds);
    WebSite.of(config).origin().ifPresent(page -> System.out.println("  in a browser: " + page));
    house.welcome().ifPresent(page -> System.out.println("  it has no owner yet: " + page));
    System.out.flush();
    Home.writeOwn(home.ready(), String.join("\n", house.listening()) + "\n");
  }

  private static void close(House house) {
    try {
      house.close();
    } catch (IOException e) {
      LOG.log(WARNING, "stopping did not go well", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
