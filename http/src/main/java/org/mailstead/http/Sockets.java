package org.mailstead.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * The WebSockets of a port. No extension is taken: a compressor for each idle client costs more
 * memory than all else of it, and answers that hold mail beside words of others are better not
 * compressed together.
 */
final class Sockets {
  private final WebSocketMappings handshakes;
  private final Set<FrameSocket> open = ConcurrentHashMap.newKeySet();
  private final MessageRoom room = new MessageRoom();

  Sockets(WebSocketComponents components) {
    this.handshakes = new WebSocketMappings(components);
  }

  /** Begins one; what else is to be answered when the client has not asked for one as it should. */
  boolean begin(Answer.Upgrade upgrade, Request request, Response response, Callback callback) {
    var negotiator = new Terms(upgrade, request.getComponents().getScheduler());
    return handshakes.upgrade(negotiator, request, response, callback, null);
  }

  /** Whether the client names the subprotocol; without it the two would not understand another. */
  static boolean speaks(Request request, String protocol) {
    List<String> named = request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
    return named.contains(protocol);
  }

  /** Tells all clients that the server goes. */
  void close() {
    open.forEach(socket -> socket.close(CloseStatus.SHUTDOWN, "the server stops"));
  }

  private final class Terms implements WebSocketNegotiator {
    private final Answer.Upgrade upgrade;
    private final Scheduler scheduler;

    Terms(Answer.Upgrade upgrade, Scheduler scheduler) {
      this.upgrade = upgrade;
      this.scheduler = scheduler;
    }

    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      response.setAcceptedSubProtocol(upgrade.terms().protocol());
      response.setExtensions(List.of());
      return new FrameSocket(upgrade, scheduler, room, open);
    }

    @Override
    public void customize(Configuration configuration) {
      configuration.setIdleTimeout(java.time.Duration.ZERO); // the socket asks by itself
      configuration.setMaxFrameSize(FrameSocket.FRAME);
      configuration.setAutoFragment(true); // larger ones are given in parts as they come
    }
  }
}
