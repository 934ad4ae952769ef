package org.mailstead.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * HAProxy's PROXY protocol, versions 1 (text) and 2 (binary), as a receiver. Only for peers whose
 * word is trusted.
 */
final class ProxyProtocol {
  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };

  /** The longest line of version 1, CRLF included (section 2.1). */
  private static final int LONGEST_LINE = 107;

  /** What may follow the 16 octets of version 2: 216 for addresses, the rest for TLVs. */
  private static final int LONGEST_BLOCK = 4096;

  private static final Pattern LINE =
      Pattern.compile("PROXY (TCP[46]) (\\S+) (\\S+) (0|[1-9]\\d{0,4}) (0|[1-9]\\d{0,4})");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  // Dots for an IPv4-mapped address, which systems write so.
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]+");

  private ProxyProtocol() {}

  /** Reads the header and not one octet more. */
  static ProxyHeader read(InputStream in) throws IOException {
    // Both versions are longer than the signature of version 2.
    byte[] start = octets(in, SIGNATURE.length);
    if (Arrays.equals(start, SIGNATURE)) {
      return binary(in);
    }
    if (new String(start, StandardCharsets.ISO_8859_1).startsWith("PROXY ")) {
      return text(start, in);
    }
    throw new ProxySyntaxException("no PROXY header");
  }

  private static ProxyHeader text(byte[] start, InputStream in) throws IOException {
    byte[] line = Arrays.copyOf(start, LONGEST_LINE);
    int count = start.length;
    while (line[count - 2] != '\r' || line[count - 1] != '\n') {
      if (count == LONGEST_LINE || line[count - 1] == '\n') {
        throw new ProxySyntaxException("a PROXY line without CRLF");
      }
      line[count++] = octets(in, 1)[0];
    }
    String said = new String(line, 0, count - 2, StandardCharsets.ISO_8859_1);
    if (said.equals("PROXY UNKNOWN") || said.startsWith("PROXY UNKNOWN ")) {
      return new ProxyHeader.NoClient();
    }
    var matcher = LINE.matcher(said);
    if (!matcher.matches()) {
      throw new ProxySyntaxException("a malformed PROXY line");
    }
    Pattern family = matcher.group(1).equals("TCP4") ? IPV4 : IPV6;
    return new ProxyHeader.Relayed(
        address(family, matcher.group(2), matcher.group(4)),
        address(family, matcher.group(3), matcher.group(5)));
  }

  private static InetSocketAddress address(Pattern family, String address, String port)
      throws ProxySyntaxException {
    int number = Integer.parseInt(port);
    if (!family.matcher(address).matches() || number > 65_535) {
      throw new ProxySyntaxException("a malformed address in a PROXY line");
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), number);
    } catch (IllegalArgumentException _) {
      throw new ProxySyntaxException("a malformed address in a PROXY line");
    }
  }

  private static ProxyHeader binary(InputStream in) throws IOException {
    byte[] head = octets(in, 4);
    int length = number(head, 2);
    if (length > LONGEST_BLOCK) {
      throw new ProxySyntaxException("a PROXY header of " + length + " octets");
    }
    byte[] block = octets(in, length);
    int family = (head[1] & 0xff) >> 4;
    int transport = head[1] & 0x0f;
    return switch (head[0]) {
      case 0x20 -> new ProxyHeader.NoClient(); // LOCAL: family and addresses mean nothing
      case 0x21 -> relayed(family, transport, block);
      default -> throw new ProxySyntaxException("an unknown PROXY version or command");
    };
  }

  private static ProxyHeader relayed(int family, int transport, byte[] block) throws IOException {
    if (family > 3 || transport > 2) {
      throw new ProxySyntaxException("an unknown PROXY address family or transport");
    }
    // Datagrams and UNIX sockets cannot be relayed to TCP, yet are valid: taken as unspecified.
    int octets = transport != 1 ? 0 : family == 1 ? 4 : family == 2 ? 16 : 0;
    if (octets == 0) {
      return new ProxyHeader.NoClient();
    }
    if (block.length < 2 * octets + 4) {
      throw new ProxySyntaxException("a PROXY header too short for its addresses");
    }
    return new ProxyHeader.Relayed(
        new InetSocketAddress(
            InetAddress.getByAddress(Arrays.copyOfRange(block, 0, octets)),
            number(block, 2 * octets)),
        new InetSocketAddress(
            InetAddress.getByAddress(Arrays.copyOfRange(block, octets, 2 * octets)),
            number(block, 2 * octets + 2)));
  }

  private static int number(byte[] octets, int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }

  private static byte[] octets(InputStream in, int count) throws IOException {
    byte[] octets = in.readNBytes(count);
    if (octets.length < count) {
      throw new EOFException("the proxy went within its header");
    }
    return octets;
  }
}
