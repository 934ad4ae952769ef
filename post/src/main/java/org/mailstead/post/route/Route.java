package org.mailstead.post.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A way that mail takes out of this server.
 *
 * @param number another one after each change: what was learnt of the way before, and connections
 *     that wait there, are not used for it
 */
public record Route(Scope scope, Exit exit, Pool pool, long number) {
  /** To whom mail is given. */
  public sealed interface Exit {
    /** To the servers of its recipients' domains. */
    record Direct() implements Exit {}

    /**
     * To a server that brings it on.
     *
     * @param host its name or address
     * @param orDirect whether mail goes to the recipients' own servers when no connection to it
     *     comes about; else it waits
     */
    record Relay(String host, int port, Tls tls, Optional<Login> login, boolean orDirect)
        implements Exit {}
  }

  /** How a connection to a relay is kept safe. */
  public enum Tls {
    /** Begun by STARTTLS, which must be offered (RFC 3207). */
    STARTTLS,
    /** From the first octet on (RFC 8314). */
    IMPLICIT,
    /** Not asked for, though taken where it is offered: for relays on this machine. */
    NONE
  }

  /** As whom to sign in. */
  public record Login(String name, Secret secret) {}

  /** A password, or where it is. */
  public sealed interface Secret {
    record Kept(String password) implements Secret {
      @Override
      public String toString() {
        return "Kept[***]";
      }
    }

    /**
     * @param file whose first line it is, read for each connection
     */
    record InFile(Path file) implements Secret {}
  }

  /**
   * From where to speak.
   *
   * @param sources addresses of this machine; empty for whichever it likes
   * @param name what to call ourselves (EHLO); empty for the server's own name
   * @param turns whether each connection takes the next address; else a destination always sees the
   *     same one
   */
  public record Pool(List<Source> sources, String name, boolean turns) {
    public static final Pool ANY = new Pool(List.of(), "", false);

    public Pool {
      sources = List.copyOf(sources);
    }
  }

  /** Whether mail goes past the relay when it cannot be reached. */
  public boolean orDirect() {
    return exit instanceof Exit.Relay relay && relay.orDirect();
  }

  /** The same past its relay. */
  public Route direct() {
    return new Route(scope, new Exit.Direct(), pool, number);
  }
}
