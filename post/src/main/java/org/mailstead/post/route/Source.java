package org.mailstead.post.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * An address of this machine to speak from.
 *
 * @param name what to call ourselves there (EHLO), which should be what the DNS calls the address;
 *     empty for the pool's
 */
public record Source(InetAddress address, String name) {
  /** From {@code ADDRESS} or {@code ADDRESS=NAME}; empty when it is neither. */
  public static Optional<Source> parse(String text) {
    String[] sides = text.strip().split("=", 2);
    Optional<String> name =
        sides.length == 1 ? Optional.of("") : EmailAddress.domain(sides[1].strip());
    try {
      InetAddress address = InetAddress.ofLiteral(sides[0].strip());
      return name.map(found -> new Source(address, found));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether this machine has the address. */
  public boolean isHere() {
    try {
      return NetworkInterface.getByInetAddress(address) != null
          || (address.isLoopbackAddress() && address.getAddress().length == 4);
    } catch (SocketException _) {
      return false;
    }
  }

  /** The addresses that this machine has. */
  public static List<String> here() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(InetAddress::getHostAddress)
        .map(text -> text.replaceFirst("%.*", ""))
        .sorted()
        .toList();
  }

  @Override
  public String toString() {
    return address.getHostAddress() + (name.isEmpty() ? "" : "=" + name);
  }
}
