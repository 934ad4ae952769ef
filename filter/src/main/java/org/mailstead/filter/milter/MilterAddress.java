package org.mailstead.filter.milter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a filter listens: {@code HOST:PORT}, or a socket's path from the root on. */
public sealed interface MilterAddress {
  /** On this machine or another. */
  record Inet(String host, int port) implements MilterAddress {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A socket among the files of this machine. */
  record Unix(String path) implements MilterAddress {
    @Override
    public String toString() {
      return path;
    }
  }

  Pattern INET = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})");

  /** Empty when it is none. */
  static Optional<MilterAddress> parse(String text) {
    if (text.startsWith("/")) {
      try {
        return Optional.of(new Unix(java.nio.file.Path.of(text).toString()));
      } catch (InvalidPathException _) {
        return Optional.empty();
      }
    }
    Matcher parts = INET.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(2));
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new Inet(parts.group(1), port));
  }

  /** Asks the system for the host's address. */
  default SocketAddress resolve() throws IOException {
    return switch (this) {
      case Inet(String host, int port) -> {
        var address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
        if (address.isUnresolved()) {
          throw new UnknownHostException("no such host: " + host);
        }
        yield address;
      }
      case Unix(String path) -> UnixDomainSocketAddress.of(path);
    };
  }
}
