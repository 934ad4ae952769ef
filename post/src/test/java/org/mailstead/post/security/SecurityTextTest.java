package org.mailstead.post.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.Allowance;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.signin.Alert;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

class SecurityTextTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String BY = "grace@example.test";
  private static final Alert.By HELPER = new Alert.By.Administrator(BY);
  private static final Alert.By OWNER = new Alert.By.Owner("192.0.2.7");
  private static final List<String> ALL = List.of("full", "send-as", "on-behalf");
  private static final List<Alert> ALERTS =
      List.of(
          new Alert.PasswordSet(BY),
          new Alert.ResetMade(BY),
          new Alert.FactorsForgotten(BY),
          new Alert.DelegateSet("bob@example.test", ALL, HELPER),
          new Alert.DelegateSet("bob@example.test", List.of("read"), OWNER),
          new Alert.DelegateSet("bob@example.test", List.of("write"), OWNER),
          new Alert.DelegateRemoved("bob@example.test", HELPER),
          new Alert.DelegateRemoved("bob@example.test", OWNER));

  private final SecurityText text =
      new SecurityText("mail.example.test", "https://mail.example.test/account", "");

  private static Account account(String language) {
    return new Account(
        new AccountId(1),
        TenantId.FIRST,
        EmailAddress.parse("ada@example.test").orElseThrow(),
        "Ada",
        Allowance.DEFAULT,
        language,
        false,
        false,
        List.of(),
        NOW);
  }

  /** What a reader sees below the header, without what the transfer did to it. */
  private String body(String language, Alert alert) throws IOException {
    String message = new String(text.write("id", account(language), alert, NOW), UTF_8);
    String[] parts = message.split("\r\n\r\n", 2);
    String how = parts[0].toLowerCase(Locale.ROOT);
    String decoded =
        how.contains("base64")
            ? new String(Base64.getMimeDecoder().decode(parts[1]), UTF_8)
            : how.contains("quoted-printable") ? plain(parts[1]) : parts[1];
    return decoded.replace(" \r\n", " "); // RFC 3676 section 4.1
  }

  private static String plain(String quoted) {
    String joined = quoted.replace("=\r\n", "");
    byte[] bytes = new byte[joined.length()];
    int length = 0;
    for (int at = 0; at < joined.length(); at++) {
      if (joined.charAt(at) == '=') {
        bytes[length++] = (byte) Integer.parseInt(joined.substring(at + 1, at + 3), 16);
        at += 2;
      } else {
        bytes[length++] = (byte) joined.charAt(at);
      }
    }
    return new String(Arrays.copyOf(bytes, length), UTF_8);
  }

  @Test
  void whatAdministratorsDoIsToldInTheOwnersLanguage() throws IOException {
    for (Alert alert : ALERTS) {
      Set<String> all = new HashSet<>();
      for (String language : List.of("en", "de", "es", "fr", "pt")) {
        String said = body(language, alert);
        assertFalse(said.contains("{") || said.contains("''"), said);
        assertTrue(said.contains("2026-01-02 03:04 UTC"), said);
        all.add(said);
      }
      assertEquals(5, all.size(), "a language lacks " + alert);
    }
  }

  @Test
  void whoDidItAndWhatADelegateMayStandInTheMessage() throws IOException {
    String said = body("en", new Alert.DelegateSet("bob@example.test", ALL, HELPER));
    assertTrue(said.contains("Person: bob@example.test"), said);
    assertTrue(said.contains("make and remove folders; send in your name"), said);
    assertTrue(said.contains("Set by: " + BY), said);
    assertTrue(said.contains("ask whoever runs this mail server"), said);
    assertTrue(body("en", new Alert.PasswordSet(BY)).contains("Who: " + BY));
  }

  @Test
  void theCommandLineIsCalledTheServersAdministrator() throws IOException {
    String operator = new Actor.Operator().word();
    String said = body("en", new Alert.ResetMade(operator));
    assertTrue(said.contains("Who: the administrator of this server"), said);
    assertFalse(said.contains(operator), said);
  }

  @Test
  void whatIsDoneAtTheOwnersOwnScreenLeadsToANewPassword() throws IOException {
    String said = body("en", new Alert.DelegateSet("bob@example.test", List.of("read"), OWNER));
    assertTrue(said.contains("Set by: you, from 192.0.2.7"), said);
    assertTrue(said.contains("go to https://mail.example.test/account now"), said);
  }

  @Test
  void theHeaderIsOfTheServerAndIsAscii() throws IOException {
    byte[] message = text.write("id", account("de"), new Alert.PasswordSet(BY), NOW);
    String header = new String(message, US_ASCII).split("\r\n\r\n", 2)[0];
    assertFalse(header.contains("\ufffd"), header);
    assertTrue(header.contains("Auto-Submitted: auto-generated"), header);
  }
}
