package org.mailstead.identity;

import java.util.Arrays;
import java.util.List;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * A provider of identities that a domain's people sign in at (OpenID Connect Core).
 *
 * @param issuer its address as its tokens name it: https, or http on this machine
 * @param client what this server is called there
 * @param sealedSecret as it is stored; empty for a client without one
 * @param name what people are shown
 * @param scopes besides openid, email and profile
 * @param makesAccounts whether the first sign-in makes the account
 * @param trustsAddresses whether addresses count that it does not call verified
 * @param groupsClaim where it tells of groups
 * @param groups of which people have to be in one; none for everybody
 * @param secondFactor words of acr or amr by which it says that there was a second factor
 * @param authorities PEM of who vouches for its certificate; empty for those that Java trusts
 */
public record OidcSettings(
    String issuer,
    String client,
    byte[] sealedSecret,
    String name,
    List<String> scopes,
    boolean makesAccounts,
    boolean trustsAddresses,
    String groupsClaim,
    List<String> groups,
    List<String> secondFactor,
    String authorities) {
  private static final int MOST = 20;
  private static final int MOST_TEXT = 500;
  private static final int MOST_PEM = 30_000;
  private static final String HERE = "http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?";

  /**
   * @throws Refused INVALID for what is out of range
   */
  public OidcSettings {
    scopes = List.copyOf(scopes);
    groups = List.copyOf(groups);
    secondFactor = List.copyOf(secondFactor);
    need(isAddress(issuer), "issuer");
    need(isText(client), "client");
    need(isText(name) && name.length() <= 100, "name");
    need(
        scopes.size() <= MOST && scopes.stream().allMatch(s -> s.matches("[!-~]{1,100}")), "scope");
    need(groups.isEmpty() || isText(groupsClaim), "groups-claim");
    need(groups.size() <= MOST && groups.stream().allMatch(OidcSettings::isText), "group");
    need(secondFactor.size() <= MOST, "second-factor");
    need(authorities.length() <= MOST_PEM, "ca");
  }

  private static void need(boolean good, String what) {
    if (!good) {
      throw new Refused(Problem.Kind.INVALID, "oidc.setting", what);
    }
  }

  private static boolean isText(String text) {
    return !text.isBlank()
        && text.length() <= MOST_TEXT
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Whether a web address is one that secrets may go to. */
  public static boolean isAddress(String text) {
    return text.length() <= MOST_TEXT
        && (text.matches("https://[A-Za-z0-9.\\[\\]:_-]+(/[!-~&&[^#?\\\\]]*)?")
            || text.matches(HERE + "(/[!-~&&[^#?\\\\]]*)?"));
  }

  /** Whether others say the same. */
  public boolean isSame(OidcSettings other) {
    return other.withSecret(sealedSecret).equals(this)
        && Arrays.equals(sealedSecret, other.sealedSecret);
  }

  private OidcSettings withSecret(byte[] now) {
    return new OidcSettings(
        issuer,
        client,
        now,
        name,
        scopes,
        makesAccounts,
        trustsAddresses,
        groupsClaim,
        groups,
        secondFactor,
        authorities);
  }
}
