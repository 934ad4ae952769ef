package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcSealer;
import org.mailstead.filter.dkim.ArcValidator;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.DkimVerifier;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.testkit.Archive;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** Python's dkim and Perl's Mail::DKIM agree with our signatures and seals, over mail of people. */
@Tag("foreign")
class SignatureOracleTest {
  private static final String DOMAIN = "example.test";
  private static final SigningKey RSA =
      SigningKey.generate(new KeyName(DOMAIN, "r1"), Algorithm.RSA_SHA256);
  private static final SigningKey ED25519 =
      SigningKey.generate(new KeyName(DOMAIN, "e1"), Algorithm.ED25519_SHA256);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int SECONDS = 500;

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void keys() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("keys.txt"), record(RSA) + record(ED25519));
    byte[] pkcs8 = RSA.secret().getEncoded();
    // PKCS #8 is an RSAPrivateKey of PKCS #1 behind 26 octets, which is what others read.
    String pkcs1 =
        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
            .encodeToString(Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    Files.writeString(
        folder.resolve("rsa.pem"),
        "-----BEGIN RSA PRIVATE KEY-----\n" + pkcs1 + "\n-----END RSA PRIVATE KEY-----\n");
    byte[] ed = ED25519.secret().getEncoded();
    Files.writeString(
        folder.resolve("ed25519.key"),
        Base64.getEncoder().encodeToString(Arrays.copyOfRange(ed, ed.length - 32, ed.length)));
  }

  private static String record(SigningKey key) {
    return key.name().dnsName() + " " + key.dnsRecord() + "\n";
  }

  /** Everything that people sent, as it travels; signatures that it has are only text. */
  private static SortedMap<String, String> mail() throws IOException {
    SortedMap<String, String> mail = new TreeMap<>();
    for (String archive : List.of("ham/linux-man.tar.xz", "ham/usrp-users.tar.xz")) {
      Optional<SortedMap<String, byte[]>> files = Archive.read(archive, _ -> true);
      assumeTrue(files.isPresent(), archive + " is missing");
      for (Map.Entry<String, byte[]> file : files.orElseThrow().entrySet()) {
        String text = new String(file.getValue(), ISO_8859_1).replaceAll("\r?\n", "\r\n");
        text =
            text.replaceAll(
                "(?im)^(DKIM-Signature|DomainKey-Signature|ARC-[A-Z-]+|Authentication-Results):",
                "X-Old:"); // Mail::DKIM finds names within names
        if (text.contains("\r\n\r\n") && text.contains("\r\nFrom: ")) {
          mail.put("%05d".formatted(mail.size()), text);
        }
      }
    }
    assertTrue(mail.size() > 1000, "only " + mail.size());
    return mail;
  }

  private static SignedMessage message(String text) throws IOException {
    return SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
  }

  private static Resolver dns() {
    Map<String, String> records =
        Map.of(
            RSA.name().dnsName(), RSA.dnsRecord(), ED25519.name().dnsName(), ED25519.dnsRecord());
    return (Resolver)
        Proxy.newProxyInstance(
            SignatureOracleTest.class.getClassLoader(),
            new Class<?>[] {Resolver.class},
            (_, _, arguments) ->
                Optional.ofNullable(records.get(String.valueOf(arguments[0])))
                    .<Answer<String>>map(
                        text -> new Answer.Found<>(List.of(text), Duration.ofHours(1), false))
                    .orElseGet(Answer.NoSuchName::new));
  }

  private void weSign(SortedMap<String, String> mail) throws IOException {
    var signer = new DkimSigner(SigningPolicy.DEFAULT, CLOCK);
    var sealer = new ArcSealer(RSA, ArcSealer.POLICY, CLOCK);
    for (Map.Entry<String, String> one : mail.entrySet()) {
      String text = one.getValue();
      String signed = signer.sign(message(text), List.of(RSA, ED25519)) + text;
      String sealed = sealer.seal(message(signed), new Arc.None(), DOMAIN + "; spf=pass") + signed;
      Files.writeString(in.resolve(one.getKey()), sealed, ISO_8859_1);
    }
  }

  private static void allSay(SortedMap<String, String> mail, String wanted, String output) {
    List<String> lines = output.lines().toList();
    List<String> others =
        lines.stream().filter(line -> !line.matches("[0-9]{5} " + wanted)).limit(20).toList();
    assertEquals(List.of(), others);
    assertEquals(mail.size(), lines.size());
  }

  @Test
  void pythonVerifiesWhatWeSign() throws Exception {
    Foreign.need("python3", "python3-dkim");
    SortedMap<String, String> mail = mail();
    weSign(mail);
    String script = Foreign.script(folder, "dkim-oracle.py");
    var ended =
        Foreign.run(
            folder, SECONDS, "/usr/bin/python3", script, "verify", in.toString(), keysFile());
    allSay(mail, "pass pass arc=pass", ended.orFail().output());
  }

  @Test
  void perlVerifiesWhatWeSign() throws Exception {
    Foreign.need("perl", "libmail-dkim-perl");
    SortedMap<String, String> mail = mail();
    weSign(mail);
    String script = Foreign.script(folder, "dkim-oracle.pl");
    var ended = Foreign.run(folder, SECONDS, "perl", script, "verify", in.toString(), keysFile());
    // Debian's Mail::DKIM knows Ed25519 from its version 1.20240619 on.
    allSay(mail, "r1=pass e1=(pass|invalid) arc=pass", ended.orFail().output());
  }

  private String keysFile() {
    return folder.resolve("keys.txt").toString();
  }

  private SortedMap<String, String> given() throws IOException {
    SortedMap<String, String> mail = mail();
    for (Map.Entry<String, String> one : mail.entrySet()) {
      Files.writeString(in.resolve(one.getKey()), one.getValue(), ISO_8859_1);
    }
    return mail;
  }

  private void weVerify(SortedMap<String, String> mail) throws IOException {
    var verifier = new DkimVerifier(dns(), CLOCK, DkimLimits.DEFAULT);
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      List<Path> all = files.sorted().toList();
      assertEquals(mail.size(), all.size());
      for (Path file : all) {
        List<Dkim> found = verifier.verify(message(Files.readString(file, ISO_8859_1)));
        if (found.size() != 1 || !found.getFirst().passed()) {
          wrong.add(file.getFileName() + " " + found);
        }
      }
    }
    assertEquals(List.of(), wrong.stream().limit(10).toList());
  }

  private void weValidate(SortedMap<String, String> mail) throws IOException {
    var validator = new ArcValidator(dns(), DkimLimits.DEFAULT);
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      List<Path> all = files.sorted().toList();
      assertEquals(mail.size(), all.size());
      for (Path file : all) {
        Arc arc = validator.validate(message(Files.readString(file, ISO_8859_1)));
        if (!(arc instanceof Arc.Pass)) {
          wrong.add(file.getFileName() + " " + arc);
        }
      }
    }
    assertEquals(List.of(), wrong.stream().limit(10).toList());
  }

  private void they(String program, String script, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(program, Foreign.script(folder, script)));
    command.addAll(List.of(words[0], in.toString(), out.toString()));
    command.addAll(Arrays.asList(words).subList(1, words.length));
    Foreign.run(folder, SECONDS, command.toArray(String[]::new)).orFail();
  }

  @Test
  void weVerifyWhatPythonSigns() throws Exception {
    Foreign.need("python3", "python3-dkim");
    SortedMap<String, String> mail = given();
    they("/usr/bin/python3", "dkim-oracle.py", "sign", "rsa.pem", DOMAIN, "r1", "rsa-sha256");
    weVerify(mail);
    they(
        "/usr/bin/python3",
        "dkim-oracle.py",
        "sign",
        "ed25519.key",
        DOMAIN,
        "e1",
        "ed25519-sha256");
    weVerify(mail);
    they("/usr/bin/python3", "dkim-oracle.py", "seal", "rsa.pem", DOMAIN, "r1");
    weValidate(mail);
  }

  @Test
  void weVerifyWhatPerlSigns() throws Exception {
    Foreign.need("perl", "libmail-dkim-perl");
    SortedMap<String, String> mail = given();
    they("perl", "dkim-oracle.pl", "sign", "rsa.pem", DOMAIN, "r1");
    weVerify(mail);
    they("perl", "dkim-oracle.pl", "seal", "rsa.pem", DOMAIN, "r1");
    weValidate(mail);
  }
}
