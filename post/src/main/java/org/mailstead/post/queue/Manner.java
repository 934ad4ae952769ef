package org.mailstead.post.queue;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.post.route.Route;

/**
 * How a server is spoken to.
 *
 * @param implicitTls whether it is encrypted from the first octet on
 * @param login as whom; empty for as nobody
 * @param source the address of this machine to speak from; empty for whichever it likes
 * @param name what we call ourselves
 * @param relay whether the operator named the server
 */
record Manner(
    int port,
    boolean implicitTls,
    Optional<Route.Login> login,
    Optional<InetAddress> source,
    String name,
    boolean relay) {}
