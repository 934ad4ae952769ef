package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.mailstead.http.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What draft-ietf-mailmaint-pacc wants of {@code ua-auto-config.DOMAIN}: services at their standard
 * ports with TLS from the first octet on, and no others. A record in the DNS has the digest of
 * these octets, so they are the same for all domains and change with the settings only.
 */
record UserAgentConfiguration(byte[] json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int IMAPS = 993;
  private static final int POP3S = 995;
  private static final int SUBMISSIONS = 465;

  UserAgentConfiguration(DiscoveryConfig config) {
    this(json(config));
  }

  private static byte[] json(DiscoveryConfig config) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode protocols = root.putObject("protocols");
    for (DiscoveryConfig.Service one : config.services()) {
      switch (one.kind()) {
        case IMAP -> put(protocols, config, one, IMAPS, "imap");
        case POP3 -> put(protocols, config, one, POP3S, "pop3");
        case SMTP -> {
          // Earlier drafts have the second name.
          put(protocols, config, one, SUBMISSIONS, "submit");
          put(protocols, config, one, SUBMISSIONS, "smtp");
        }
        case SIEVE -> {} // with STARTTLS only, which the draft does not have
      }
    }
    root.putObject("authentication").put("password", true);
    root.putObject("info").putObject("provider").put("name", config.hostname());
    return JSON.writeValueAsString(root).getBytes(UTF_8);
  }

  private static void put(
      ObjectNode protocols,
      DiscoveryConfig config,
      DiscoveryConfig.Service service,
      int standard,
      String name) {
    if (service.tls() && service.port() == standard) {
      protocols.putObject(name).put("host", config.hostname());
    }
  }

  Answer answer() {
    return Answer.of(200, "application/json", json);
  }

  String record() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
