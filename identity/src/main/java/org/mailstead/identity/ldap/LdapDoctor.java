package org.mailstead.identity.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.signin.Elsewhere;
import org.mailstead.identity.signin.Elsewhere.Particulars;
import org.mailstead.identity.signin.Elsewhere.Standing;
import org.mailstead.identity.signin.Elsewhere.Verdict;
import org.mailstead.words.EmailAddress;

/** Says step by step what works of a directory, and what does not. */
public final class LdapDoctor {
  private final LdapPeople people;
  private final String domain;
  private final LdapSettings settings;
  private final List<Finding> findings = new ArrayList<>();

  LdapDoctor(LdapPeople people, String domain) {
    this.people = people;
    this.domain = domain;
    this.settings = people.settings();
  }

  /**
   * One step.
   *
   * @param good whether it works
   * @param told for people
   */
  public record Finding(boolean good, String told) {}

  private boolean found(boolean good, String told) {
    findings.add(new Finding(good, told));
    return good;
  }

  /**
   * Tries all of it.
   *
   * @param who somebody to look for
   * @param password of that somebody
   */
  public List<Finding> examine(Optional<EmailAddress> who, Optional<String> password) {
    boolean connected = false;
    for (LdapSettings.Server server : settings.servers()) {
      connected |= server(server);
    }
    if (connected && base()) {
      groups();
      who.ifPresent(this::person);
      who.ifPresent(one -> password.ifPresent(text -> password(one, text)));
    }
    return List.copyOf(findings);
  }

  private boolean server(LdapSettings.Server server) {
    try (var alone = new LdapServers(settings.withServers(List.of(server)), "")) {
      String safety =
          switch (server.safety()) {
            case TLS -> "TLS";
            case START_TLS -> "StartTLS";
            case NONE -> "not encrypted";
          };
      return alone.talk(
          LdapServers.As.ANYBODY, _ -> found(true, server + " answers (" + safety + ")"));
    } catch (LDAPException e) {
      return found(false, server + ": " + LdapPeople.said(e));
    }
  }

  private boolean base() {
    String reader =
        settings.reader().name().isEmpty() ? "nobody in particular" : settings.reader().name();
    boolean byUser = !settings.user().isEmpty() && settings.reader().name().isEmpty();
    if (byUser) {
      return found(
          true,
          "people bind as "
              + settings.user()
              + "; without a reader, who is switched off in the directory is noticed only when"
              + " a password is checked");
    }
    try {
      return people
          .servers()
          .talk(
              LdapServers.As.READER,
              c ->
                  c.searchForEntry(
                              settings.base(),
                              SearchScope.BASE,
                              com.unboundid.ldap.sdk.Filter.createPresenceFilter("objectClass"),
                              "1.1")
                          == null
                      ? found(false, reader + " sees nothing at " + settings.base())
                      : found(true, reader + " sees " + settings.base()));
    } catch (LDAPException e) {
      return found(false, reader + " at " + settings.base() + ": " + LdapPeople.said(e));
    }
  }

  private void groups() {
    switch (new LdapGroups(people, domain).read()) {
      case Elsewhere.Groups.None() -> {}
      case Elsewhere.Groups.Told(List<Elsewhere.ToldGroup> groups) ->
          found(
              !groups.isEmpty(),
              settings.mailGroups()
                  + " has "
                  + groups.size()
                  + " groups with an address of "
                  + domain);
      case Elsewhere.Groups.Unknown(String why) -> found(false, settings.mailGroups() + ": " + why);
    }
  }

  private void person(EmailAddress who) {
    if (!settings.user().isEmpty() && settings.reader().name().isEmpty()) {
      return;
    }
    try {
      people
          .servers()
          .talk(
              LdapServers.As.READER,
              c -> {
                String filter = new Pattern(settings.filter()).filter(who).toString();
                Optional<LdapEntry> entry = people.find(c, who);
                return entry.isPresent()
                    ? found(true, filter + " finds " + entry.get().dn())
                    : found(false, filter + " finds nobody, or more than one");
              });
    } catch (LDAPException e) {
      found(false, LdapPeople.said(e));
      return;
    }
    switch (people.look(who)) {
      case Standing.In(Particulars particulars) -> found(true, "may sign in: " + told(particulars));
      case Standing.Out(String why) -> found(false, "may not sign in: " + why);
      case Standing.Unknown(String why) -> found(false, why);
    }
  }

  private static String told(Particulars one) {
    String name = one.name().isEmpty() ? "no name" : one.name();
    String aliases = one.aliases().isEmpty() ? "" : ", also " + one.aliases();
    return one.address() + ", " + name + aliases;
  }

  private void password(EmailAddress who, String password) {
    switch (people.check(who, password)) {
      case Verdict.Right _ -> found(true, "the password is right");
      case Verdict.Wrong() -> found(false, "the password is wrong");
      case Verdict.Expired() -> found(false, "the password is right, and has to be changed first");
      case Verdict.Barred(String why) -> found(false, "may not sign in: " + why);
      case Verdict.Unavailable(String why) -> found(false, why);
    }
  }
}
