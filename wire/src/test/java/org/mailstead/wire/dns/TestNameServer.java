package org.mailstead.wire.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Zone;

/** A name server for one zone on loopback, over UDP and TCP, that can misbehave. */
final class TestNameServer implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Zone zone;
  private final Function<Message, Optional<Message>> misbehaviour;
  final AtomicInteger udpQuestions = new AtomicInteger();
  final AtomicInteger tcpQuestions = new AtomicInteger();

  /** Nothing from the misbehaviour is silence; over UDP only. */
  TestNameServer(String zoneFile, Function<Message, Optional<Message>> misbehaviour)
      throws IOException {
    this.misbehaviour = misbehaviour;
    Name origin = Name.fromString("example.test.");
    zone = new Zone(origin, records(zoneFile));
    tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serveUdp);
    Thread.ofPlatform().daemon().start(this::serveTcp);
  }

  TestNameServer(String zoneFile) throws IOException {
    this(zoneFile, Optional::of);
  }

  private static Record[] records(String zoneFile) throws IOException {
    try (var master =
        new org.xbill.DNS.Master(
            new java.io.ByteArrayInputStream(
                zoneFile.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            Name.fromString("example.test."))) {
      var all = new java.util.ArrayList<Record>();
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        all.add(record);
      }
      return all.toArray(Record[]::new);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        udpQuestions.incrementAndGet();
        Message question =
            new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        Optional<Message> answer = misbehaviour.apply(answer(question));
        if (answer.isPresent()) {
          byte[] wire = answer.get().toWire(1232); // sets TC where it does not fit
          udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        }
      } catch (IOException _) {
        // closed, or a broken question
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket client = tcp.accept();
          var in = new DataInputStream(client.getInputStream());
          var out = new DataOutputStream(client.getOutputStream())) {
        while (true) {
          byte[] question = in.readNBytes(in.readUnsignedShort());
          tcpQuestions.incrementAndGet();
          byte[] wire = answer(new Message(question)).toWire();
          out.writeShort(wire.length);
          out.write(wire);
          out.flush();
        }
      } catch (IOException _) {
        // closed
      }
    }
  }

  private Message answer(Message question) {
    Record asked = question.getQuestion();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.getHeader().setFlag(Flags.AD);
    answer.addRecord(asked, Section.QUESTION);
    find(answer, asked.getName(), asked.getType(), 0);
    return answer;
  }

  private void find(Message answer, Name name, int type, int depth) {
    SetResponse found = zone.findRecords(name, type);
    if (found.isNXDOMAIN()) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
      answer.addRecord(zone.getSOA(), Section.AUTHORITY);
    } else if (found.isNXRRSET()) {
      answer.addRecord(zone.getSOA(), Section.AUTHORITY);
    } else if (found.isCNAME()) {
      answer.addRecord(found.getCNAME(), Section.ANSWER);
      if (depth < 20) {
        find(answer, found.getCNAME().getTarget(), type, depth + 1);
      }
    } else if (found.isSuccessful()) {
      for (RRset set : found.answers()) {
        List.copyOf(set.rrs(false)).forEach(record -> answer.addRecord(record, Section.ANSWER));
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
