package org.mailstead.identity.signin;

import java.net.InetAddress;

/**
 * A sign-in as it comes in.
 *
 * @param client what the program says it is, as far as it has said so; may be empty
 */
public record Attempt(Protocol protocol, InetAddress from, String client) {
  private static final int MAX_CLIENT = 200;

  public Attempt {
    String shown = client.replaceAll("\\p{Cc}", " ").strip();
    client = shown.length() > MAX_CLIENT ? shown.substring(0, MAX_CLIENT) : shown;
  }

  public Attempt(Protocol protocol, InetAddress from) {
    this(protocol, from, "");
  }
}
