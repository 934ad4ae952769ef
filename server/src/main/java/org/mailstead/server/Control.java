package org.mailstead.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The command line's way into a running server: a socket that only its owner can open. A request is
 * the command's words and, for those that read it, the standard input; the answer is a stream of
 * pieces of output and at last the exit code.
 */
final class Control implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Control.class.getName());

  /** Octets of a piece of output. */
  private static final int MAX_PIECE = 64 << 10;

  private static final byte OUT = 1;
  private static final byte ERR = 2;
  private static final byte EXIT = 3;

  private final ServerSocketChannel server;
  private final Path socket;
  private final Core core;

  Control(Path socket, Core core) throws IOException {
    this.socket = socket;
    this.core = core;
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    Thread.ofVirtual().name("control").start(this::accept);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (IOException e) {
        if (server.isOpen()) {
          LOG.log(ERROR, "the control socket fails", e);
        }
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      var request = ControlRequest.read(new DataInputStream(Channels.newInputStream(channel)));
      var reply = new DataOutputStream(Channels.newOutputStream(channel));
      var out = new PrintStream(new Piece(reply, OUT), true, UTF_8);
      var err = new PrintStream(new Piece(reply, ERR), true, UTF_8);
      var in = new ByteArrayInputStream(request.input());
      var session = new Session(() -> core, request.folder(), in, out, err);
      int code = CommandRoot.execute(session, request.words());
      synchronized (reply) {
        reply.writeByte(EXIT);
        reply.writeInt(code);
        reply.flush();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a command's client went, or made no sense", e);
    } catch (RuntimeException e) {
      LOG.log(ERROR, "a command failed by a defect", e);
    }
  }

  /** A stream whose pieces are told apart from another's. */
  private static final class Piece extends OutputStream {
    private final DataOutputStream reply;
    private final byte kind;

    Piece(DataOutputStream reply, byte kind) {
      this.reply = reply;
      this.kind = kind;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
      for (int at = 0; at < len; at += MAX_PIECE) {
        int piece = Math.min(MAX_PIECE, len - at);
        synchronized (reply) {
          reply.writeByte(kind);
          reply.writeInt(piece);
          reply.write(bytes, off + at, piece);
          reply.flush();
        }
      }
    }
  }

  /** Has a running server do a command; empty when none runs there. */
  static Optional<Integer> ask(Path socket, List<String> words, byte[] input) throws IOException {
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return Optional.empty(); // left by a server that was killed
    }
    try (channel) {
      new ControlRequest(words, Path.of("").toAbsolutePath(), input)
          .write(new DataOutputStream(Channels.newOutputStream(channel)));
      return Optional.of(print(new DataInputStream(Channels.newInputStream(channel))));
    }
  }

  private static int print(DataInputStream in) throws IOException {
    while (true) {
      byte kind = in.readByte();
      if (kind == EXIT) {
        return in.readInt();
      }
      int length = in.readInt();
      if (length < 0 || length > MAX_PIECE) {
        throw new IOException("the server's answer makes no sense");
      }
      byte[] piece = in.readNBytes(length);
      PrintStream to = kind == OUT ? System.out : System.err;
      to.write(piece);
      to.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
