package org.mailstead.identity.oidc;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.Identities;
import org.mailstead.identity.OidcSettings;
import org.mailstead.identity.signin.Browser;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Elsewhere;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.identity.signin.WebSignIn;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Signs people in who were sent by their domain's provider (OpenID Connect Core section 3.1): the
 * code flow with PKCE, bound to the browser that began it and to the provider that it began at.
 */
public final class ProviderSignIn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ProviderSignIn.class.getName());
  private static final String PURPOSE = "client of the provider";
  private static final int MOST_PARAMETER = 4_000;

  /** Clocks may be so far apart. */
  private static final int SKEW_SECONDS = 60;

  private final DomainSignIns signIns;
  private final Directory directory;
  private final Identities identities;
  private final Credentials credentials;
  private final SignInDesk desk;
  private final Secrets secrets;
  private final String redirect;
  private final InstantSource clock;
  private final Map<String, Provider> opened = new HashMap<>();

  /**
   * @param redirect where providers send browsers back to; empty when no pages are served
   */
  public ProviderSignIn(
      DomainSignIns signIns,
      Directory directory,
      Credentials credentials,
      SignInDesk desk,
      Secrets secrets,
      String redirect,
      InstantSource clock) {
    this.signIns = signIns;
    this.directory = directory;
    this.identities = new Identities(directory);
    this.credentials = credentials;
    this.desk = desk;
    this.secrets = secrets;
    this.redirect = redirect;
    this.clock = clock;
  }

  /** The secret of this server at a provider, for {@link OidcSettings}. */
  public static byte[] seal(Secrets secrets, String domain, String secret) {
    return secrets.seal(domain, PURPOSE, secret.getBytes(UTF_8));
  }

  /** Where a provider has to send browsers back to. */
  public String redirect() {
    return redirect;
  }

  private Optional<OidcSettings> settings(String domain) {
    return switch (signIns.of(domain)) {
      case DomainSignIn.ByProvider(OidcSettings settings) -> Optional.of(settings);
      case DomainSignIn.Here(), DomainSignIn.ByDirectory _ -> Optional.empty();
    };
  }

  private Provider provider(String domain) {
    OidcSettings settings = settings(domain).orElseThrow(ProviderSignIn::stale);
    synchronized (opened) {
      Provider known = opened.get(domain);
      if (known != null && known.settings().isSame(settings)) {
        return known;
      }
      if (known != null) {
        known.close();
      }
      byte[] sealed = settings.sealedSecret();
      String secret =
          sealed.length == 0
              ? ""
              : secrets
                  .open(domain, PURPOSE, sealed)
                  .map(bytes -> new String(bytes, UTF_8))
                  .orElse("");
      var fresh = new Provider(settings, secret, clock);
      opened.put(domain, fresh);
      return fresh;
    }
  }

  private static Refused stale() {
    return new Refused(Problem.Kind.EXPIRED, "login.provider-state");
  }

  /**
   * The name of the provider that an address signs in at; empty for one with a password. It tells
   * of the domain alone, never whether somebody has the address.
   */
  public Optional<String> nameFor(String address) {
    return EmailAddress.parse(address)
        .flatMap(known -> settings(known.domain()))
        .map(OidcSettings::name);
  }

  /**
   * What a browser needs to go to the provider.
   *
   * @param location where it goes
   * @param held what it holds meanwhile
   */
  public record Begun(String location, String held) {}

  /**
   * Begins a sign-in.
   *
   * @param to a page of this server to go to then
   * @throws Refused INVALID for an address without a provider; UNAVAILABLE
   */
  public Begun begin(String address, boolean keep, String to) {
    String domain =
        EmailAddress.parse(address)
            .map(EmailAddress::domain)
            .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "login.provider-none"));
    if (settings(domain).isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "login.provider-none");
    }
    Map<String, String> more = Map.of("login_hint", address);
    return begin(Flow.begin(secrets, domain, keep, "", page(to), clock.instant()), more);
  }

  /** Has somebody who is signed in prove it once more, at the provider. */
  public Begun proveAgain(WebSession session, String to) {
    Account account = directory.account(session.account()).orElseThrow(ProviderSignIn::stale);
    String id = session.account().value() + " " + session.id();
    String domain = account.address().domain();
    Map<String, String> more = new LinkedHashMap<>();
    more.put("login_hint", account.address().toString());
    more.put("prompt", "login");
    more.put("max_age", "0");
    return begin(Flow.begin(secrets, domain, false, id, page(to), clock.instant()), more);
  }

  /** A page of this server and of no other. */
  private static String page(String to) {
    return to.matches("/[!-~&&[^/\\\\]][!-~&&[^\\\\]]{0,1000}") || to.equals("/") ? to : "/account";
  }

  private Begun begin(Flow flow, Map<String, String> more) {
    Provider provider = provider(flow.domain());
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", provider.settings().client());
    query.put("redirect_uri", redirect);
    query.put("scope", scope(provider.settings().scopes()));
    query.put("state", flow.state());
    query.put("nonce", flow.nonce());
    query.put("code_challenge", flow.challenge());
    query.put("code_challenge_method", "S256");
    query.putAll(more);
    try {
      String at = provider.endpoints().authorization();
      String location = at + (at.contains("?") ? "&" : "?") + Provider.form(query);
      return new Begun(location, flow.sealed(secrets));
    } catch (IOException e) {
      throw unavailable(provider, e);
    }
  }

  private static String scope(List<String> more) {
    var all = new StringBuilder("openid email profile");
    more.forEach(scope -> all.append(' ').append(scope));
    return all.toString();
  }

  private static Refused unavailable(Provider provider, IOException e) {
    LOG.log(WARNING, "{0} does not answer: {1}", provider.settings().issuer(), e.getMessage());
    return new Refused(Problem.Kind.UNAVAILABLE, "login.provider");
  }

  /** How it ended. */
  public sealed interface Finished {
    /** Signed in, or a second factor of ours is wanted. */
    record In(WebSignIn.Outcome outcome, String to) implements Finished {}

    /** Who was signed in has proved it again. */
    record ProvedAgain(String to) implements Finished {}
  }

  /**
   * Takes what a provider sent a browser back with.
   *
   * @param held what the browser holds since the beginning
   * @throws Refused with a key for the page that begins anew
   */
  public Finished finish(String held, Map<String, String> answer, Browser browser) {
    Flow flow = Flow.open(secrets, held, clock.instant()).orElseThrow(ProviderSignIn::stale);
    String state = answer.getOrDefault("state", "");
    if (!Secrets.same(state.getBytes(UTF_8), flow.state().getBytes(UTF_8))) {
      throw stale();
    }
    Provider provider = provider(flow.domain());
    Claimed claimed;
    try {
      claimed = claimed(provider, flow, answer);
    } catch (IOException e) {
      throw unavailable(provider, e);
    } catch (IdTokens.Unbelievable e) {
      LOG.log(
          WARNING,
          "{0} sent what does not count: {1}",
          flow.domain(),
          String.valueOf(e.getMessage()));
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.provider-refused");
    }
    if (!claimed.member()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-group");
    }
    return flow.session().isEmpty()
        ? signedIn(provider, flow, claimed, browser)
        : provedAgain(flow, claimed);
  }

  private Claimed claimed(Provider provider, Flow flow, Map<String, String> answer)
      throws IOException, IdTokens.Unbelievable {
    String issuer = provider.settings().issuer();
    // RFC 9207 section 2.4: a code of one provider must not be shown to another.
    String told = answer.getOrDefault("iss", "");
    boolean mixed = told.isEmpty() ? provider.endpoints().tellsIssuer() : !told.equals(issuer);
    if (mixed) {
      throw new IdTokens.Unbelievable("the answer is not of " + issuer);
    }
    if (answer.containsKey("error")) {
      LOG.log(INFO, "{0} did not let somebody in", issuer);
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-denied");
    }
    String code = answer.getOrDefault("code", "");
    if (code.isEmpty() || code.length() > MOST_PARAMETER) {
      throw new IdTokens.Unbelievable("no code");
    }
    Map<String, Object> tokens = provider.redeem(code, redirect, flow.verifier());
    if (!(tokens.get("id_token") instanceof String text)) {
      throw new IdTokens.Unbelievable("no ID token");
    }
    JWTClaimsSet token = new IdTokens(provider).check(text, flow.nonce(), clock.instant());
    return Claimed.of(provider.settings(), token, more(provider, tokens, token));
  }

  /** What the token does not have, of the endpoint that tells of people, and of the same person. */
  private static Map<String, Object> more(
      Provider provider, Map<String, Object> tokens, JWTClaimsSet token) throws IOException {
    boolean whole =
        token.getClaim("email") != null
            && (provider.settings().groups().isEmpty()
                || token.getClaim(provider.settings().groupsClaim()) != null);
    if (whole || !(tokens.get("access_token") instanceof String access)) {
      return Map.of();
    }
    Map<String, Object> told = provider.userInfo(access);
    // OpenID Connect Core section 5.3.2: another's would be taken for this one's otherwise.
    return String.valueOf(token.getSubject()).equals(told.get("sub")) ? told : Map.of();
  }

  private Finished signedIn(Provider provider, Flow flow, Claimed claimed, Browser browser) {
    Account account = account(flow, claimed);
    boolean strong = claimed.strong();
    LOG.log(INFO, "account {0} was sent by {1}", account.address(), provider.settings().issuer());
    return new Finished.In(desk.signIn().sent(account, flow.keep(), strong, browser), flow.to());
  }

  private Account account(Flow flow, Claimed claimed) {
    Optional<Account> linked = identities.account(claimed.issuer(), claimed.subject());
    if (linked.isPresent()) {
      if (!linked.get().address().domain().equals(flow.domain())) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-other");
      }
      return linked.get();
    }
    EmailAddress address =
        claimed
            .address()
            .filter(one -> one.domain().equals(flow.domain()))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-address"));
    Optional<Account> there = directory.account(address);
    if (there.filter(one -> identities.hasOne(one.id(), claimed.issuer())).isPresent()) {
      LOG.log(WARNING, "{0} is another person at {1} now", address, claimed.issuer());
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-other");
    }
    var who = new Elsewhere.Particulars(address, claimed.name(), List.of(), "");
    Account account =
        credentials
            .standings()
            .arrived(there, address, who)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-account"));
    if (!account.address().domain().equals(flow.domain())
        || !identities.link(account.id(), claimed.issuer(), claimed.subject())) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-other");
    }
    return account;
  }

  private Finished provedAgain(Flow flow, Claimed claimed) {
    Account account =
        identities
            .account(claimed.issuer(), claimed.subject())
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_PERMITTED, "login.provider-other"));
    Instant least = flow.made().minusSeconds(SKEW_SECONDS);
    boolean fresh = claimed.proved().filter(at -> !at.isBefore(least)).isPresent();
    if (!fresh) {
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.provider-refused");
    }
    WebSession session =
        desk.sessions().list(account.id()).stream()
            .filter(one -> flow.session().equals(one.account().value() + " " + one.id()))
            .findFirst()
            .orElseThrow(ProviderSignIn::stale);
    desk.security().provedElsewhere(session);
    return new Finished.ProvedAgain(flow.to());
  }

  /** Where somebody who signs out here signs out of the provider, too. */
  public Optional<String> signOut(Account account) {
    String domain = account.address().domain();
    return settings(domain)
        .map(_ -> provider(domain))
        .flatMap(provider ->
            provider
                .known()
                .flatMap(Provider.Endpoints::endSession)
                .map(at ->
                    at
                        + (at.contains("?") ? "&" : "?")
                        + Provider.form(Map.of("client_id", provider.settings().client()))));
  }

  /**
   * Looks what a provider tells of itself.
   *
   * @return lines for people
   * @throws IOException saying what is wrong
   */
  public List<String> examine(String domain) throws IOException {
    Provider provider = provider(domain);
    Provider.Endpoints at = provider.endpoints();
    int keys = provider.keys(Optional.empty()).getKeys().size();
    return List.of(
        provider.settings().issuer() + " tells of itself",
        "people go to " + at.authorization(),
        keys + " keys at " + at.keys(),
        at.tellsIssuer() ? "its answers name it" : "its answers do not name it (RFC 9207)",
        "it has to know " + redirect);
  }

  @Override
  public void close() {
    synchronized (opened) {
      opened.values().forEach(Provider::close);
      opened.clear();
    }
  }
}
