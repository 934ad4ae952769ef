package org.mailstead.server;

import java.net.InetAddress;
import org.mailstead.words.EmailAddress;

/** A server and its port. */
record HostPort(String host, int port) {
  static HostPort parse(String text, int standard) {
    String host = text;
    String port = Integer.toString(standard);
    if (text.startsWith("[") && text.contains("]")) {
      host = text.substring(1, text.indexOf(']'));
      String rest = text.substring(text.indexOf(']') + 1);
      port = rest.startsWith(":") ? rest.substring(1) : port;
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      host = text.substring(0, text.indexOf(':'));
      port = text.substring(text.indexOf(':') + 1);
    }
    boolean number = port.matches("[0-9]{1,5}");
    if (!number || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
      throw RouteCommands.wrong("not a server with its port: " + text);
    }
    String name = isLiteral(host) ? host : EmailAddress.domain(host).orElse("");
    if (name.isEmpty()) {
      throw RouteCommands.wrong("not a server: " + text);
    }
    return new HostPort(name, Integer.parseInt(port));
  }

  private static boolean isLiteral(String host) {
    try {
      return !InetAddress.ofLiteral(host).isAnyLocalAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  boolean isHere() {
    return host.equals("localhost")
        || (isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
