package org.mailstead.server;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.identity.OidcSettings;
import picocli.CommandLine.Option;

/** The options of a provider of identities, besides those that a directory has too. */
final class OidcOptions {
  @Option(
      names = "--issuer",
      paramLabel = "URL",
      defaultValue = "",
      description = "oidc: the provider's address, as its discovery document names it.")
  private String issuer = "";

  @Option(
      names = "--client",
      paramLabel = "ID",
      defaultValue = "",
      description = "oidc: what this server is called there; its secret with --password-stdin.")
  private String client = "";

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "oidc: what people know the provider by (default: its host).")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      split = ",",
      description = "oidc: besides openid, email and profile.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--group-claim",
      paramLabel = "NAME",
      defaultValue = "groups",
      description = "oidc: where it tells of groups, for --group (default: ${DEFAULT-VALUE}).")
  private String groupClaim = "groups";

  @Option(
      names = "--second-factor",
      paramLabel = "WORD",
      split = ",",
      description =
          "oidc: words of amr or acr that count as a second factor here, such as mfa (default: none).")
  private List<String> secondFactor = new ArrayList<>();

  @Option(
      names = "--trust-addresses",
      description = "oidc: addresses count that the provider does not call verified.")
  private boolean trusts;

  OidcSettings settings(byte[] secret, boolean makes, List<String> groups, String pem) {
    if (issuer.isEmpty() || client.isEmpty()) {
      throw new ConfigException("oidc needs --issuer and --client");
    }
    String host = issuer.replaceFirst("^https?://", "").replaceFirst("[/:].*", "");
    return new OidcSettings(
        issuer,
        client,
        secret,
        name.isEmpty() ? host : name,
        scopes,
        makes,
        trusts,
        groupClaim,
        groups,
        secondFactor,
        pem);
  }
}
