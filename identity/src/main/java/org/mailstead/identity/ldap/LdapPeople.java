package org.mailstead.identity.ldap;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.signin.Elsewhere.Standing;
import org.mailstead.identity.signin.Elsewhere.Verdict;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The people of one domain, in its directory. */
final class LdapPeople implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LdapPeople.class.getName());

  /** Active Directory's words for a password that is right and too old, or set by somebody else. */
  private static final List<String> AD_EXPIRED = List.of("data 532", "data 773");

  /** LDAP_MATCHING_RULE_IN_CHAIN. */
  private static final String AD_IN_CHAIN = "1.2.840.113556.1.4.1941";

  private final LdapSettings settings;
  private final LdapServers servers;
  private final InstantSource clock;

  LdapPeople(LdapSettings settings, String readerPassword, InstantSource clock) {
    this.settings = settings;
    this.servers = new LdapServers(settings, readerPassword);
    this.clock = clock;
  }

  LdapSettings settings() {
    return settings;
  }

  LdapServers servers() {
    return servers;
  }

  /** Whether people bind by a name that is made, not found. */
  private boolean bindsByPattern() {
    return !settings.user().isEmpty();
  }

  Verdict check(EmailAddress who, String password) {
    // With an empty one a directory takes anybody for nobody, and says yes (RFC 4513 section
    // 5.1.2).
    if (password.isEmpty()) {
      return new Verdict.Wrong();
    }
    try {
      return bindsByPattern() ? checkByPattern(who, password) : checkFound(who, password);
    } catch (LDAPException e) {
      return new Verdict.Unavailable(said(e));
    }
  }

  /** What a directory said. It may name people, and never holds a password. */
  static String said(LDAPException e) {
    return e.getResultCode().getName() + ": " + e.getMessage();
  }

  private Verdict checkFound(EmailAddress who, String password) throws LDAPException {
    Optional<LdapEntry> found = servers.talk(LdapServers.As.READER, c -> find(c, who));
    // Who is not there is bound as well: the time must not tell.
    String dn = found.isPresent() ? found.get().dn() : nobody();
    Bound bound = servers.talk(LdapServers.As.ANYBODY, c -> bind(c, dn, password));
    if (found.isEmpty()) {
      return new Verdict.Wrong();
    }
    return switch (bound) {
      case WRONG -> new Verdict.Wrong();
      case EXPIRED -> new Verdict.Expired();
      case RIGHT -> servers.talk(LdapServers.As.READER, c -> verdict(c, found.get(), who));
    };
  }

  private String nobody() throws LDAPException {
    return new DN(new RDN("cn", "nobody-" + UUID.randomUUID()), new DN(settings.base())).toString();
  }

  private Verdict checkByPattern(EmailAddress who, String password) throws LDAPException {
    String name = new Pattern(settings.user()).user(who);
    return servers.talk(
        LdapServers.As.ANYBODY,
        c ->
            switch (bind(c, name, password)) {
              case WRONG -> new Verdict.Wrong();
              case EXPIRED -> new Verdict.Expired();
              case RIGHT -> {
                Optional<LdapEntry> found = find(c, who); // as the person
                yield found.isPresent()
                    ? verdict(c, found.get(), who)
                    : new Verdict.Barred("no entry has the address");
              }
            });
  }

  private Verdict verdict(LDAPConnection c, LdapEntry found, EmailAddress who)
      throws LDAPException {
    return switch (standing(c, found, who)) {
      case Standing.In(var particulars) -> new Verdict.Right(particulars);
      case Standing.Out(String why) -> new Verdict.Barred(why);
      case Standing.Unknown(String why) -> new Verdict.Unavailable(why);
    };
  }

  private Standing standing(LDAPConnection c, LdapEntry found, EmailAddress who)
      throws LDAPException {
    Optional<String> out = found.whyOut(clock.instant());
    if (out.isPresent()) {
      return new Standing.Out(out.get());
    }
    return isMember(c, found)
        ? new Standing.In(found.particulars(who))
        : new Standing.Out("in none of the groups");
  }

  /** How somebody stands, as far as the reader may see. */
  Standing look(EmailAddress who) {
    if (bindsByPattern() && settings.reader().name().isEmpty()) {
      return new Standing.Unknown("nobody is set to look people up");
    }
    try {
      return servers.talk(
          LdapServers.As.READER,
          c -> {
            Optional<LdapEntry> found = find(c, who);
            return found.isPresent()
                ? standing(c, found.get(), who)
                : new Standing.Out("not in the directory");
          });
    } catch (LDAPException e) {
      return new Standing.Unknown(said(e));
    }
  }

  /**
   * The one entry that has an address; empty also when several have it, for nobody is meant then.
   */
  Optional<LdapEntry> find(LDAPConnection c, EmailAddress who) throws LDAPException {
    Filter filter = new Pattern(settings.filter()).filter(who);
    List<SearchResultEntry> found = search(c, settings.base(), SearchScope.SUB, filter);
    if (found.size() > 1) {
      LOG.log(WARNING, "the directory has several entries for {0}", who);
      return Optional.empty();
    }
    return found.stream().findFirst().map(LdapEntry::new);
  }

  private List<SearchResultEntry> search(
      LDAPConnection c, String base, SearchScope scope, Filter filter) throws LDAPException {
    var request = new SearchRequest(base, scope, filter, LdapEntry.WANTED);
    request.setSizeLimit(2);
    request.setTimeLimitSeconds((int) Math.max(1, settings.timeout().toSeconds()));
    try {
      return List.copyOf(c.search(request).getSearchEntries());
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return e.getSearchEntries() == null ? List.of() : List.copyOf(e.getSearchEntries());
      }
      throw e;
    }
  }

  boolean isMember(LDAPConnection c, LdapEntry person) throws LDAPException {
    if (settings.groups().isEmpty()) {
      return true;
    }
    for (String group : settings.groups()) {
      for (String told : person.groups()) {
        if (DN.isValidDN(told) && DN.equals(told, group)) {
          return true;
        }
      }
      if (lists(c, group, person) || (person.isOfActiveDirectory() && reaches(c, group, person))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a group of a group has the person: Active Directory has a rule for it. */
  private boolean reaches(LDAPConnection c, String group, LdapEntry person) throws LDAPException {
    Filter filter = Filter.createExtensibleMatchFilter("memberOf", AD_IN_CHAIN, false, group);
    return !search(c, person.dn(), SearchScope.BASE, filter).isEmpty();
  }

  /** Whether the group's own entry names the person. */
  private boolean lists(LDAPConnection c, String group, LdapEntry person) throws LDAPException {
    Filter byName =
        Filter.createORFilter(
            Filter.createEqualityFilter("member", person.dn()),
            Filter.createEqualityFilter("uniqueMember", person.dn()));
    Filter filter =
        person.uid().isPresent()
            ? Filter.createORFilter(
                byName, Filter.createEqualityFilter("memberUid", person.uid().get()))
            : byName;
    try {
      return !search(c, group, SearchScope.BASE, filter).isEmpty();
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
        return false;
      }
      throw e;
    }
  }

  /** What a bind came to. */
  enum Bound {
    RIGHT,
    WRONG,
    EXPIRED
  }

  Bound bind(LDAPConnection c, String name, String password) throws LDAPException {
    if (name.isEmpty() || password.isEmpty()) {
      return Bound.WRONG; // it would sign nobody in, and say yes
    }
    try {
      var request =
          new SimpleBindRequest(
              name, password, new DraftBeheraLDAPPasswordPolicy10RequestControl());
      return hasExpired(c.bind(request)) ? Bound.EXPIRED : Bound.RIGHT;
    } catch (LDAPException e) {
      return refused(e);
    }
  }

  private static Bound refused(LDAPException e) throws LDAPException {
    String words = String.valueOf(e.getDiagnosticMessage());
    if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)
        && (AD_EXPIRED.stream().anyMatch(words::contains) || hasExpired(e.toLDAPResult()))) {
      return Bound.EXPIRED;
    }
    // Those that tell of the name or the password; any other tells of the server.
    if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)
        || e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
        || e.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX)
        || e.getResultCode().equals(ResultCode.INAPPROPRIATE_AUTHENTICATION)
        || e.getResultCode().equals(ResultCode.CONSTRAINT_VIOLATION)
        || e.getResultCode().equals(ResultCode.UNWILLING_TO_PERFORM)) {
      return Bound.WRONG;
    }
    throw e;
  }

  private static boolean hasExpired(LDAPResult result) throws LDAPException {
    var told =
        result instanceof BindResult bound
            ? DraftBeheraLDAPPasswordPolicy10ResponseControl.get(bound)
            : null;
    var type = told == null ? null : told.getErrorType();
    return type == DraftBeheraLDAPPasswordPolicy10ErrorType.PASSWORD_EXPIRED
        || type == DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET;
  }

  /** Changes a password, as the person; returns why not, in the directory's words. */
  Optional<String> change(EmailAddress who, String old, String fresh) {
    if (settings.change() == LdapSettings.Change.ELSEWHERE) {
      throw new Refused(Problem.Kind.REFUSED, "password.elsewhere", settings.changeAt());
    }
    try {
      Optional<LdapEntry> found =
          bindsByPattern()
              ? Optional.empty()
              : servers.talk(LdapServers.As.READER, c -> find(c, who));
      if (!bindsByPattern() && found.isEmpty()) {
        return Optional.of("not in the directory");
      }
      String name =
          bindsByPattern() ? new Pattern(settings.user()).user(who) : found.orElseThrow().dn();
      return servers.talk(LdapServers.As.ANYBODY, c -> change(c, name, who, old, fresh));
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable()) {
        return Optional.of(said(e));
      }
      throw new Refused(Problem.Kind.UNAVAILABLE, "login.directory");
    }
  }

  private Optional<String> change(
      LDAPConnection c, String name, EmailAddress who, String old, String fresh)
      throws LDAPException {
    if (bind(c, name, old) != Bound.RIGHT) {
      return Optional.of("the old password is wrong");
    }
    LDAPResult result =
        switch (settings.change()) {
          case EXTENDED_OPERATION ->
              c.processExtendedOperation(new PasswordModifyExtendedRequest(null, old, fresh));
          case UNICODE_PWD ->
              c.modify(
                  find(c, who).orElseThrow(LdapPeople::gone).dn(),
                  new Modification(ModificationType.DELETE, "unicodePwd", quoted(old)),
                  new Modification(ModificationType.ADD, "unicodePwd", quoted(fresh)));
          case ELSEWHERE -> throw gone();
        };
    return result.getResultCode().equals(ResultCode.SUCCESS)
        ? Optional.empty()
        : Optional.of(result.getResultCode().getName() + ": " + result.getDiagnosticMessage());
  }

  private static Refused gone() {
    return new Refused(Problem.Kind.REFUSED, "password.elsewhere", "");
  }

  private static byte[] quoted(String password) {
    return ('"' + password + '"').getBytes(UTF_16LE);
  }

  @Override
  public void close() {
    servers.close();
  }
}
