package org.mailstead.identity.signin;

import java.net.InetAddress;

/**
 * The browser that somebody signs in with.
 *
 * @param client what it says it is
 * @param device what it was given at earlier sign-ins, or empty
 */
public record Browser(InetAddress from, String client, String device) {
  Attempt attempt() {
    return new Attempt(Protocol.WEB, from, client);
  }
}
