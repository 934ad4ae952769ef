package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailstead.admin.MadePassword;
import org.mailstead.identity.Account;
import org.mailstead.identity.Allowance;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Mention;
import org.mailstead.identity.Mentions;
import org.mailstead.identity.signin.PasswordRules;
import org.mailstead.post.Post;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead account …}. */
@Command(
    name = "account",
    description = "People's accounts, their passwords and other addresses.",
    mixinStandardHelpOptions = true)
final class AccountCommands {
  /** What stands for the number in {@code account add --count}. */
  private static final String COUNTER = "%" + "d";

  private final Session session;
  private final SecureRandom random = new SecureRandom();

  AccountCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "add",
      description = "Make an account. Without a password given, one is made and shown.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--name", paramLabel = "NAME", defaultValue = "") String name,
      @Option(names = "--password", paramLabel = "P", defaultValue = "") String given,
      @Option(names = "--password-stdin", description = "Read the password from standard input.")
          boolean fromStdin,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "0",
              description = "Make N accounts: %%d in the address counts from 0.")
          int count)
      throws IOException {
    String password = fromStdin ? readLine() : given;
    if (count > 0) {
      if (!address.contains(COUNTER)) {
        throw new ConfigException("with --count the address holds " + COUNTER);
      }
      for (int i = 0; i < count; i++) {
        addOne(address.replace(COUNTER, Integer.toString(i)), name, password, i == 0);
      }
      return 0;
    }
    addOne(address, name, password, true);
    return 0;
  }

  private void addOne(String address, String name, String password, boolean warn) {
    String chosen = password.isEmpty() ? makePassword() : password;
    Account account = make(session.core(), parse(address), name, chosen);
    String shown = password.isEmpty() ? "  password " + chosen : "";
    session.out().println("added " + account.address() + shown);
    if (!password.isEmpty() && warn && password.length() < PasswordRules.LEAST_LENGTH) {
      session.err().println("warning: the password is short and easily guessed");
    }
  }

  /** Makes an account that can be used at once. */
  static Account make(Core core, EmailAddress address, String name, String password) {
    Account account = core.changes().addAccount(address, name);
    core.passwords().set(account.id(), password);
    core.post().mailboxes().provide(account.id());
    return account;
  }

  private String makePassword() {
    return MadePassword.of(random);
  }

  private String readLine() throws IOException {
    String line = new BufferedReader(new InputStreamReader(session.in(), UTF_8)).readLine();
    if (line == null || line.isEmpty()) {
      throw new ConfigException("no password came on standard input");
    }
    return line;
  }

  private static EmailAddress parse(String address) {
    return EmailAddress.parse(address)
        .orElseThrow(() -> new ConfigException(address + " is no address"));
  }

  private Account find(String address) {
    return Optional.of(parse(address))
        .flatMap(session.core().directory()::account)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address));
  }

  @Command(name = "list", description = "Show all accounts.", mixinStandardHelpOptions = true)
  int list() {
    for (Account account : session.core().directory().accounts()) {
      Post.Usage usage = session.core().post().usage(account.id());
      String off =
          account.disabled()
              ? "  switched off"
              : account.barred() ? "  barred by the directory" : "";
      String aliases = account.aliases().isEmpty() ? "" : "  also " + join(account.aliases());
      session
          .out()
          .printf(
              "%s  %d messages, %d bytes%s%s%n",
              account.address(), usage.emails(), usage.bytes(), aliases, off);
    }
    for (Account account : session.core().directory().removing()) {
      session.out().println(account.address() + "  is being removed");
    }
    return 0;
  }

  private static String join(List<EmailAddress> addresses) {
    return String.join(", ", addresses.stream().map(EmailAddress::toString).toList());
  }

  @Command(
      name = "password",
      description = "Set a new password, read from standard input, or made and shown.",
      mixinStandardHelpOptions = true)
  int password(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--password-stdin", description = "Read the password from standard input.")
          boolean fromStdin)
      throws IOException {
    Account account = find(address);
    String password = fromStdin ? readLine() : makePassword();
    session.core().signIn().help().setPassword(account.id(), password, Session.BY);
    session.out().println(fromStdin ? "changed" : "changed  password " + password);
    return 0;
  }

  @Command(
      name = "quota",
      description = {
        "Limit how much mail an account keeps, or show it. 0 stands for no limit.",
        "New accounts may keep any amount, in 10,000,000 messages."
      },
      mixinStandardHelpOptions = true)
  int quota(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "BYTES", arity = "0..1", defaultValue = "-1") long bytes,
      @Option(
              names = "--messages",
              paramLabel = "N",
              defaultValue = "-1",
              description = "Messages in all mailboxes together; a copy counts as another one.")
          long messages) {
    if (bytes < -1 || messages < -1) {
      throw new ConfigException("a quota is 0 or more");
    }
    Account account = find(address);
    if (bytes < 0 && messages < 0) {
      session.out().println(told(account.allowance()));
      return 0;
    }
    session
        .core()
        .changes()
        .changeAccount(account.id(), a -> a.withAllowance(changed(a.allowance(), bytes, messages)));
    session.out().println("changed");
    return 0;
  }

  private static Allowance changed(Allowance old, long bytes, long messages) {
    Allowance octets = bytes < 0 ? old : old.withOctets(bytes);
    return messages < 0 ? octets : octets.withMessages(messages);
  }

  private static String told(Allowance allowance) {
    return "%s bytes, %s messages"
        .formatted(limit(allowance.octets()), limit(allowance.messages()));
  }

  private static String limit(long most) {
    return most == 0 ? "any number of" : Long.toString(most);
  }

  @Command(
      name = "disable",
      description = "Switch an account off: mail still arrives, nobody can sign in.",
      mixinStandardHelpOptions = true)
  int disable(@Parameters(paramLabel = "ADDRESS") String address) {
    return switchOff(address, true);
  }

  @Command(
      name = "enable",
      description = "Switch an account on again.",
      mixinStandardHelpOptions = true)
  int enable(@Parameters(paramLabel = "ADDRESS") String address) {
    return switchOff(address, false);
  }

  private int switchOff(String address, boolean off) {
    session.core().changes().changeAccount(find(address).id(), a -> a.withDisabled(off));
    session.out().println("changed");
    return 0;
  }

  @Command(
      name = "remove",
      description = {
        "Remove an account with all its mail, for good. Its sessions end, its addresses are free.",
        "It goes on after a crash, and when this command is ended: see mailstead job."
      },
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--yes", description = "Yes, remove it.") boolean yes) {
    Core core = session.core();
    Account account = removable(parse(address));
    String named = account.address().toString();
    if (!yes) {
      Post.Usage usage = core.post().usage(account.id());
      return session.unsure(
          "this removes %s with %d messages, %d bytes, for good"
              .formatted(named, usage.emails(), usage.bytes()));
    }
    new Mentions(core.directory()).of(account.id()).forEach(this::told);
    return session.finish(core.removal().begin(account));
  }

  /** By its own address only; also one whose removal was begun and not ended. */
  private Account removable(EmailAddress address) {
    Directory directory = session.core().directory();
    Account account =
        Stream.concat(directory.account(address).stream(), directory.removing().stream())
            .filter(a -> hasAddress(a, address))
            .findFirst()
            .orElseThrow(
                () -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address.toString()));
    if (!account.address().canonical().equals(address.canonical())) {
      throw new ConfigException(address + " is an alias of " + account.address());
    }
    return account;
  }

  private static boolean hasAddress(Account account, EmailAddress address) {
    return Stream.concat(Stream.of(account.address()), account.aliases().stream())
        .anyMatch(a -> a.canonical().equals(address.canonical()));
  }

  private void told(Mention mention) {
    session
        .err()
        .println(
            switch (mention) {
              case Mention.Group(EmailAddress group, boolean only) ->
                  "warning: it leaves the group " + group + (only ? ", which is empty then" : "");
              case Mention.CatchAll(String domain) ->
                  "warning: mail for unknown addresses of " + domain + " is refused from now on";
            });
  }

  @Command(
      name = "alias",
      description = "Give an account another address, or take it away.",
      mixinStandardHelpOptions = true)
  int alias(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "ALIAS") String alias,
      @Option(names = "--remove") boolean remove) {
    Account account = find(address);
    if (remove) {
      session.core().changes().removeAlias(account.id(), parse(alias));
    } else {
      session.core().changes().addAlias(account.id(), parse(alias));
    }
    session.out().println(remove ? "removed" : "added");
    return 0;
  }

  @Command(
      name = "group",
      description = "Make an address that delivers to others; without members, remove it.",
      mixinStandardHelpOptions = true)
  int group(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "MEMBER", arity = "0..*") List<String> members) {
    if (members == null || members.isEmpty()) {
      session.core().changes().removeGroup(parse(address));
      session.out().println("removed");
      return 0;
    }
    List<EmailAddress> parsed = members.stream().map(AccountCommands::parse).toList();
    session.core().changes().setGroup(parse(address), parsed);
    session.out().println("set");
    return 0;
  }
}
