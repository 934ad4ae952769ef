package org.mailstead.wire;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/**
 * Looks up a name that strangers give us, once and by ourselves: who then connects to an address of
 * the answer goes where was looked.
 *
 * @param allowed where we may go at all
 */
record AllowedAddresses(Resolver resolver, Predicate<InetAddress> allowed) {
  private static final int MAX_ADDRESSES = 3;

  /** All of them have to be allowed: an answer that mixes them is made by who tries us. */
  List<InetAddress> of(String host) throws Unreached {
    List<InetAddress> found =
        switch (resolver.addresses(host)) {
          case Answer.Found<InetAddress>(var some, _, _) -> some;
          case Answer.NoData<InetAddress>(), Answer.NoSuchName<InetAddress>() ->
              throw new Unreached(Unreached.Why.NO_HOST, host + " has no address");
          case Answer.Failed<InetAddress>(_, String why) ->
              throw new Unreached(
                  Unreached.Why.NO_ANSWER, "the DNS gives no answer for " + host + ": " + why);
        };
    if (!found.stream().allMatch(allowed)) {
      throw forbidden(host);
    }
    return found.stream().limit(MAX_ADDRESSES).toList();
  }

  private static Unreached forbidden(String host) {
    return new Unreached(
        Unreached.Why.FORBIDDEN, host + " has an address that is not one of the public Internet");
  }

  /** An address that was named itself. */
  List<InetAddress> only(InetAddress address) throws Unreached {
    if (!allowed.test(address)) {
      throw forbidden(address.getHostAddress());
    }
    return List.of(address);
  }
}
