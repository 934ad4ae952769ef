package org.mailstead.identity.signin;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The server's side of SASL (RFC 4422): a mechanism is begun, fed with the client's responses in
 * decoded form, and ends in a {@link Login} or a refusal. {@link SaslDialogue} carries it.
 */
public final class Sasl {
  private static final String PLUS = "-PLUS";
  private static final String SCRAM = "SCRAM-";

  private final Authenticator authenticator;

  public Sasl(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * What a mechanism needs to know of its connection.
   *
   * @param attempt who signs in to what
   * @param plaintextAllowed whether passwords may be sent as they are: under TLS, or on loopback in
   *     a try-out
   * @param channelBinding gives the binding data of a type such as {@code tls-exporter} (RFC 9266),
   *     empty when the connection has none
   * @param certificates what the client has shown by TLS, its own first; none when it has shown
   *     none
   */
  public record Channel(
      Attempt attempt,
      boolean plaintextAllowed,
      Function<String, Optional<byte[]>> channelBinding,
      List<X509Certificate> certificates) {
    public Channel {
      certificates = List.copyOf(certificates);
    }

    /** Without a certificate. */
    public Channel(
        Attempt attempt,
        boolean plaintextAllowed,
        Function<String, Optional<byte[]>> channelBinding) {
      this(attempt, plaintextAllowed, channelBinding, List.of());
    }
  }

  /** One exchange under way. */
  public interface Exchange {
    /**
     * Takes a response of the client, empty for none yet.
     *
     * @throws org.mailstead.words.Refused when the sign-in failed
     */
    Step respond(byte[] response);
  }

  /** What comes next. */
  public sealed interface Step {
    /** Send this, base64 as the protocol says, and wait for the response. */
    record Challenge(byte[] bytes) implements Step {}

    /** Signed in. {@code last} is to be sent with the success, when the protocol can. */
    record Done(Login login, byte[] last) implements Step {}
  }

  /**
   * Notes the session of somebody who has signed in, by whatever way.
   *
   * @param end called, by another thread or at once, when the account is switched off or removed,
   *     or what opened the session is taken away; must not block
   */
  public Stay enter(Login login, Attempt attempt, Runnable end) {
    return authenticator.enter(login, attempt, end);
  }

  /**
   * The mechanisms that a connection is told of, strongest first. Programs take the first that they
   * know, whoever signs in: where some passwords lie elsewhere, SCRAM is not told of, since it
   * cannot be done with those. It works all the same for who begins it.
   */
  public List<String> mechanisms(Channel channel) {
    List<String> all = usable(channel);
    return tellsOfScram() ? all : all.stream().filter(name -> !name.startsWith(SCRAM)).toList();
  }

  private boolean tellsOfScram() {
    return !authenticator.somePasswordsLieElsewhere();
  }

  private List<String> usable(Channel channel) {
    List<String> mechanisms = new ArrayList<>();
    if (!channel.certificates().isEmpty()) {
      mechanisms.add("EXTERNAL");
    }
    boolean binds = channel.plaintextAllowed() && Scram.bindingType(channel).isPresent();
    for (ScramHash hash : hashes()) {
      if (binds) {
        mechanisms.add(hash.mechanism() + PLUS);
      }
    }
    hashes().forEach(hash -> mechanisms.add(hash.mechanism()));
    if (channel.plaintextAllowed()) {
      mechanisms.addAll(List.of("PLAIN", "LOGIN"));
      if (authenticator.takesTokens()) {
        mechanisms.addAll(List.of("OAUTHBEARER", "XOAUTH2"));
      }
    }
    return mechanisms;
  }

  /** Strongest first. A client takes the best it is offered, so all accounts must have its keys. */
  private List<ScramHash> hashes() {
    return authenticator.hasAllScramKeys()
        ? List.of(ScramHash.SHA_512, ScramHash.SHA_256)
        : List.of(ScramHash.SHA_256);
  }

  /** Begins an exchange; empty when the connection may not use that mechanism. */
  public Optional<Exchange> begin(String mechanism, Channel channel) {
    String name = mechanism.toUpperCase(Locale.ROOT);
    if (!usable(channel).contains(name)) {
      return Optional.empty();
    }
    return switch (name) {
      case "PLAIN" -> Optional.of(new Plain(authenticator, channel));
      case "EXTERNAL" -> Optional.of(new External(authenticator, channel));
      case "LOGIN" -> Optional.of(new LoginMechanism(authenticator, channel));
      case "OAUTHBEARER" ->
          Optional.of(
              new BearerMechanism(authenticator, channel, BearerMechanism.Form.OAUTHBEARER));
      case "XOAUTH2" ->
          Optional.of(new BearerMechanism(authenticator, channel, BearerMechanism.Form.XOAUTH2));
      default ->
          hashes().stream()
              .filter(hash -> name.startsWith(hash.mechanism()))
              .findFirst()
              .map(hash ->
                  new Scram(authenticator, channel, hash, name.endsWith(PLUS), tellsOfScram()));
    };
  }
}
