package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A name server on this machine, of the kind that validates: it says which answers DNSSEC vouches
 * for. Over UDP, and without a negative cache, so that a test can add records while servers ask.
 */
final class NameService implements AutoCloseable {
  /** Not an address that a resolver of the system has. */
  static final String ADDRESS = "127.53.53.53";

  private final DatagramSocket socket;
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Set<Name> signed = ConcurrentHashMap.newKeySet();

  /**
   * @param port 53 for programs that cannot be told another one
   */
  NameService(int port) throws IOException {
    socket = new DatagramSocket(port, InetAddress.getByName(ADDRESS));
    add(". IN NS ns.test.");
    signed.add(Name.root);
    Thread.ofPlatform().daemon().name("names").start(this::serve);
  }

  String address() {
    return ADDRESS + ":" + socket.getLocalPort();
  }

  /** Adds the lines of a master file. */
  NameService add(String lines) throws IOException {
    try (var in = new ByteArrayInputStream(lines.getBytes(UTF_8));
        Master master = new Master(in, Name.root, 5)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.add(record);
      }
    }
    return this;
  }

  /** What is at and below a domain is signed from now on. */
  NameService sign(String domain) throws IOException {
    signed.add(Name.fromString(domain + "."));
    return this;
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        var question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        byte[] answer = answer(question).toWire(1232);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException _) {
        // closed, or a broken question
      }
    }
  }

  private Message answer(Message question) {
    Record asked = question.getQuestion();
    var answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RD);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(asked, Section.QUESTION);
    Name name = asked.getName();
    if (isSigned(name)) {
      answer.getHeader().setFlag(Flags.AD);
    }
    records.stream()
        .filter(record -> record.getName().equals(name) && record.getType() == asked.getType())
        .forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (records.stream().noneMatch(record -> record.getName().subdomain(name))) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer;
  }

  private boolean isSigned(Name name) {
    return signed.stream()
        .anyMatch(zone -> zone.equals(name) || (!zone.equals(Name.root) && name.subdomain(zone)));
  }

  @Override
  public void close() {
    socket.close();
  }
}
