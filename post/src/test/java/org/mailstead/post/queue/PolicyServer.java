package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A web server that gives the policy that the test wants. */
final class PolicyServer implements AutoCloseable {
  final AtomicInteger visits = new AtomicInteger();
  private final SSLServerSocket listening;
  private volatile String answer = "HTTP/1.1 404 Not Found\r\n\r\n";
  private volatile boolean silent;

  PolicyServer(SSLContext context) throws IOException {
    listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.3"));
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return listening.getLocalPort();
  }

  PolicyServer policy(String mode, String mx) {
    return answers(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
            + "version: STSv1\nmode: %s\nmx: %s\nmax_age: 604800\n".formatted(mode, mx));
  }

  PolicyServer answers(String whole) {
    answer = whole;
    return this;
  }

  PolicyServer isSilent(boolean now) {
    silent = now;
    return this;
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new Scanner(socket.getInputStream(), ISO_8859_1);
      String first = in.nextLine();
      while (!in.nextLine().isEmpty()) {}
      visits.incrementAndGet();
      while (silent) {
        Thread.sleep(10);
      }
      boolean asked = first.equals("GET /.well-known/mta-sts.txt HTTP/1.1");
      socket
          .getOutputStream()
          .write((asked ? answer : "HTTP/1.1 400 x\r\n\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException | RuntimeException | InterruptedException e) {
      // The client has gone.
    }
  }

  @Override
  public void close() throws IOException {
    silent = false;
    listening.close();
  }
}
