package org.mailstead.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.words.EmailAddress;

/** A stopped home, and somebody who types commands for it. */
final class Typed implements AutoCloseable {
  final Core core;
  private final Path folder;
  private int delivered;

  /** What a command said and how it ended. */
  record Said(int code, String out, String err) {}

  Typed(Path folder) throws IOException {
    this(folder, "");
  }

  /**
   * @param settings lines of the home's file
   */
  Typed(Path folder, String settings) throws IOException {
    this.folder = folder;
    var home = new Home(folder.resolve("home"));
    home.create();
    String text = settings.isEmpty() ? BootConfig.tryOut("127.0.0.1", 0).toToml() : settings;
    Home.writeOwn(home.config(), text);
    BootConfig config = BootConfig.read(home.config());
    core = Core.open(home, config, InstantSource.system());
  }

  Said type(String... words) {
    return typeWith("", words);
  }

  /**
   * @param input what stands on standard input
   */
  Said typeWith(String input, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(UTF_8));
    var session =
        new Session(
            () -> core,
            folder,
            in,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    int code = CommandRoot.execute(session, List.of(words));
    return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Types what must go well; returns what was said. */
  String good(String... words) {
    Said said = type(words);
    assertEquals(0, said.code, said.toString());
    return said.out;
  }

  Account account(String address) {
    return core.directory().account(EmailAddress.parse(address).orElseThrow()).orElseThrow();
  }

  void deliver(String address, int count) throws IOException {
    Account account = account(address);
    for (int i = 0; i < count; i++) {
      try (Arriving arriving = core.post().intake().begin(account.id())) {
        arriving.write("Subject: hello\r\n\r\nHello\r\n".getBytes(ISO_8859_1));
        Arriving.Arrived arrived = arriving.finish(account.id());
        var message =
            new NewMessage(
                arrived.body(),
                new byte[0],
                arrived.structure(),
                arrived.preview(),
                Set.of(),
                core.clock().instant().atOffset(ZoneOffset.UTC),
                List.of());
        core.post().delivery().deliver(account.id(), message, "m" + delivered++);
      }
    }
  }

  @Override
  public void close() throws IOException {
    core.close();
  }
}
