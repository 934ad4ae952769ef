package org.mailstead.filter.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A filter that wants what it is made to want, answers as told, and remembers what it heard. */
final class FakeMilter implements AutoCloseable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private final int steps;
  private final Map<Character, List<MilterPacket>> answers;

  /**
   * @param steps that it does not want, or does not answer
   * @param answers to packets of a letter; to all others it says "go on"
   */
  FakeMilter(int steps, Map<Character, List<MilterPacket>> answers) throws IOException {
    this.steps = steps;
    this.answers = answers;
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  MilterAddress address() {
    return new MilterAddress.Inet("127.0.0.1", socket.getLocalPort());
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket one = socket.accept()) {
        talk(one);
      } catch (IOException e) {
        heard.add("gone");
      }
    }
  }

  private void talk(Socket one) throws IOException {
    var in = new DataInputStream(one.getInputStream());
    var out = new DataOutputStream(one.getOutputStream());
    while (true) {
      MilterPacket packet = MilterPacket.read(in);
      heard.add(packet.what() + " " + text(packet));
      switch (packet.what()) {
        case 'O' -> {
          byte[] data = ByteBuffer.allocate(12).putInt(6).putInt(0).putInt(steps).array();
          new MilterPacket('O', data).write(out);
        }
        case 'Q' -> {
          return;
        }
        case 'D' -> {}
        default -> {
          for (MilterPacket answer :
              answers.getOrDefault(packet.what(), List.of(MilterPacket.of('c')))) {
            answer.write(out);
          }
        }
      }
    }
  }

  private static String text(MilterPacket packet) {
    String text = new String(packet.data(), ISO_8859_1);
    return text.length() > 200 ? text.length() + " octets" : text.replace('\0', '|');
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
