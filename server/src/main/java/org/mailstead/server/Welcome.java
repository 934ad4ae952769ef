package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.mailstead.admin.MadePassword;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.identity.Account;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Source;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Reason;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** Furnishes a try-out: a domain, two people, and a first message for each. */
final class Welcome {
  private static final String DOMAIN = "example.test";

  private Welcome() {}

  static void furnish(Core core, PrintStream out) throws IOException {
    var random = new SecureRandom();
    core.signing().domain(DOMAIN, TenantId.FIRST);
    out.println("A try-out home in " + core.home().folder() + ". Two people live in it:");
    for (String name : List.of("ada", "bob")) {
      String password = MadePassword.of(random);
      var address = new EmailAddress(name, DOMAIN);
      Account account = AccountCommands.make(core, address, name, password);
      deliver(core, account);
      out.printf("  %s  password %s%n", address, password);
    }
    // RFC 2142: every domain has these.
    Account ada = core.directory().account(new EmailAddress("ada", DOMAIN)).orElseThrow();
    core.changes().addAlias(ada.id(), new EmailAddress("postmaster", DOMAIN));
    core.changes().addAlias(ada.id(), new EmailAddress("abuse", DOMAIN));
    // Whoever brings a file of his own says in it what he wants.
    String plaintext = ProgramSettings.PLAINTEXT.key();
    if (core.settings().find(plaintext, Scope.system()).source() instanceof Source.Default()) {
      core.settings().set(Scope.system(), plaintext, "true", "the try-out");
    }
  }

  private static void deliver(Core core, Account account) throws IOException {
    var now = core.clock().instant().atOffset(ZoneOffset.UTC);
    String text =
        """
        From: Mailstead <postmaster@%s>
        To: %s
        Subject: Welcome to Mailstead
        Date: %s
        Message-ID: <welcome.%d@%s>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        Hello,

        this is your mailbox. Any mail program can open it: the ports are in the
        output of the command that started this server, and in the file run/ready
        of its home.

        Mail to other people of this server is delivered at once. Mail to the world
        outside is held in the queue, so you can try everything without sending
        anything; "mailstead queue list" shows it.
        """
            .formatted(
                DOMAIN, account.address(), DateTimes.format(now), account.id().value(), DOMAIN)
            .replace("\n", "\r\n");
    try (Arriving arriving = core.post().intake().begin(account.id())) {
      arriving.write(text.getBytes(UTF_8));
      Arriving.Arrived arrived = arriving.finish(account.id());
      var reason =
          new Reason("welcome", "first message of a new account", "", core.clock().instant());
      core.post()
          .delivery()
          .deliver(
              account.id(),
              new NewMessage(
                  arrived.body(),
                  new byte[0],
                  arrived.structure(),
                  arrived.preview(),
                  Set.of(),
                  now,
                  List.of(reason)),
              "welcome");
    }
  }
}
