package org.mailstead.signin;

import java.util.List;
import org.mailstead.identity.signin.Protocol;

/**
 * What people are told of this server besides what {@link
 * org.mailstead.identity.signin.SignInConfig} has.
 *
 * @param programs where mail programs find it
 * @param certificates whether mail programs are asked for certificates
 */
public record SignInServerConfig(List<Service> programs, boolean certificates) {
  public SignInServerConfig {
    programs = List.copyOf(programs);
  }

  /** How a connection is made safe. */
  public enum Security {
    /** TLS from the first octet. */
    TLS,
    /** It begins in the clear. */
    STARTTLS
  }

  /** One port for programs. */
  public record Service(Protocol protocol, String host, int port, Security security) {}
}
