package org.mailstead.filter.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcSealer;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.testkit.Archive;

/** How many messages a core can ask where they come from, when the DNS answers at once. */
final class OriginMeasure {
  private static final String DOMAIN = "example.test";
  private static final InetAddress CLIENT = FakeDns.ip("192.0.2.7");
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int CHUNK = 16 << 10;

  private OriginMeasure() {}

  /** Takes how many rounds. Each message has a signature of RSA, one of Ed25519, and a seal. */
  public static void main(String[] arguments) throws Exception {
    SigningKey rsa = SigningKey.generate(new KeyName(DOMAIN, "r"), Algorithm.RSA_SHA256);
    SigningKey ed = SigningKey.generate(new KeyName(DOMAIN, "e"), Algorithm.ED25519_SHA256);
    var dns =
        new FakeDns()
            .txt(DOMAIN, "v=spf1 mx ip4:192.0.2.0/24 -all")
            .txt("_dmarc." + DOMAIN, "v=DMARC1; p=reject")
            .with(DOMAIN, "MX", "10 mail.example.test")
            .with("mail.example.test", "A", "192.0.2.7")
            .with(FakeDns.reverse(CLIENT), "PTR", "mail.example.test")
            .txt(rsa.name().dnsName(), rsa.dnsRecord())
            .txt(ed.name().dnsName(), ed.dnsRecord());
    List<byte[]> mail = mail(rsa, ed);
    long octets = mail.stream().mapToLong(one -> one.length).sum();
    System.out.printf("%d messages, %d KB each%n", mail.size(), octets / mail.size() / 1000);
    var checks =
        new OriginChecks(dns, new Organizations.TreeWalk(), "mx.test", CLOCK, OriginChecks.TIME);
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      int passed = 0;
      for (byte[] one : mail) {
        passed += check(checks, one).dmarc().passed() ? 1 : 0;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = (system.getProcessCpuTime() - cpu) / 1e9;
      System.out.printf(
          "%.0f checks/s, %.0f a second of CPU, %.1f MB/s, %d passed%n",
          mail.size() / seconds, mail.size() / used, octets / seconds / 1e6, passed);
    }
  }

  private static List<byte[]> mail(SigningKey rsa, SigningKey ed) throws IOException {
    List<byte[]> mail = new ArrayList<>();
    var signer = new DkimSigner(SigningPolicy.DEFAULT, CLOCK);
    var sealer = new ArcSealer(rsa, ArcSealer.POLICY, CLOCK);
    for (String archive : List.of("ham/linux-man.tar.xz", "ham/usrp-users.tar.xz")) {
      SortedMap<String, byte[]> files = Archive.read(archive, _ -> true).orElseThrow();
      for (byte[] file : files.values()) {
        String text = new String(file, ISO_8859_1).replaceAll("\r?\n", "\r\n");
        text = text.replaceAll("(?im)^(DKIM-Signature|ARC-[A-Z-]+):", "X-$1:");
        text = text.replaceAll("(?m)^From: .*(\r\n[ \t].*)*", "From: ada@example.test");
        String signed = signer.sign(message(text), List.of(rsa, ed)) + text;
        String sealed =
            sealer.seal(message(signed), new Arc.None(), DOMAIN + "; spf=pass") + signed;
        mail.add(sealed.getBytes(ISO_8859_1));
      }
    }
    return mail;
  }

  private static SignedMessage message(String text) throws IOException {
    return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
  }

  private static Origin check(OriginChecks checks, byte[] message) throws IOException {
    var envelope = new Envelope(CLIENT, "mail.example.test", "ada@example.test");
    OriginCheck check = checks.begin(envelope);
    var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx.test", check);
    for (int at = 0; at < message.length; at += CHUNK) {
      flow.write(message, at, Math.min(CHUNK, message.length - at));
    }
    flow.finish();
    Origin origin = check.finish();
    origin.results("mx.test").field();
    return origin;
  }
}
