package org.mailstead.identity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * A directory that knows a domain's people (LDAP, RFC 4511).
 *
 * @param servers asked in this order: the next when one does not answer
 * @param authorities PEM of who vouches for their certificates; empty for those that Java trusts
 * @param base below which people are looked for
 * @param filter which of them has an address: {@code {address}}, {@code {local}} and {@code
 *     {domain}} stand for it and its parts
 * @param reader as whom they are looked for; of no name for nobody in particular
 * @param user what people bind as, with the same words; empty for the name that was found
 * @param groups of which people have to be in one; none for everybody
 * @param mailGroups below which groups with an address of the domain are, which are taken over;
 *     empty for none
 * @param makesAccounts whether the first sign-in makes the account
 * @param change whether and how people change their passwords here
 * @param changeAt the page where they change them otherwise; may be empty
 * @param remember for how long a password that was right counts while no server answers, up to a
 *     day; zero also has every sign-in asked for
 * @param timeout for one answer, 100 ms to a minute
 * @param connections at most, 1 to 100
 */
public record LdapSettings(
    List<Server> servers,
    String authorities,
    String base,
    String filter,
    Reader reader,
    String user,
    List<String> groups,
    String mailGroups,
    boolean makesAccounts,
    Change change,
    String changeAt,
    Duration remember,
    Duration timeout,
    int connections) {
  public static final int MOST_SERVERS = 8;
  public static final int MOST_GROUPS = 20;
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration MOST_REMEMBERED = Duration.ofDays(1);
  private static final int MOST_CONNECTIONS = 100;
  private static final int MOST_TEXT = 2000;
  private static final int MOST_PEM = 30_000;

  /** How a connection is made safe. */
  public enum Safety {
    /** TLS from the first octet. */
    TLS,
    /** It begins in the clear (RFC 4511 section 4.14). */
    START_TLS,
    /** Not at all: a server on this machine. */
    NONE
  }

  /** One server. */
  public record Server(String host, int port, Safety safety) {
    @Override
    public String toString() {
      return (safety == Safety.TLS ? "ldaps://" : "ldap://") + host + ":" + port;
    }
  }

  /**
   * Who looks people up.
   *
   * @param sealedPassword as it is stored
   */
  public record Reader(String name, byte[] sealedPassword) {
    public static final Reader NOBODY = new Reader("", new byte[0]);
  }

  /** How people change their passwords. */
  public enum Change {
    /** Not here. */
    ELSEWHERE,
    /** By the operation for it (RFC 3062). */
    EXTENDED_OPERATION,
    /** As Active Directory wants it. */
    UNICODE_PWD
  }

  /**
   * @throws Refused INVALID for what is out of range
   */
  public LdapSettings {
    servers = List.copyOf(servers);
    groups = List.copyOf(groups);
    need(!servers.isEmpty() && servers.size() <= MOST_SERVERS, "servers");
    need(groups.size() <= MOST_GROUPS, "groups");
    need(!base.isBlank() && base.length() <= MOST_TEXT, "base");
    need(!filter.isBlank() && filter.length() <= MOST_TEXT, "filter");
    need(mailGroups.length() <= MOST_TEXT, "mail-groups");
    need(user.length() <= MOST_TEXT && reader.name().length() <= MOST_TEXT, "user");
    need(authorities.length() <= MOST_PEM, "authorities");
    need(changeAt.isEmpty() || changeAt.matches("https://[\\x21-\\x7e]{1,500}"), "change-at");
    need(isIn(remember, Duration.ZERO, MOST_REMEMBERED), "remember");
    need(isIn(timeout, LEAST_TIMEOUT, MOST_TIMEOUT), "timeout");
    need(connections >= 1 && connections <= MOST_CONNECTIONS, "connections");
  }

  private static void need(boolean good, String what) {
    if (!good) {
      throw new Refused(Problem.Kind.INVALID, "ldap.setting", what);
    }
  }

  private static boolean isIn(Duration time, Duration least, Duration most) {
    return time.compareTo(least) >= 0 && time.compareTo(most) <= 0;
  }

  /** The same with other servers. */
  public LdapSettings withServers(List<Server> now) {
    return new LdapSettings(
        now,
        authorities,
        base,
        filter,
        reader,
        user,
        groups,
        mailGroups,
        makesAccounts,
        change,
        changeAt,
        remember,
        timeout,
        connections);
  }

  /** Whether others say the same. */
  public boolean isSame(LdapSettings other) {
    return other.withReader(reader).equals(this)
        && reader.name().equals(other.reader.name())
        && Arrays.equals(reader.sealedPassword(), other.reader.sealedPassword());
  }

  private LdapSettings withReader(Reader now) {
    return new LdapSettings(
        servers,
        authorities,
        base,
        filter,
        now,
        user,
        groups,
        mailGroups,
        makesAccounts,
        change,
        changeAt,
        remember,
        timeout,
        connections);
  }
}
