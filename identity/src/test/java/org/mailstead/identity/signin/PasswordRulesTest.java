package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;

class PasswordRulesTest {
  @TempDir Path folder;

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add("ada.lovelace@example.test");

  private String check(String password) {
    var rules = new PasswordRules(new BreachedPasswords(folder.resolve("breached.txt")));
    return rules.check(ada, password).map(Problem::key).orElse("good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password2026!",
        "P@ssw0rd1234",
        "passwordpassword",
        "Welcome12345",
        "1234567890123",
        "0987654321098",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "AdaLovelace1815",
        "ada.lovelace.2026",
        "qwertyuiop123",
        "Summer2026!!",
        "abcdefghijklm",
        "!!!!????1234"
      })
  void whatGuessersTryFirstIsRefused(String password) {
    assertEquals("password.guessable", check(password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "k7wq-3mxn-9pzd",
        "Tr0ub4dor&3x",
        "пароль-длинный",
        "夏の夜の夢はとても長い"
      })
  void whatIsLongAndOnesOwnIsTaken(String password) {
    assertEquals("good", check(password));
  }

  @Test
  void lengthIsCountedInCharacters() {
    assertEquals("password.short", check("k7wq-3mxn"));
    assertEquals("password.short", check("😀😁😂🤣😃"));
    assertEquals("password.long", check("x1".repeat(600)));
  }

  @Test
  void aListOfStolenPasswordsIsLookedInto() throws IOException, NoSuchAlgorithmException {
    var lines = new TreeSet<String>();
    for (int i = 0; i < 5000; i++) {
      lines.add(hash("stolen long password " + i) + ":" + i);
    }
    Files.writeString(folder.resolve("breached.txt"), String.join("\r\n", lines), US_ASCII);
    for (int i = 0; i < 5000; i += 7) {
      assertEquals("password.breached", check("stolen long password " + i));
      assertEquals("good", check("another long password " + i));
    }
    List<String> sorted = List.copyOf(lines);
    for (String edge : List.of(sorted.getFirst(), sorted.getLast())) {
      int at = Integer.parseInt(edge.substring(edge.indexOf(':') + 1));
      assertEquals("password.breached", check("stolen long password " + at));
    }
    Files.writeString(folder.resolve("breached.txt"), "");
    assertEquals("good", check("stolen long password 1"));
    Files.writeString(folder.resolve("breached.txt"), "no list at all, but a text");
    assertEquals("good", check("stolen long password 1"));
  }

  private static String hash(String password) throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(US_ASCII));
    return HexFormat.of().withUpperCase().formatHex(hash);
  }
}
