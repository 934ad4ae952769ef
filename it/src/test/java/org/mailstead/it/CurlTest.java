package org.mailstead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl and a rude client at the HTTPS port of a whole server. */
@Tag("foreign")
class CurlTest {
  private static final String PASSWORD = "k7wq-3mxn-9pzd";
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;

  /** GET https localhost /jmap/nothing, in HPACK. */
  private static final byte[] ASK = {
    (byte) 0x82,
    (byte) 0x87,
    0x41,
    9,
    'l',
    'o',
    'c',
    'a',
    'l',
    'h',
    'o',
    's',
    't',
    0x44,
    2,
    '/',
    'x'
  };

  @TempDir Path folder;

  private Foreign.Ended curl(Running server, String path, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-sk", "--max-time", "20", "-u", "eve@example.test:" + PASSWORD));
    command.addAll(Arrays.asList(more));
    command.add("https://localhost:" + server.port(443) + path);
    return Foreign.run(folder, 60, command.toArray(String[]::new)).orFail();
  }

  private static String found(String pattern, String in) {
    Matcher matcher = Pattern.compile(pattern).matcher(in);
    assertTrue(matcher.find(), in);
    return matcher.group(1);
  }

  @Test
  void curlUnderstandsWhatItIsGiven() throws Exception {
    Foreign.need("curl", "curl");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", "eve@example.test", "--password", PASSWORD);
      String session = curl(server, "/jmap/session", "--http2", "--compressed", "-i").output();
      assertTrue(session.startsWith("HTTP/2 200"), session);
      assertTrue(session.contains("content-encoding: gzip"), session);
      String account = found("\"primaryAccounts\":\\{[^}]*:mail\":\"([^\"]+)\"", session);

      String uploaded =
          curl(server, "/jmap/upload/" + account + "/", "--data-binary", "0123456789").output();
      String blob = found("\"blobId\":\"([^\"]+)\"", uploaded);
      String path = "/jmap/download/" + account + "/" + blob + "/x";
      assertEquals("234", curl(server, path, "--range", "2-4").output());
      assertEquals("789", curl(server, path, "--range", "-3").output());
      Path part = Files.writeString(folder.resolve("part"), "0123");
      curl(server, path, "-C", "-", "-o", part.toString());
      assertEquals("0123456789", Files.readString(part), "curl goes on where it was");
      String upload = "/jmap/upload/" + account + "/";
      String begun =
          curl(server, upload, "-i", "--http2", "-H", "Upload-Complete: ?0", "-d", "01234")
              .output();
      String at = found("(?i)location: (\\S+)", begun);
      assertEquals("5", found("(?i)upload-offset: ([0-9]+)", curl(server, at, "-I").output()));
      String[] last = {
        "-X",
        "PATCH",
        "-H",
        "Upload-Offset: 5",
        "-H",
        "Upload-Complete: ?1",
        "-H",
        "Content-Type: application/partial-upload",
        "-d",
        "56789"
      };
      String whole = found("\"blobId\":\"([^\"]+)\"", curl(server, at, last).output());
      assertEquals(
          "0123456789", curl(server, "/jmap/download/" + account + "/" + whole + "/x").output());
      Path tag = folder.resolve("tag");
      curl(server, path, "--etag-save", tag.toString(), "-o", part.toString());
      String again =
          curl(
                  server,
                  path,
                  "--etag-compare",
                  tag.toString(),
                  "-o",
                  "/dev/null",
                  "-w",
                  "%{http_code}")
              .output();
      assertEquals("304", again);
    }
  }

  @Test
  void nobodyIsHeldUpByFloodsOfFrames() throws Exception {
    try (Running server = Running.start(folder.resolve("home"))) {
      assertTrue(ends(server, this::resets), "streams that are opened and reset, without end");
      assertTrue(ends(server, this::continuations), "fields without end");
      assertTrue(ends(server, this::empties), "empty parts of fields without end");
      assertFalse(server.log().contains("OutOfMemory"));
      try (var plain = new Socket(InetAddress.getLoopbackAddress(), server.port(80))) {
        plain.setSoTimeout(20_000);
        plain.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        byte[] answer = plain.getInputStream().readNBytes(12);
        assertTrue(new String(answer, US_ASCII).startsWith("HTTP/1.1 "), "no h2 in the clear");
      }
      try (SSLSocket fine = open(server)) {
        frame(fine, HEADERS, 5, 1, ASK);
        var in = new DataInputStream(fine.getInputStream());
        assertTrue(hears(in, HEADERS), "others are answered");
      }
    }
  }

  /** Sends frames of one kind until the other end goes. */
  @FunctionalInterface
  private interface Flood {
    void at(SSLSocket socket, int round) throws IOException;
  }

  private void resets(SSLSocket socket, int round) throws IOException {
    frame(socket, HEADERS, 5, 2 * round + 1, ASK);
    frame(socket, RESET, 0, 2 * round + 1, new byte[] {0, 0, 0, 8});
  }

  private void continuations(SSLSocket socket, int round) throws IOException {
    byte[] field = new byte[1_000];
    field[1] = 1;
    field[2] = 'x';
    field[3] = 127; // a length that goes on
    frame(socket, round == 0 ? HEADERS : CONTINUATION, 0, 1, round == 0 ? ASK : field);
  }

  private void empties(SSLSocket socket, int round) throws IOException {
    frame(socket, round == 0 ? HEADERS : CONTINUATION, 0, 1, round == 0 ? ASK : new byte[0]);
  }

  private static boolean ends(Running server, Flood flood) throws Exception {
    try (SSLSocket socket = open(server)) {
      var reading = new DataInputStream(socket.getInputStream());
      var heard = Thread.startVirtualThread(() -> drain(reading));
      for (int round = 0; round < 20_000 && heard.isAlive(); round++) {
        flood.at(socket, round);
      }
      heard.join(java.time.Duration.ofSeconds(10));
      return !heard.isAlive();
    } catch (SocketException e) {
      return true; // it was sent away
    }
  }

  private static void drain(DataInputStream in) {
    try {
      while (in.read() >= 0) {
        // whatever it says
      }
    } catch (IOException e) {
      // it has gone
    }
  }

  private static boolean hears(DataInputStream in, int wanted) throws IOException {
    try {
      while (true) {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readInt();
        in.readNBytes(length);
        if (type == wanted) {
          return true;
        }
      }
    } catch (EOFException | SocketTimeoutException e) {
      return false;
    }
  }

  private static void frame(SSLSocket socket, int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    socket.getOutputStream().write(frame.array());
  }

  private static SSLSocket open(Running server) throws Exception {
    var everybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everybody}, null);
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port(443));
    socket.setSoTimeout(20_000);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    assertEquals("h2", socket.getApplicationProtocol());
    socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    frame(socket, SETTINGS, 0, 0, new byte[0]);
    return socket;
  }
}
