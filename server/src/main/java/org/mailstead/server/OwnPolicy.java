package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.formats.transport.StsRecord;
import org.mailstead.http.Answer;
import org.mailstead.identity.Directory;
import org.mailstead.identity.settings.Settings;

/** What our domains ask of those who bring them mail (RFC 8461), and where it is served. */
record OwnPolicy(BootConfig config, Settings settings, Directory directory) {
  static final String PATH = "/.well-known/mta-sts.txt";
  static final String HOST = "mta-sts.";

  private static final int ID_LENGTH = 20;
  private static final Answer MISSING =
      Answer.of(404, "text/plain", "no policy of such a domain\n".getBytes(US_ASCII));

  boolean isOn(String domain) {
    return settings.get(TransportSettings.POLICY, domain) != StsPolicy.Mode.NONE;
  }

  StsPolicy policy(String domain) {
    StsPolicy.Mode mode = settings.get(TransportSettings.POLICY, domain);
    // A try should not bind anybody for long.
    Duration age = mode == StsPolicy.Mode.ENFORCE ? Duration.ofDays(14) : Duration.ofDays(1);
    return new StsPolicy(mode, age, List.of(config.hostname().toLowerCase(Locale.ROOT)));
  }

  private String text(String domain) {
    return String.join("\r\n", policy(domain).lines()) + "\r\n";
  }

  /** The record that tells others of a change: its id follows from the text. */
  StsRecord record(String domain) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text(domain).getBytes(US_ASCII));
      return new StsRecord(HexFormat.of().formatHex(hash).substring(0, ID_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * @param host that a web client asks for
   */
  Answer answer(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!name.startsWith(HOST)) {
      return MISSING;
    }
    String domain = name.substring(HOST.length());
    return directory.domain(domain).isPresent() && isOn(domain)
        ? Answer.of(200, "text/plain", text(domain).getBytes(US_ASCII))
        : MISSING;
  }
}
