package org.mailstead.identity.signin;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;

/**
 * Tells owners of sign-ins from where they never were. Phones change their addresses all day, so
 * what counts is a provider's range, and a program that has a password of its own and keeps to its
 * name is no news wherever it is.
 */
record Unfamiliar(Alerts alerts) {
  private static final int IPV4_RANGE = 16;
  private static final int IPV6_RANGE = 32;

  void look(AccountId account, History.Fresh fresh) {
    List<SignIn> before =
        fresh.before().stream().filter(signIn -> signIn.refused().isEmpty()).toList();
    if (before.isEmpty()) {
      return; // the account's first: there is nothing to compare with
    }
    fresh.now().stream()
        .filter(signIn -> signIn.refused().isEmpty() && signIn.protocol() != Protocol.WEB)
        .filter(signIn -> before.stream().noneMatch(known -> isLike(known, signIn)))
        .findFirst()
        .ifPresent(signIn -> alerts.tell(account, new Alert.NewPlace(signIn)));
  }

  private static boolean isLike(SignIn known, SignIn now) {
    return (range(known).isPresent() && range(known).equals(range(now)))
        || (now.way().startsWith("app-password") && now.way().equals(known.way()));
  }

  private static Optional<Network> range(SignIn signIn) {
    try {
      InetAddress from = InetAddress.ofLiteral(signIn.from());
      return Optional.of(
          new Network(from, from.getAddress().length == 4 ? IPV4_RANGE : IPV6_RANGE));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
