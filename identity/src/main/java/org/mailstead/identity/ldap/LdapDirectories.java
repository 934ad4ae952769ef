package org.mailstead.identity.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.signin.Elsewhere;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The directories of all domains that have one, as their settings are just now. */
public final class LdapDirectories implements Elsewhere {
  private static final String PURPOSE = "reader of the directory";

  private final DomainSignIns signIns;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Map<String, LdapPeople> opened = new HashMap<>();

  /** Asks nobody yet. */
  public LdapDirectories(DomainSignIns signIns, Secrets secrets, InstantSource clock) {
    this.signIns = signIns;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The password of who looks people up, for {@link LdapSettings.Reader}. */
  public static byte[] seal(Secrets secrets, String domain, String password) {
    return secrets.seal(domain, PURPOSE, password.getBytes(UTF_8));
  }

  /**
   * Looks whether settings make sense, without asking anybody.
   *
   * @throws Refused INVALID
   */
  public static void check(LdapSettings settings) {
    LdapTrust.sockets(settings.authorities());
    var somebody = new EmailAddress("a", "example.org");
    try {
      new Pattern(settings.filter()).filter(somebody);
      new Pattern(settings.user()).user(somebody);
      new DN(settings.base());
      new DN(settings.mailGroups());
    } catch (LDAPException e) {
      throw new Refused(Problem.Kind.INVALID, "ldap.setting", String.valueOf(e.getMessage()));
    }
    boolean meansAPerson =
        new Pattern(settings.filter()).hasPlace()
            && (settings.user().isEmpty() || new Pattern(settings.user()).hasPlace());
    if (!meansAPerson) {
      throw new Refused(
          Problem.Kind.INVALID, "ldap.setting", "filter and user need {address} or {local}");
    }
  }

  private Optional<LdapSettings> settings(String domain) {
    return switch (signIns.of(domain)) {
      case DomainSignIn.Here() -> Optional.empty();
      case DomainSignIn.ByDirectory(LdapSettings settings) -> Optional.of(settings);
      case DomainSignIn.ByProvider _ -> Optional.empty();
    };
  }

  /** Empty for a domain whose passwords lie here. */
  private Optional<LdapPeople> people(String domain) {
    Optional<LdapSettings> settings = settings(domain);
    synchronized (opened) {
      LdapPeople known = opened.get(domain);
      if (known != null && settings.filter(known.settings()::isSame).isPresent()) {
        return Optional.of(known);
      }
      if (known != null) {
        opened.remove(domain);
        known.close();
      }
      settings.ifPresent(now -> opened.put(domain, open(domain, now)));
      return Optional.ofNullable(opened.get(domain));
    }
  }

  private LdapPeople open(String domain, LdapSettings settings) {
    byte[] sealed = settings.reader().sealedPassword();
    String password =
        sealed.length == 0
            ? ""
            : secrets
                .open(domain, PURPOSE, sealed)
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("");
    return new LdapPeople(settings, password, clock);
  }

  private LdapPeople need(EmailAddress address) {
    return people(address.domain())
        .orElseThrow(() -> new Refused(Problem.Kind.UNAVAILABLE, "login.directory"));
  }

  @Override
  public boolean decides(String domain) {
    return signIns.any() && !signIns.of(domain).equals(DomainSignIn.HERE);
  }

  @Override
  public boolean checksAny() {
    return signIns.anyDirectory();
  }

  @Override
  public boolean looksUp(String domain) {
    return checksAny() && settings(domain).isPresent();
  }

  /** Where a provider decides, no password is right. */
  @Override
  public Verdict check(EmailAddress address, String password) {
    return people(address.domain())
        .<Verdict>map(people -> people.check(address, password))
        .orElseGet(Verdict.Wrong::new);
  }

  @Override
  public Standing look(EmailAddress address) {
    return need(address).look(address);
  }

  @Override
  public Groups groups(String domain) {
    return looksUp(domain)
        ? people(domain)
            .<Groups>map(people -> new LdapGroups(people, domain).read())
            .orElseGet(Groups.None::new)
        : new Groups.None();
  }

  @Override
  public boolean makesAccounts(String domain) {
    return switch (signIns.of(domain)) {
      case DomainSignIn.Here() -> false;
      case DomainSignIn.ByDirectory(LdapSettings settings) -> settings.makesAccounts();
      case DomainSignIn.ByProvider(var settings) -> settings.makesAccounts();
    };
  }

  @Override
  public boolean vouchesForFactors(String domain) {
    return signIns.any()
        && signIns.of(domain) instanceof DomainSignIn.ByProvider(var settings)
        && !settings.secondFactor().isEmpty();
  }

  @Override
  public Duration remember(String domain) {
    return settings(domain).map(LdapSettings::remember).orElse(Duration.ZERO);
  }

  @Override
  public Changing changing(String domain) {
    return switch (signIns.of(domain)) {
      case DomainSignIn.Here() -> new Changing.Here();
      case DomainSignIn.ByDirectory(LdapSettings settings) ->
          settings.change() == LdapSettings.Change.ELSEWHERE
              ? new Changing.At(settings.changeAt())
              : new Changing.Here();
      case DomainSignIn.ByProvider _ -> new Changing.At("");
    };
  }

  @Override
  public Optional<String> change(EmailAddress address, String old, String fresh) {
    return people(address.domain())
        .orElseThrow(() -> new Refused(Problem.Kind.REFUSED, "password.elsewhere", ""))
        .change(address, old, fresh);
  }

  /** Looks step by step whether a domain's directory works; the domain has one. */
  public LdapDoctor doctor(String domain) {
    return people(domain)
        .map(people -> new LdapDoctor(people, domain))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "ldap.none", domain));
  }

  @Override
  public void close() {
    synchronized (opened) {
      opened.values().forEach(LdapPeople::close);
      opened.clear();
    }
  }
}
