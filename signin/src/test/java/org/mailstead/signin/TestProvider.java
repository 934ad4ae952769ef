package org.mailstead.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A provider that says what a test wants, also what no honest one would: a library signs for it.
 */
final class TestProvider implements AutoCloseable {
  static final String CLIENT = "mailstead";
  static final String SECRET = "a secret of the client";

  private final HttpServer server;
  private final InstantSource clock;
  final String issuer;
  final AtomicInteger keysAsked = new AtomicInteger();
  final AtomicInteger codesAsked = new AtomicInteger();
  RSAKey key;

  /** What the next token says, besides what it has to. */
  final Map<String, Object> claims = new HashMap<>();

  UnaryOperator<JWTClaimsSet.Builder> last = all -> all;
  Signing signing = Signing.RIGHT;
  boolean tellsIssuer = true;
  String discovered = "";
  String nonce = "";
  Map<String, Object> userInfo = Map.of();
  private String usedCode = "";

  enum Signing {
    RIGHT,
    NONE,
    HMAC_OF_PUBLIC_KEY,
    ANOTHER_KEY
  }

  TestProvider(InstantSource clock) throws IOException, JOSEException {
    this.clock = clock;
    this.key = new RSAKeyGenerator(2048).keyID("one").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    server.createContext("/realm/.well-known/openid-configuration", at -> send(at, discovery()));
    server.createContext(
        "/realm/keys",
        at -> {
          keysAsked.incrementAndGet();
          send(at, new JWKSet(key.toPublicJWK()).toJSONObject());
        });
    server.createContext("/realm/token", this::token);
    server.createContext("/realm/me", at -> send(at, userInfo));
    server.start();
  }

  private Map<String, Object> discovery() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("issuer", discovered.isEmpty() ? issuer : discovered);
    all.put("authorization_endpoint", issuer + "/go");
    all.put("token_endpoint", issuer + "/token");
    all.put("jwks_uri", issuer + "/keys");
    all.put("userinfo_endpoint", issuer + "/me");
    all.put("end_session_endpoint", issuer + "/bye");
    all.put("authorization_response_iss_parameter_supported", tellsIssuer);
    return all;
  }

  private static void send(HttpExchange at, Map<String, Object> json) throws IOException {
    send(at, 200, json);
  }

  private static void send(HttpExchange at, int status, Map<String, Object> json)
      throws IOException {
    byte[] body = JSONObjectUtils.toJSONString(json).getBytes(UTF_8);
    at.sendResponseHeaders(status, body.length);
    at.getResponseBody().write(body);
    at.close();
  }

  private void token(HttpExchange at) throws IOException {
    codesAsked.incrementAndGet();
    String form = new String(at.getRequestBody().readAllBytes(), UTF_8);
    String shown = String.valueOf(at.getRequestHeaders().getFirst("Authorization"));
    String both = "mailstead:a+secret+of+the+client";
    boolean known =
        shown.equals("Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
    String code = form.replaceFirst(".*code=([^&]*).*", "$1");
    if (!known || code.equals(usedCode) || !form.contains("code_verifier=")) {
      send(at, 400, Map.of("error", "invalid_grant"));
      return;
    }
    usedCode = code;
    try {
      send(at, Map.of("access_token", "t", "token_type", "Bearer", "id_token", signed()));
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private String signed() throws JOSEException {
    var all =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(CLIENT)
            .subject("248289761001")
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(clock.instant().plusSeconds(300)))
            .claim("nonce", nonce)
            .claim("auth_time", clock.instant().getEpochSecond())
            .claim("email", "ada@example.test")
            .claim("email_verified", true)
            .claim("name", "Ada Lovelace");
    claims.forEach(all::claim);
    JWTClaimsSet said = last.apply(all).build();
    return switch (signing) {
      case RIGHT -> signed(said, JWSAlgorithm.RS256, new RSASSASigner(key));
      case NONE -> new PlainJWT(said).serialize();
      case HMAC_OF_PUBLIC_KEY ->
          signed(said, JWSAlgorithm.HS256, new MACSigner(key.toRSAPublicKey().getEncoded()));
      case ANOTHER_KEY ->
          signed(said, JWSAlgorithm.RS256, new RSASSASigner(new RSAKeyGenerator(2048).generate()));
    };
  }

  private String signed(JWTClaimsSet said, JWSAlgorithm algorithm, JWSSigner signer)
      throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), said);
    token.sign(signer);
    return token.serialize();
  }

  List<String> places() {
    return List.of(issuer);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
