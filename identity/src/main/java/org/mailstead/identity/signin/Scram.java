package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * SCRAM with SHA-256 or SHA-512, and -PLUS (RFC 5802, RFC 7677; channel binding RFC 5929 and RFC
 * 9266). The password never crosses the wire, and with -PLUS nobody can sit between. Which of an
 * account's passwords the client knows is found out from its proof.
 */
final class Scram implements Sasl.Exchange {
  private static final List<String> BINDINGS = List.of("tls-exporter", "tls-server-end-point");
  private static final int NONCE_BYTES = 18;

  private final Authenticator authenticator;
  private final Sasl.Channel channel;
  private final ScramHash hash;
  private final boolean plus;
  private final boolean told;

  private State state = new Begin();

  private sealed interface State {}

  private record Begin() implements State {}

  private record Challenged(
      String name,
      Optional<Account> account,
      Authenticator.ScramOffer offer,
      FirstMessage first,
      String server)
      implements State {}

  private record Ended() implements State {}

  /**
   * The client's first message.
   *
   * @param header the GS2 header as it was sent, which the final message repeats
   * @param bare what the signature covers
   */
  private record FirstMessage(String header, String bare, String binding, String nonce) {}

  /**
   * @param told whether the client was told of -PLUS where there is a binding
   */
  Scram(
      Authenticator authenticator,
      Sasl.Channel channel,
      ScramHash hash,
      boolean plus,
      boolean told) {
    this.authenticator = authenticator;
    this.channel = channel;
    this.hash = hash;
    this.plus = plus;
    this.told = told;
  }

  /** The strongest channel binding that the connection has. */
  static Optional<String> bindingType(Sasl.Channel channel) {
    return BINDINGS.stream().filter(b -> channel.channelBinding().apply(b).isPresent()).findFirst();
  }

  @Override
  public Sasl.Step respond(byte[] response) {
    String text = Utf8.decode(response, 0, response.length);
    return switch (state) {
      case Begin() -> text.isEmpty() ? new Sasl.Step.Challenge(new byte[0]) : first(text);
      case Challenged challenged -> last(challenged, text);
      case Ended() -> throw syntax();
    };
  }

  // client-first-message = gs2-header client-first-message-bare
  private Sasl.Step first(String text) {
    int afterFlag = text.indexOf(',');
    int afterHeader = text.indexOf(',', afterFlag + 1);
    if (afterFlag < 0 || afterHeader < 0) {
      throw syntax();
    }
    String flag = text.substring(0, afterFlag);
    String actAs = text.substring(afterFlag + 1, afterHeader);
    String bare = text.substring(afterHeader + 1);
    Map<Character, String> fields = fields(bare);
    String name = unescape(need(fields, 'n'));
    if (fields.containsKey('m') || (!actAs.isEmpty() && !unescape(actAs).equals("a=" + name))) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.act-as");
    }
    var first =
        new FirstMessage(
            text.substring(0, afterHeader + 1), bare, binding(flag), need(fields, 'r'));
    String canonical = Authenticator.canonical(name);
    authenticator.guard(channel.attempt(), canonical);
    Optional<Account> account = authenticator.find(name);
    Authenticator.ScramOffer offer = authenticator.scram(account, canonical, hash);
    ScramSalt salt = offer.salt();
    String server =
        "r=" + first.nonce + nonce() + ",s=" + base64(salt.salt()) + ",i=" + salt.iterations();
    state = new Challenged(canonical, account, offer, first, server);
    return new Sasl.Step.Challenge(server.getBytes(UTF_8));
  }

  /** The binding type that the flag names; empty for none. A downgrade is refused here. */
  private String binding(String flag) {
    if (flag.startsWith("p=") && plus) {
      String type = flag.substring(2);
      if (BINDINGS.contains(type) && channel.channelBinding().apply(type).isPresent()) {
        return type;
      }
      throw new Refused(Problem.Kind.UNSUPPORTED, "sasl.binding", type);
    }
    boolean offered = told && bindingType(channel).isPresent();
    // "y" says: I could bind but you did not offer it. We did, so somebody took it out on the way.
    if (plus || (flag.equals("y") && offered) || !(flag.equals("y") || flag.equals("n"))) {
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "sasl.binding-downgraded");
    }
    return "";
  }

  // client-final-message = channel-binding "," nonce ["," extensions] "," proof
  private Sasl.Step last(Challenged challenged, String text) {
    state = new Ended();
    int beforeProof = text.lastIndexOf(",p=");
    if (beforeProof < 0) {
      throw syntax();
    }
    String withoutProof = text.substring(0, beforeProof);
    byte[] proof = decode(text.substring(beforeProof + 3));
    Map<Character, String> fields = fields(withoutProof);
    byte[] message =
        (challenged.first.bare + "," + challenged.server + "," + withoutProof).getBytes(UTF_8);
    boolean right =
        challenged.server.startsWith("r=" + need(fields, 'r') + ",")
            && Secrets.same(decode(need(fields, 'c')), bound(challenged.first));
    Optional<Authenticator.ScramCandidate> shown = shown(challenged.offer, message, proof);
    if (!right || challenged.account.isEmpty() || shown.isEmpty()) {
      throw authenticator.failed(challenged.account, channel.attempt(), challenged.name);
    }
    Login login =
        authenticator.scram(
            challenged.account.get(), shown.get(), channel.attempt(), challenged.name);
    byte[] verifier = hash.hmac(shown.get().keys().serverKey(), message);
    return new Sasl.Step.Done(login, ("v=" + base64(verifier)).getBytes(UTF_8));
  }

  /** The candidate whose password the client knows. All are looked at, whichever it is. */
  private Optional<Authenticator.ScramCandidate> shown(
      Authenticator.ScramOffer offer, byte[] message, byte[] proof) {
    Optional<Authenticator.ScramCandidate> found = Optional.empty();
    for (Authenticator.ScramCandidate candidate : offer.candidates()) {
      byte[] stored = candidate.keys().storedKey();
      byte[] signature = hash.hmac(stored, message);
      if (proof.length == signature.length
          && Secrets.same(hash.digest(xor(proof, signature)), stored)) {
        found = Optional.of(candidate);
      }
    }
    return found;
  }

  // cbind-input = gs2-header [ cbind-data ]
  private byte[] bound(FirstMessage first) {
    var input = new ByteArrayOutputStream();
    input.writeBytes(first.header.getBytes(UTF_8));
    if (!first.binding.isEmpty()) {
      input.writeBytes(channel.channelBinding().apply(first.binding).orElseThrow(Scram::syntax));
    }
    return input.toByteArray();
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = one.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= other[i];
    }
    return result;
  }

  private static Map<Character, String> fields(String text) {
    Map<Character, String> fields = new LinkedHashMap<>();
    for (String field : text.split(",", -1)) {
      if (field.length() < 2 || field.charAt(1) != '=') {
        throw syntax();
      }
      fields.putIfAbsent(field.charAt(0), field.substring(2));
    }
    return fields;
  }

  private static String need(Map<Character, String> fields, char name) {
    String value = fields.get(name);
    if (value == null || value.isEmpty()) {
      throw syntax();
    }
    return value;
  }

  // saslname: "=2C" and "=3D" stand for "," and "="
  private static String unescape(String name) {
    return name.replace("=2C", ",").replace("=3D", "=");
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    authenticator.random().nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw syntax();
    }
  }

  private static Refused syntax() {
    return new Refused(Problem.Kind.INVALID, "sasl.syntax");
  }
}
