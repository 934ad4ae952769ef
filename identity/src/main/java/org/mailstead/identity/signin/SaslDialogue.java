package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A SASL exchange as line protocols carry it (RFC 4422 section 3): challenges and responses in
 * base64, {@code *} to give up, {@code =} for an initial response that is empty. None of them sends
 * data with its success, so a mechanism's last data goes as one more challenge. The rooms give the
 * words.
 */
public record SaslDialogue(Sasl sasl, Sasl.Channel channel) {
  /** Octets of a line with a response (RFC 4954 section 4). */
  public static final int MAX_LINE = 12_288;

  /** What no connection in the clear is offered. */
  private static final Set<String> NAKED = Set.of("PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2");

  /** Speaks with the client. */
  @FunctionalInterface
  public interface Asking {
    /**
     * Sends a challenge, which is base64 already, and returns the line that the client answers
     * with; empty for one that is too long.
     *
     * @throws java.io.EOFException when the client has gone
     */
    Optional<String> ask(String challenge) throws IOException;
  }

  /** How an exchange ended. A sign-in that failed is thrown instead, as in {@link Sasl}. */
  public sealed interface Ending {
    record SignedIn(Login login) implements Ending {}

    record NoSuchMechanism() implements Ending {}

    /** It is there once the connection is encrypted. */
    record NeedsTls() implements Ending {}

    /** The client gave up. */
    record Cancelled() implements Ending {}

    record NotBase64() implements Ending {}

    record TooLong() implements Ending {}
  }

  /** Ends an exchange from within. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Ending ending;

    Broken(Ending ending) {
      super("the exchange broke off", null, false, false);
      this.ending = ending;
    }
  }

  /**
   * Carries an exchange to its end.
   *
   * @param initial the initial response as it was sent with the command
   * @throws org.mailstead.words.Refused when the sign-in failed
   */
  public Ending run(String mechanism, Optional<String> initial, Asking client) throws IOException {
    Optional<Sasl.Exchange> exchange = sasl.begin(mechanism, channel);
    if (exchange.isEmpty()) {
      boolean hidden = NAKED.contains(mechanism.toUpperCase(Locale.ROOT));
      return hidden && !channel.plaintextAllowed()
          ? new Ending.NeedsTls()
          : new Ending.NoSuchMechanism();
    }
    try {
      byte[] response = initial.isEmpty() ? new byte[0] : initial(initial.get());
      // An initial response that is there and empty is EXTERNAL's answer (RFC 4422 appendix A).
      boolean empty = initial.isPresent() && response.length == 0;
      boolean answered = empty && mechanism.equalsIgnoreCase("EXTERNAL");
      if (answered) {
        exchange.get().respond(response);
      }
      return new Ending.SignedIn(run(exchange.get(), response, client));
    } catch (Broken e) {
      return e.ending;
    }
  }

  private static Login run(Sasl.Exchange exchange, byte[] initial, Asking client)
      throws IOException, Broken {
    Sasl.Step step = exchange.respond(initial);
    while (true) {
      switch (step) {
        case Sasl.Step.Challenge(byte[] bytes) -> step = exchange.respond(ask(client, bytes));
        case Sasl.Step.Done(Login login, byte[] last) -> {
          if (last.length > 0) {
            ask(client, last);
          }
          return login;
        }
      }
    }
  }

  private static byte[] initial(String text) throws Broken {
    return text.equals("=") ? new byte[0] : decode(text);
  }

  private static byte[] ask(Asking client, byte[] challenge) throws IOException, Broken {
    String line =
        client
            .ask(Base64.getEncoder().encodeToString(challenge))
            .orElseThrow(() -> new Broken(new Ending.TooLong()));
    if (line.equals("*")) {
      throw new Broken(new Ending.Cancelled());
    }
    return decode(line);
  }

  private static byte[] decode(String text) throws Broken {
    if (text.length() > MAX_LINE) {
      throw new Broken(new Ending.TooLong());
    }
    try {
      return Base64.getDecoder().decode(text.getBytes(ISO_8859_1));
    } catch (IllegalArgumentException _) {
      throw new Broken(new Ending.NotBase64());
    }
  }
}
