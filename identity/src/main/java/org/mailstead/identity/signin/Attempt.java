package org.mailstead.identity.signin;

import java.net.InetAddress;
import java.util.OptionalLong;

/**
 * A sign-in as it comes in.
 *
 * @param client what the program says it is, as far as it has said so; may be empty
 * @param device a device of the account's owner that has proved itself
 */
public record Attempt(Protocol protocol, InetAddress from, String client, OptionalLong device) {
  private static final int MAX_CLIENT = 200;

  public Attempt {
    String shown = client.replaceAll("\\p{Cc}", " ").strip();
    client = shown.length() > MAX_CLIENT ? shown.substring(0, MAX_CLIENT) : shown;
  }

  public Attempt(Protocol protocol, InetAddress from) {
    this(protocol, from, "");
  }

  public Attempt(Protocol protocol, InetAddress from, String client) {
    this(protocol, from, client, OptionalLong.empty());
  }

  Attempt with(OptionalLong known) {
    return new Attempt(protocol, from, client, known);
  }
}
