package org.mailstead.jmap.jobs;

import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.transfer.imap.ImapServer;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whose mail is brought in from which server, as a client has said it. */
record ServerAsked(ImapServer server, String password) {
  private static final Set<String> KNOWN = Set.of("host", "port", "security", "user", "password");
  private static final int MAX_USER = 512;
  private static final int MAX_PASSWORD = 1024;
  private static final int TLS_PORT = 993;
  private static final int PORT = 143;

  /** Never the password. */
  @Override
  public String toString() {
    return server.toString();
  }

  static ServerAsked read(JsonNode given, PullWork pull) {
    if (!(given instanceof ObjectNode json)
        || !json.propertyNames().stream().allMatch(KNOWN::contains)) {
      throw wrong("an object of host, port, security, user and password");
    }
    ImapServer.Security security =
        switch (json.path("security").asString("tls")) {
          case "tls" -> ImapServer.Security.TLS;
          case "starttls" -> ImapServer.Security.STARTTLS;
          case String _ -> throw wrong("security is tls or starttls");
        };
    int usual = security == ImapServer.Security.TLS ? TLS_PORT : PORT;
    int port = json.hasNonNull("port") ? json.path("port").asInt(0) : usual;
    String user = text(json, "user", MAX_USER);
    String password = text(json, "password", MAX_PASSWORD);
    String host =
        host(json.path("host").asString("")).orElseThrow(() -> wrong("host is no name of a host"));
    if (!pull.allows(port)) {
      throw wrong("the port is 143, 993 or above 1023");
    }
    return new ServerAsked(new ImapServer(host, port, security, user), password);
  }

  /** The name as DNS and certificates have it. */
  static Optional<String> host(String text) {
    return EmailAddress.domain(text.strip()).filter(name -> !name.startsWith("["));
  }

  /** No line may end in it, nor what SASL parts with NUL. */
  private static String text(ObjectNode json, String name, int most) {
    String text = json.path(name).asString("");
    if (text.isEmpty() || text.length() > most || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw wrong(name + " is a line of at most " + most + " characters");
    }
    return text;
  }

  private static SetError.Thrown wrong(String why) {
    return SetError.invalid(why, "server").thrown();
  }
}
