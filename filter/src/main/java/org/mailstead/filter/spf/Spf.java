package org.mailstead.filter.spf;

import java.net.InetAddress;

/**
 * What SPF finds about one name.
 *
 * @param domain whose record was asked, in lower case A-labels where it is a domain at all
 */
public record Spf(InetAddress client, SpfIdentity identity, String domain, SpfResult result) {
  /** Whether the client may send in the domain's name. */
  public boolean passed() {
    return result instanceof SpfResult.Pass;
  }

  /** The finding in a sentence for people. */
  public String explanation() {
    String who = ClientAddress.text(client);
    return switch (result) {
      case SpfResult.None(String why) ->
          "%s does not say who may send for it: %s".formatted(domain, why);
      case SpfResult.Neutral(String by) ->
          "%s neither allows nor forbids %s to send for it (%s)".formatted(domain, who, by);
      case SpfResult.Pass(String by) ->
          "%s allows %s to send for it (%s)".formatted(domain, who, by);
      case SpfResult.Fail(String by, _) ->
          "%s does not allow %s to send for it (%s)".formatted(domain, who, by);
      case SpfResult.SoftFail(String by) ->
          "%s says that %s should probably not send for it (%s)".formatted(domain, who, by);
      case SpfResult.TempError(String why) ->
          "who may send for %s could not be asked: %s".formatted(domain, why);
      case SpfResult.PermError(String why) ->
          "what %s says about who may send for it cannot be used: %s".formatted(domain, why);
    };
  }
}
