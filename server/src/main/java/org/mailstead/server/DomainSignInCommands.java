package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.OidcSettings;
import org.mailstead.identity.ldap.LdapDirectories;
import org.mailstead.identity.ldap.LdapDoctor;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.signin.Elsewhere;
import org.mailstead.identity.signin.ToldGroups;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead domain sign-in …}. */
@Command(
    name = "sign-in",
    description = {
      "Say where a domain's people prove who they are: local, by passwords of this home; ldap, by those",
      "of a directory; oidc, at a provider of identities. Without a word: show it. Counts at once."
    },
    mixinStandardHelpOptions = true)
final class DomainSignInCommands implements Callable<Integer> {
  private final Session session;

  // Optional only since "test" has one of its own.
  @Parameters(index = "0", paramLabel = "DOMAIN", arity = "0..1", defaultValue = "")
  private String domain = "";

  @Parameters(
      index = "1",
      paramLabel = "WHERE",
      arity = "0..1",
      defaultValue = "",
      description = "local, ldap or oidc")
  private String where = "";

  @Mixin private Ldap ldap = new Ldap();

  @Mixin private OidcOptions oidc = new OidcOptions();

  DomainSignInCommands(Session session) {
    this.session = session;
  }

  /** The options of a directory. */
  static final class Ldap {
    @Option(
        names = "--server",
        paramLabel = "URL",
        split = ",",
        description =
            "ldaps://HOST[:PORT], or ldap://HOST[:PORT] for StartTLS; more, to be asked in this"
                + " order when one does not answer.")
    private List<String> servers = new ArrayList<>();

    @Option(
        names = "--no-tls",
        description = "ldap:// is not encrypted: for a server on this machine only.")
    private boolean clear;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        defaultValue = "",
        description = "PEM of who vouches for the servers' certificates (default: Java's list).")
    private String authorities = "";

    @Option(
        names = "--base",
        paramLabel = "DN",
        defaultValue = "",
        description = "Below which people are looked for.")
    private String base = "";

    @Option(
        names = "--filter",
        paramLabel = "FILTER",
        defaultValue = "",
        description =
            "Who has an address: {address}, {local} and {domain} stand for it"
                + " (default: (mail={address})).")
    private String filter = "";

    @Option(
        names = "--active-directory",
        description = "Filter and change of passwords as Active Directory wants them.")
    private boolean activeDirectory;

    @Option(
        names = "--reader",
        paramLabel = "DN",
        defaultValue = "",
        description = "Who looks people up; with --password-stdin (default: nobody in particular).")
    private String reader = "";

    @Option(names = "--password-stdin", description = "Read the reader's password.")
    private boolean fromStdin;

    @Option(
        names = "--user",
        paramLabel = "DN",
        defaultValue = "",
        description =
            "What people sign in to the directory as, such as uid={local},ou=people,dc=example or"
                + " {address} (default: what the filter finds).")
    private String user = "";

    @Option(
        names = "--group",
        paramLabel = "DN",
        description = "Who signs in is in this group; more: in one of them.")
    private List<String> groups = new ArrayList<>();

    @Option(
        names = "--mail-groups",
        paramLabel = "DN",
        defaultValue = "",
        description =
            "Groups below it that have an address of the domain deliver to their members, and are"
                + " read again every five minutes.")
    private String mailGroups = "";

    @Option(names = "--make-accounts", description = "The first sign-in makes the account.")
    private boolean makes;

    @Option(
        names = "--change-password",
        description = "People may change their password here, in the directory.")
    private boolean changes;

    @Option(
        names = "--change-at",
        paramLabel = "URL",
        defaultValue = "",
        description = "The page where they change it otherwise, told to them.")
    private String changeAt = "";

    @Option(
        names = "--remember",
        paramLabel = "MINUTES",
        defaultValue = "15",
        description =
            "For how long a password that was right counts while no server answers, 0 to 1440;"
                + " 0 also has each sign-in asked for (default: ${DEFAULT-VALUE}).")
    private int remember;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "5",
        description = "For an answer, 1 to 60 (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
        names = "--connections",
        paramLabel = "N",
        defaultValue = "10",
        description = "At most, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int connections;

    private static final String AD_FILTER =
        "(&(objectCategory=person)(|(userPrincipalName={address})(mail={address})"
            + "(proxyAddresses=smtp:{address})))";

    private String filter() {
      String usual = activeDirectory ? AD_FILTER : "(mail={address})";
      return filter.isEmpty() ? usual : filter;
    }

    private LdapSettings.Change change() {
      if (!changes) {
        return LdapSettings.Change.ELSEWHERE;
      }
      return activeDirectory
          ? LdapSettings.Change.UNICODE_PWD
          : LdapSettings.Change.EXTENDED_OPERATION;
    }
  }

  @Override
  public Integer call() throws IOException {
    if (domain.isEmpty()) {
      throw new ConfigException(
          "domain sign-in DOMAIN [local|ldap|oidc], or domain sign-in test DOMAIN");
    }
    switch (where) {
      case "" -> show();
      case "local" -> {
        signIns().set(domain, new DomainSignIn.Here());
        session.core().credentials().standings().release(name());
        session.out().println(domain + ": passwords are checked here");
      }
      case "ldap" -> {
        LdapSettings settings = settings();
        signIns().set(domain, new DomainSignIn.ByDirectory(settings));
        session.out().println(domain + ": passwords are checked by " + settings.servers());
        groups();
        session.out().println("try it: mailstead domain sign-in test " + domain + " ADDRESS");
      }
      case "oidc" -> {
        OidcSettings settings = oidc.settings(secret(), ldap.makes, ldap.groups, authorities());
        signIns().set(domain, new DomainSignIn.ByProvider(settings));
        session.core().credentials().standings().release(name());
        session.out().println(domain + ": people sign in at " + settings.issuer());
        session.out().println("tell it to send them back to " + provider().redirect());
      }
      default -> throw new ConfigException("local, ldap or oidc, not " + where);
    }
    return ExitCode.OK;
  }

  private void groups() {
    ToldGroups groups = session.core().credentials().standings().groups();
    switch (groups.read(name())) {
      case Elsewhere.Groups.None() -> groups.release(name());
      case Elsewhere.Groups.Told(var told) ->
          session.out().println("groups of " + domain + ": " + told.size());
      case Elsewhere.Groups.Unknown(String why) ->
          session.out().println("its groups could not be read: " + why);
    }
  }

  private DomainSignIns signIns() {
    return session.core().signIns();
  }

  private String name() {
    return EmailAddress.domain(domain).orElse(domain);
  }

  private LdapSettings settings() throws IOException {
    if (ldap.servers.isEmpty() || ldap.base.isEmpty()) {
      throw new ConfigException("ldap needs --server and --base");
    }
    if (ldap.reader.isEmpty() == ldap.fromStdin) {
      throw new ConfigException("--reader goes with --password-stdin");
    }
    var settings =
        new LdapSettings(
            ldap.servers.stream().map(this::server).toList(),
            authorities(),
            ldap.base,
            ldap.filter(),
            reader(),
            ldap.user,
            ldap.groups,
            ldap.mailGroups,
            ldap.makes,
            ldap.change(),
            ldap.changeAt,
            Duration.ofMinutes(ldap.remember),
            Duration.ofSeconds(ldap.timeout),
            ldap.connections);
    LdapDirectories.check(settings);
    return settings;
  }

  private String authorities() throws IOException {
    return ldap.authorities.isEmpty()
        ? ""
        : Files.readString(session.folder().resolve(ldap.authorities), US_ASCII);
  }

  private byte[] secret() throws IOException {
    return ldap.fromStdin
        ? ProviderSignIn.seal(session.core().secrets(), name(), typed(session))
        : new byte[0];
  }

  private ProviderSignIn provider() {
    return session.core().provider();
  }

  private LdapSettings.Server server(String text) {
    LdapSettings.Server server =
        DomainSignIns.server(text, ldap.clear)
            .orElseThrow(
                () -> new ConfigException("ldaps://HOST or ldap://HOST, with a port, not " + text));
    boolean open = server.safety() == LdapSettings.Safety.NONE;
    if (open && !new HostPort(server.host(), server.port()).isHere()) {
      throw new ConfigException("without TLS only a server on this machine is asked");
    }
    return server;
  }

  private LdapSettings.Reader reader() throws IOException {
    if (ldap.reader.isEmpty()) {
      return LdapSettings.Reader.NOBODY;
    }
    byte[] sealed = LdapDirectories.seal(session.core().secrets(), name(), typed(session));
    return new LdapSettings.Reader(ldap.reader, sealed);
  }

  /** The first line of standard input. */
  private static String typed(Session session) throws IOException {
    String text = new String(session.in().readAllBytes(), UTF_8);
    String line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new ConfigException("no password came on standard input");
    }
    return line;
  }

  private void show() {
    switch (signIns().of(name())) {
      case DomainSignIn.Here() -> session.out().println(domain + ": passwords are checked here");
      case DomainSignIn.ByProvider(OidcSettings now) -> {
        session.out().println(domain + ": people sign in at " + now.issuer());
        session.out().println("  as " + now.name() + ", where we are " + now.client());
        session.out().println("  which sends them back to " + provider().redirect());
        now.groups().forEach(group -> session.out().println("  only members of " + group));
        made(now.makesAccounts());
      }
      case DomainSignIn.ByDirectory(LdapSettings now) -> {
        session.out().println(domain + ": passwords are checked by " + now.servers());
        session.out().println("  looks below " + now.base() + " for " + now.filter());
        String reader = now.reader().name();
        session.out().println("  as " + (reader.isEmpty() ? "nobody in particular" : reader));
        if (!now.user().isEmpty()) {
          session.out().println("  people bind as " + now.user());
        }
        now.groups().forEach(group -> session.out().println("  only members of " + group));
        if (!now.mailGroups().isEmpty()) {
          session.out().println("  groups with an address, at " + now.mailGroups());
        }
        made(now.makesAccounts());
        session
            .out()
            .println(
                "  without an answer a right password counts for "
                    + now.remember().toMinutes()
                    + " minutes");
      }
    }
  }

  private void made(boolean atFirst) {
    session
        .out()
        .println(
            atFirst ? "  the first sign-in makes an account" : "  accounts are made by command");
  }

  @Command(
      name = "test",
      description = {
        "Look step by step whether a domain's directory or provider works; with somebody's address,",
        "whether that person is found and may sign in; with --password-stdin, whether the password is right.",
        "Exit code 1 when something does not work."
      },
      mixinStandardHelpOptions = true)
  int test(
      @Parameters(paramLabel = "DOMAIN") String name,
      @Parameters(paramLabel = "ADDRESS", arity = "0..1", defaultValue = "") String address,
      @Option(names = "--password-stdin", description = "Read the person's password.")
          boolean fromStdin)
      throws IOException {
    Optional<EmailAddress> who = EmailAddress.parse(address);
    if (!address.isEmpty() && who.isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "address.syntax", address);
    }
    Optional<String> password = fromStdin ? Optional.of(typed(session)) : Optional.empty();
    String ours = EmailAddress.domain(name).orElse(name);
    if (signIns().of(ours) instanceof DomainSignIn.ByProvider) {
      return examined(ours);
    }
    boolean good = true;
    for (LdapDoctor.Finding step :
        session.core().directories().doctor(ours).examine(who, password)) {
      session.out().println((step.good() ? "ok     " : "WRONG  ") + step.told());
      good &= step.good();
    }
    return good ? ExitCode.OK : ExitCode.REFUSED;
  }

  private int examined(String domain) {
    try {
      provider().examine(domain).forEach(line -> session.out().println("ok     " + line));
      return ExitCode.OK;
    } catch (IOException e) {
      session.out().println("WRONG  " + e.getMessage());
      return ExitCode.REFUSED;
    }
  }
}
