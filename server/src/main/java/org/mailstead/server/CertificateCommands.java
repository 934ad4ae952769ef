package org.mailstead.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.mailstead.identity.Account;
import org.mailstead.identity.CertificateText;
import org.mailstead.identity.ClientCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead sign-in certificate …}. */
@Command(
    name = "certificate",
    description = {
      "Certificates by which mail programs sign in without a password (SASL EXTERNAL).",
      "They are asked for one where \"settings set tls.client_certificates on\" says so."
    },
    mixinStandardHelpOptions = true)
final class CertificateCommands {
  private final Session session;

  CertificateCommands(Session session) {
    this.session = session;
  }

  private ClientCertificates all() {
    return session.core().credentials().clientCertificates();
  }

  @Command(
      name = "add",
      description = "Have a certificate sign in to an account. Who has its key reads all mail.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "FILE", description = "The certificate in PEM or DER.") String file,
      @Option(
              names = "--name",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What its owner calls it (default: the file's name).")
          String name)
      throws IOException {
    Account account = session.account(address);
    Path path = session.folder().resolve(file);
    String called = name.isEmpty() ? String.valueOf(path.getFileName()) : name;
    ClientCertificates.Registered added = all().add(account.id(), called, read(path));
    session.out().println("added " + line(added));
    if (!ClientCertificateSettings.read(session.core().settings()).asked()) {
      session.err().println("programs are not asked for certificates: client_certificates is off");
    }
    return ExitCode.OK;
  }

  private static X509Certificate read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateText.read(in.readNBytes(CertificateText.MOST + 1));
    }
  }

  private static String line(ClientCertificates.Registered one) {
    return one.fingerprint()
        + "  "
        + one.name()
        + "  until "
        + SignInText.time(one.ends())
        + "  added "
        + SignInText.time(one.made());
  }

  @Command(
      name = "list",
      description = "Show an account's certificates.",
      mixinStandardHelpOptions = true)
  int list(@Parameters(paramLabel = "ADDRESS") String address) {
    var found = all().list(session.account(address).id());
    found.forEach(one -> session.out().println(line(one)));
    if (found.isEmpty()) {
      session.out().println("there is none");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      description = "Take one away: what it opened ends at once.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "FINGERPRINT", description = "Or how it begins.") String which) {
    Account account = session.account(address);
    session.out().println("removed " + all().remove(account.id(), which.strip()).name());
    return ExitCode.OK;
  }
}
