package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;

/** A client of WebSockets (RFC 6455) that may do everything wrong: it writes frames as told. */
public final class SocketClient implements AutoCloseable {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final String answer;

  /** A frame as it came. */
  public record Frame(int code, boolean last, byte[] payload) {}

  /**
   * Asks for a socket.
   *
   * @param headers lines beside those that every client sends
   */
  public SocketClient(int port, String path, String... headers) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + String.join("\r\n", headers)
            + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    in = new DataInputStream(socket.getInputStream());
    var read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      read.append((char) octet);
    }
    answer = read.toString();
  }

  /** The head of the answer. */
  public String answer() {
    return answer;
  }

  public int status() {
    return Integer.parseInt(answer.substring(9, 12));
  }

  public void text(String message) throws IOException {
    frame(TEXT, true, message.getBytes(UTF_8));
  }

  public void frame(int code, boolean last, byte[] payload) throws IOException {
    head(code, last, payload.length);
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK[i % MASK.length];
    }
    raw(masked);
  }

  /** The head of a frame, whatever follows. */
  public void head(int code, boolean last, long length) throws IOException {
    var head = new ByteArrayOutputStream();
    head.write((last ? 0x80 : 0) | code);
    if (length < 126) {
      head.write(0x80 | (int) length);
    } else if (length < 1 << 16) {
      head.write(0x80 | 126);
      head.write((int) (length >> 8));
      head.write((int) length);
    } else {
      head.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        head.write((int) (length >> shift));
      }
    }
    head.writeBytes(MASK);
    raw(head.toByteArray());
  }

  public void raw(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  /**
   * @throws EOFException when the connection is over
   */
  public Frame frame() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = new byte[(int) size];
      in.readFully(payload);
      return new Frame(first & 0x0f, (first & 0x80) != 0, payload);
    } catch (SocketException e) {
      throw (EOFException) new EOFException().initCause(e);
    }
  }

  /** The next message; pings are answered meanwhile. */
  public String message() throws IOException {
    var message = new ByteArrayOutputStream();
    while (true) {
      Frame frame = frame();
      switch (frame.code) {
        case TEXT, CONTINUATION -> {
          message.writeBytes(frame.payload);
          if (frame.last) {
            return message.toString(UTF_8);
          }
        }
        case PING -> frame(PONG, true, frame.payload);
        case PONG -> {}
        default -> throw new IOException("closed with " + code(frame));
      }
    }
  }

  /** Reads on until the server closes; the code that it gives, or 0 when it just goes. */
  public int closed() throws IOException {
    try {
      Frame frame = frame();
      while (frame.code != CLOSE) {
        frame = frame();
      }
      return code(frame);
    } catch (EOFException _) {
      return 0;
    }
  }

  private static int code(Frame frame) {
    byte[] code = Arrays.copyOf(frame.payload, 2);
    return ((code[0] & 0xff) << 8) | (code[1] & 0xff);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
