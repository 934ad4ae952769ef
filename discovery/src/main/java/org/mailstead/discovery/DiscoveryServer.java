package org.mailstead.discovery;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mailstead.http.Answer;
import org.mailstead.http.Handler;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.wire.Identity;
import org.mailstead.words.EmailAddress;

/**
 * Answers programs that know no more than an address. All addresses of a domain get the same
 * answer, whether there is such an account or not: nobody learns here who exists.
 */
public final class DiscoveryServer {
  private static final String UNKNOWN = "this server is not for that domain";

  /** Names of a domain that lead here only for this. */
  private static final List<String> PREFIXES =
      List.of("autoconfig.", "autodiscover.", "ua-auto-config.", "mail.");

  private final DiscoveryConfig config;
  private final Predicate<String> isOurs;
  private final Autoconfig autoconfig;
  private final Autodiscover autodiscover;
  private final UserAgentConfiguration userAgents;
  private final AppleProfile apple;
  private final SetupPage page;
  private final InstantSource clock;

  /**
   * @param isOurs whether a domain, in lower case, is one of this server
   * @param signer the certificate that is shown for a host, which signs profiles for phones
   */
  public DiscoveryServer(
      DiscoveryConfig config,
      Predicate<String> isOurs,
      Function<String, Optional<Identity>> signer,
      InstantSource clock) {
    this.config = config;
    this.isOurs = isOurs;
    this.clock = clock;
    autoconfig = new Autoconfig(config);
    autodiscover = new Autodiscover(config, isOurs, clock);
    userAgents = new UserAgentConfiguration(config);
    apple = new AppleProfile(config, signer);
    page = new SetupPage(config);
  }

  /** For the ports with and without TLS. */
  public Routes routes() {
    var routes = new Routes();
    routes.get("/mail/config-v1.1.xml", this::autoconfig);
    routes.get("/.well-known/autoconfig/mail/config-v1.1.xml", this::autoconfig);
    routes.get("/.well-known/user-agent-configuration.json", this::userAgents);
    routes.get("/.well-known/security.txt", this::security);
    // Outlook and others do not agree on how to spell it.
    for (String name : List.of("autodiscover", "Autodiscover", "AutoDiscover")) {
      for (String file : List.of("autodiscover", "Autodiscover", "AutoDiscover")) {
        any(routes, "POST", "/" + name + "/" + file + ".xml", autodiscover::xml);
      }
      routes.get("/" + name + "/" + name + ".json", autodiscover::json);
      routes.get("/" + name + "/" + name + ".json/v1.0/{email}", autodiscover::json);
    }
    routes.get("/setup", this::setup);
    routes.get("/setup/mail.mobileconfig", this::profile);
    return routes;
  }

  /** Programs that are no browser ask; what they send proves nothing and changes nothing. */
  private static void any(Routes routes, String method, String path, Handler handler) {
    routes.on(method, path, Routes.Origin.ANY, handler);
  }

  /** What the TXT record {@code _ua-auto-config.DOMAIN} has to say, so that the answer counts. */
  public String userAgentRecord() {
    return userAgents.record();
  }

  private Answer autoconfig(WebRequest request) {
    return domain(request, request.query("emailaddress"))
        .map(autoconfig::answer)
        .orElseGet(() -> Answer.text(404, UNKNOWN));
  }

  private Answer userAgents(WebRequest request) {
    return domain(request, Optional.empty()).isPresent() || isHost(request)
        ? userAgents.answer()
        : Answer.text(404, UNKNOWN);
  }

  private boolean isHost(WebRequest request) {
    return request.host().equals(config.hostname().toLowerCase(Locale.ROOT));
  }

  private Answer security(WebRequest request) {
    return config
        .securityContact()
        .get()
        .map(contact -> SecurityText.answer(contact, clock.instant()))
        .orElseGet(() -> Answer.text(404, "there is no such page"));
  }

  private Answer setup(WebRequest request) {
    return page.answer(request.origin(), request.query("address").flatMap(this::ours));
  }

  private Answer profile(WebRequest request) {
    return request
        .query("address")
        .flatMap(this::ours)
        .map(apple::answer)
        .orElseGet(() -> Answer.text(404, UNKNOWN));
  }

  private Optional<EmailAddress> ours(String text) {
    return EmailAddress.parse(text.strip()).filter(one -> isOurs.test(one.domain()));
  }

  /** The domain of an address, else that whose name was asked for. */
  private Optional<String> domain(WebRequest request, Optional<String> address) {
    if (address.isPresent()) {
      return ours(address.get()).map(EmailAddress::domain);
    }
    String host = request.host();
    for (String prefix : PREFIXES) {
      if (host.startsWith(prefix) && isOurs.test(host.substring(prefix.length()))) {
        return Optional.of(host.substring(prefix.length()));
      }
    }
    return Optional.of(host).filter(isOurs);
  }
}
