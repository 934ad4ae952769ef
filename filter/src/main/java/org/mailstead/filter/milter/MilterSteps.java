package org.mailstead.filter.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.formats.mime.HeaderField;

/** What a filter is told of a message, as packets: first macros that explain, then the step. */
record MilterSteps(HookEnvelope envelope) {
  private static MilterPacket macros(char step, String... namesAndValues) {
    List<String> strings = new ArrayList<>(List.of(namesAndValues));
    strings.set(0, step + strings.getFirst()); // the step's letter has no NUL behind it
    return MilterPacket.strings('D', strings);
  }

  private String address() {
    return envelope.client().getHostAddress();
  }

  List<MilterPacket> connect() {
    boolean ip4 = envelope.client() instanceof Inet4Address;
    var data = new ByteArrayOutputStream();
    data.writeBytes(("[" + address() + "]\0" + (ip4 ? '4' : '6')).getBytes(ISO_8859_1));
    data.writeBytes(new byte[2]); // its port, which nobody asks for
    data.writeBytes(((ip4 ? "" : "IPv6:") + address() + "\0").getBytes(ISO_8859_1));
    return List.of(
        macros(
            'C',
            "j",
            envelope.hostname(),
            "_",
            "[" + address() + "]",
            "{daemon_name}",
            "Mailstead",
            "v",
            "Mailstead",
            "{client_addr}",
            address(),
            "{client_name}",
            "unknown"),
        new MilterPacket('C', data.toByteArray()));
  }

  List<MilterPacket> helo() {
    MilterPacket macros =
        envelope.encrypted()
            ? macros('H', "{tls_version}", "TLS")
            : macros('H', "j", envelope.hostname());
    return List.of(macros, MilterPacket.strings('H', List.of(envelope.helo())));
  }

  List<MilterPacket> mail() {
    String sender = "<" + envelope.sender() + ">";
    List<String> names =
        new ArrayList<>(List.of("i", envelope.id(), "{mail_addr}", envelope.sender()));
    if (!envelope.login().isEmpty()) {
      names.addAll(List.of("{auth_authen}", envelope.login(), "{auth_type}", "SASL"));
    }
    return List.of(
        macros('M', names.toArray(String[]::new)), MilterPacket.strings('M', List.of(sender)));
  }

  List<MilterPacket> recipient(String recipient) {
    return List.of(
        macros('R', "{rcpt_addr}", recipient),
        MilterPacket.strings('R', List.of("<" + recipient + ">")));
  }

  List<MilterPacket> data() {
    return List.of(macros('T', "i", envelope.id()), MilterPacket.of('T'));
  }

  /**
   * A field, lines ended by LF as filters expect it.
   *
   * @param leadingSpace whether the blank after the colon belongs to it
   */
  static MilterPacket field(HeaderField field, boolean leadingSpace) {
    String value = field.value().latin1().replace("\r\n", "\n");
    if (!leadingSpace && value.startsWith(" ")) {
      value = value.substring(1);
    }
    var data = new ByteArrayOutputStream();
    data.writeBytes(field.name().strip().getBytes(ISO_8859_1));
    data.write(0);
    data.writeBytes(value.replace("\0", "").getBytes(ISO_8859_1));
    data.write(0);
    return new MilterPacket('L', data.toByteArray());
  }
}
