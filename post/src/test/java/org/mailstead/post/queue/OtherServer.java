package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers what the test wants, and remembers what it got. It believes nothing
 * but CRLF, and its own commands may be CONNECT and END (of a message).
 */
final class OtherServer implements AutoCloseable {
  /** An answer that is none: the connection is cut. */
  static final String CUT = "CUT";

  /** What was said and sent in one connection. */
  record Visit(List<String> commands, List<String> messages) {}

  final List<Visit> visits = Collections.synchronizedList(new ArrayList<>());
  final List<String> clients = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final ServerSocket listening;
  private volatile String offer = "";
  private volatile UnaryOperator<String> answers = _ -> "";
  private volatile @Nullable SSLContext tls;
  private volatile boolean brokenTls;
  private volatile boolean implicitTls;
  private volatile String early = "";

  /**
   * @param port 0 for a free one
   */
  OtherServer(String address, int port) throws IOException {
    listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Extensions, by blanks; what belongs to one is joined to it by a '='. */
  OtherServer offers(String extensions) {
    offer = extensions;
    return this;
  }

  /** Answers to commands; empty for the usual one. */
  OtherServer answers(UnaryOperator<String> how) {
    answers = how;
    return this;
  }

  OtherServer encrypts(SSLContext context) {
    tls = context;
    return this;
  }

  OtherServer encryptsAtOnce(SSLContext context) {
    implicitTls = true;
    return encrypts(context);
  }

  /** Says more than it should before TLS begins, in the packet of its invitation. */
  OtherServer saysEarly(String octets) {
    early = octets;
    return this;
  }

  OtherServer breaksTls() {
    brokenTls = true;
    return this;
  }

  List<String> messages() {
    synchronized (visits) {
      return visits.stream().flatMap(visit -> visit.messages().stream()).toList();
    }
  }

  List<String> commands() {
    synchronized (visits) {
      return visits.stream().flatMap(visit -> visit.commands().stream()).toList();
    }
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
    var visit =
        new Visit(
            Collections.synchronizedList(new ArrayList<>()),
            Collections.synchronizedList(new ArrayList<>()));
    visits.add(visit);
    clients.add(socket.getInetAddress().getHostAddress());
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try (socket) {
      talk(socket, visit);
    } catch (IOException e) {
      // The client has gone, or was cut off.
    } finally {
      now.decrementAndGet();
    }
  }

  private void talk(Socket plain, Visit visit) throws IOException {
    Socket socket = implicitTls ? secure(plain) : plain;
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    if (!say(out, "CONNECT", "220 other.test ready")) {
      return;
    }
    for (String line = line(in); line != null; line = line(in)) {
      visit.commands().add(line);
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      boolean on =
          switch (verb) {
            case "EHLO" -> say(out, line, hello(socket));
            case "DATA" -> say(out, line, "354 go on") && data(in, out, visit);
            case "BDAT" -> chunk(line, in, out, visit);
            case "QUIT" -> {
              boolean _ = say(out, line, "221 bye");
              yield false;
            }
            case "STARTTLS" -> say(out, line, "220 now" + early);
            case String _ -> say(out, line, "250 2.0.0 fine");
          };
      if (!on) {
        return;
      }
      if (verb.equals("STARTTLS")) {
        socket = secure(plain);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
      }
    }
  }

  private Socket secure(Socket plain) throws IOException {
    SSLContext context = tls;
    if (brokenTls || context == null) {
      plain.close();
      throw new IOException("no TLS today");
    }
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "", 0, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  private String hello(Socket socket) {
    var reply = new StringBuilder("250-other.test\r\n");
    boolean offersTls = (tls != null || brokenTls) && !(socket instanceof SSLSocket);
    String all = offersTls ? offer + " STARTTLS" : offer;
    for (String extension : all.strip().split(" +", -1)) {
      reply.append("250-").append(extension.replace('=', ' ')).append("\r\n");
    }
    return reply.append("250 HELP").toString();
  }

  /** Answers; false when the conversation is over or the answer was a refusal of the data. */
  private boolean say(OutputStream out, String command, String usual) throws IOException {
    String wanted = answers.apply(command);
    String reply = wanted.isEmpty() ? usual : wanted;
    if (reply.equals(CUT)) {
      return false;
    }
    out.write((reply + "\r\n").getBytes(ISO_8859_1));
    out.flush();
    return !reply.startsWith("421");
  }

  private boolean data(InputStream in, OutputStream out, Visit visit) throws IOException {
    if (answers.apply("DATA").isEmpty()) {
      var message = new StringBuilder();
      for (String line = line(in); !".".equals(line); line = line(in)) {
        if (line == null) {
          return false;
        }
        message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
      return say(out, received("END", message.toString(), visit), "250 2.0.0 taken");
    }
    return true;
  }

  private boolean chunk(String line, InputStream in, OutputStream out, Visit visit)
      throws IOException {
    byte[] octets = in.readNBytes(Integer.parseInt(line.split(" ", -1)[1]));
    return say(out, received("END", new String(octets, ISO_8859_1), visit), "250 2.0.0 taken");
  }

  private static String received(String command, String message, Visit visit) {
    visit.messages().add(message);
    return command;
  }

  /** Up to the next CRLF; null at the end. */
  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int before = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (before == '\r' && b == '\n') {
        byte[] all = line.toByteArray();
        return new String(all, 0, all.length - 2, ISO_8859_1);
      }
      before = b;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
