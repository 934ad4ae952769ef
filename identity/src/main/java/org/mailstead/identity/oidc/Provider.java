package org.mailstead.identity.oidc;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.OidcSettings;

/**
 * One provider: where its endpoints are (OpenID Connect Discovery), its keys, and what it answers.
 * What it tells of itself is kept for an hour; a failure for some seconds.
 */
final class Provider implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Provider.class.getName());
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration FAILED = Duration.ofSeconds(5);

  /** How soon keys are asked for again since one is not among them. */
  private static final Duration RENEW = Duration.ofMinutes(1);

  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  private final OidcSettings settings;
  private final String secret;
  private final ProviderCalls calls;
  private final InstantSource clock;
  private Optional<Kept<Endpoints>> endpoints = Optional.empty();
  private Optional<Kept<JWKSet>> keys = Optional.empty();
  private Instant failed = Instant.EPOCH;

  private record Kept<T>(T value, Instant since) {}

  Provider(OidcSettings settings, String secret, InstantSource clock) {
    this.settings = settings;
    this.secret = secret;
    this.calls = new ProviderCalls(settings);
    this.clock = clock;
  }

  OidcSettings settings() {
    return settings;
  }

  /**
   * Where things are.
   *
   * @param tellsIssuer whether every answer to the browser names the issuer (RFC 9207)
   * @param secretInForm whether the secret goes into the form, not into the header
   */
  record Endpoints(
      String authorization,
      String token,
      String keys,
      Optional<String> userInfo,
      Optional<String> endSession,
      boolean tellsIssuer,
      boolean secretInForm) {}

  /**
   * @throws IOException when the provider does not answer, or with something else
   */
  synchronized Endpoints endpoints() throws IOException {
    Optional<Endpoints> known = endpoints.filter(one -> isYoung(one, KEPT)).map(Kept::value);
    if (known.isPresent()) {
      return known.get();
    }
    if (clock.instant().isBefore(failed.plus(FAILED))) {
      throw new IOException("it did not answer a moment ago");
    }
    try {
      Endpoints now = discover();
      endpoints = Optional.of(new Kept<>(now, clock.instant()));
      return now;
    } catch (IOException e) {
      failed = clock.instant();
      throw e;
    }
  }

  private boolean isYoung(Kept<?> one, Duration most) {
    return clock.instant().isBefore(one.since.plus(most));
  }

  /** Those that are known without asking. */
  synchronized Optional<Endpoints> known() {
    return endpoints.map(Kept::value);
  }

  private Endpoints discover() throws IOException {
    String base = settings.issuer().replaceAll("/$", "");
    ProviderCalls.Said said = calls.get(base + WELL_KNOWN, Map.of());
    // OpenID Connect Discovery section 4.3: another's document would have us believe another.
    if (said.status() != 200 || !settings.issuer().equals(said.json().get("issuer"))) {
      throw new IOException("what is at " + base + WELL_KNOWN + " is not of " + settings.issuer());
    }
    List<String> methods = texts(said.json().get("token_endpoint_auth_methods_supported"));
    return new Endpoints(
        need(said.json(), "authorization_endpoint"),
        need(said.json(), "token_endpoint"),
        need(said.json(), "jwks_uri"),
        maybe(said.json(), "userinfo_endpoint"),
        maybe(said.json(), "end_session_endpoint"),
        Boolean.TRUE.equals(said.json().get("authorization_response_iss_parameter_supported")),
        !methods.isEmpty()
            && !methods.contains("client_secret_basic")
            && methods.contains("client_secret_post"));
  }

  private static String need(Map<String, Object> json, String name) throws IOException {
    return maybe(json, name)
        .orElseThrow(() -> new IOException("the provider tells no safe " + name));
  }

  private static Optional<String> maybe(Map<String, Object> json, String name) {
    return json.get(name) instanceof String text && OidcSettings.isAddress(text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The texts of a list, or the one text. */
  static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /** Its keys, of which one has that name, if there is such a one at all. */
  synchronized JWKSet keys(Optional<String> id) throws IOException {
    Optional<Kept<JWKSet>> known = keys.filter(one -> isYoung(one, KEPT));
    boolean has =
        known.isPresent()
            && (id.isEmpty()
                || known.get().value.getKeyByKeyId(id.get()) != null
                || isYoung(known.get(), RENEW));
    if (has) {
      return known.orElseThrow().value;
    }
    ProviderCalls.Said said = calls.get(endpoints().keys, Map.of());
    if (said.status() != 200) {
      throw new IOException("the provider shows no keys");
    }
    try {
      JWKSet now = JWKSet.parse(JSONObjectUtils.toJSONString(said.json()));
      keys = Optional.of(new Kept<>(now, clock.instant()));
      return now;
    } catch (ParseException e) {
      throw new IOException("the provider's keys make no sense", e);
    }
  }

  /** What a code is worth: the answer of the token endpoint. */
  Map<String, Object> redeem(String code, String redirect, String verifier) throws IOException {
    Endpoints at = endpoints();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", verifier);
    Map<String, String> headers = new LinkedHashMap<>();
    if (secret.isEmpty()) {
      form.put("client_id", settings.client());
    } else if (at.secretInForm) {
      form.put("client_id", settings.client());
      form.put("client_secret", secret);
    } else {
      // RFC 6749 section 2.3.1: each part as in a form, then base64.
      String both = encoded(settings.client()) + ":" + encoded(secret);
      headers.put(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
    }
    ProviderCalls.Said said = calls.post(at.token, headers, form(form));
    if (said.status() != 200) {
      LOG.log(WARNING, "{0} gives no token: {1}", settings.issuer(), word(said.json()));
      throw new IOException("the provider gives no token");
    }
    return said.json();
  }

  /** An error's word and nothing else of what came. */
  private static String word(Map<String, Object> json) {
    return json.get("error") instanceof String text && text.matches("[a-z_]{1,50}") ? text : "?";
  }

  /** What the provider tells of the person besides; empty where it tells nothing. */
  Map<String, Object> userInfo(String token) throws IOException {
    Optional<String> at = endpoints().userInfo;
    if (at.isEmpty()) {
      return Map.of();
    }
    ProviderCalls.Said said = calls.get(at.get(), Map.of("Authorization", "Bearer " + token));
    return said.status() == 200 ? said.json() : Map.of();
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> one.getKey() + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    calls.close();
  }
}
