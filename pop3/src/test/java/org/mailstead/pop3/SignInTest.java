package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.store.Engine;
import org.mailstead.testkit.LineClient;
import org.mailstead.testkit.ScramClient;

/** The AUTHORIZATION state: CAPA, STLS, USER and PASS, AUTH, the lock. */
class SignInTest {
  private static final String ADA = "ada@example.test";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String plain(String password) {
    return base64("\0" + ADA + "\0" + password);
  }

  @Test
  void beforeSigningInOnlySigningInIsPossible() {
    Pop3Script.playFromTheGreeting(
        true,
        """
        1< +OK Mailstead POP3 at pop.example.test
        1> STAT
        1< -ERR sign in first
        1> LIST
        1< -ERR sign in first
        1> LIST 1
        1< -ERR sign in first
        1> UIDL
        1< -ERR sign in first
        1> UIDL 1
        1< -ERR sign in first
        1> RETR 1
        1< -ERR sign in first
        1> TOP 1 1
        1< -ERR sign in first
        1> DELE 1
        1< -ERR sign in first
        1> RSET
        1< -ERR sign in first
        1> NOOP
        1< -ERR sign in first
        1> PASS x
        1< -ERR say USER first
        1> USER
        1< -ERR an argument is missing
        1> UTF8
        1< +OK *
        1> QUIT
        1< +OK goodbye
        1< (closed)
        2< +OK *
        2> USER ada@example.test
        2< +OK *
        2> PASS wrong
        2< -ERR [AUTH] *
        2> PASS %s
        2< -ERR say USER first
        2> USER nobody@example.test
        2< +OK *
        2> PASS wrong
        2< -ERR [AUTH] wrong name or password
        2> USER ada@example.test
        2< +OK *
        2> PASS %s
        2< +OK 0 messages (0 octets)
        """
            .formatted(TestServer.PASSWORD, TestServer.PASSWORD));
  }

  /** RFC 2449 section 5: what is told before signing in is told after it too, but for STLS. */
  @Test
  void capaTellsWhatThereIs() {
    Pop3Script.playFromTheGreeting(
        false,
        """
        1< +OK *
        1> CAPA
        1< +OK *
        1< TOP
        1< UIDL
        1< PIPELINING
        1< RESP-CODES
        1< AUTH-RESP-CODE
        1< UTF8 USER
        1< EXPIRE NEVER
        1< LOGIN-DELAY 0
        1< STLS
        1< SASL SCRAM-SHA-512 SCRAM-SHA-256
        1< IMPLEMENTATION Mailstead
        1< .
        1> USER ada@example.test
        1< -ERR say STLS first
        1> AUTH PLAIN
        1< -ERR say STLS first
        1> STLS
        1< +OK *
        1!
        1> CAPA
        1< +OK *
        1< TOP
        1< UIDL
        1< PIPELINING
        1< RESP-CODES
        1< AUTH-RESP-CODE
        1< UTF8 USER
        1< EXPIRE NEVER
        1< LOGIN-DELAY 0
        1< USER
        1< SASL SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN
        1< IMPLEMENTATION Mailstead
        1< .
        1> STLS
        1< -ERR not now
        1> USER ada@example.test
        1< +OK *
        1> PASS %s
        1< +OK *
        1> CAPA
        1< +OK *
        1< TOP
        1< UIDL
        1< PIPELINING
        1< RESP-CODES
        1< AUTH-RESP-CODE
        1< UTF8 USER
        1< EXPIRE NEVER
        1< LOGIN-DELAY 0
        1< USER
        1< SASL SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN
        1< IMPLEMENTATION Mailstead
        1< .
        """
            .formatted(TestServer.PASSWORD));
  }

  /** LOGIN-DELAY 0: nobody is made to wait. EXPIRE NEVER: what was read stays. */
  @Test
  void whatCapaPromisesIsKept() {
    Pop3Script.play(
        """
        1> RETR 1
        1< +OK *
        1< a: b
        1< .
        1> QUIT
        1< +OK *
        2> STAT
        2< +OK 1 6
        2> QUIT
        2< +OK *
        3> STAT
        3< +OK 1 6
        """,
        "a: b\r\n");
  }

  @Test
  void aNameBeforeTlsIsForgottenUnderTls() {
    Pop3Script.playFromTheGreeting(
        true,
        """
        1< +OK *
        1> USER ada@example.test
        1< +OK *
        1> STLS
        1< +OK *
        1!
        1> PASS %s
        1< -ERR say USER first
        """
            .formatted(TestServer.PASSWORD));
  }

  @Test
  void plainTextAfterStlsIsNotTakenForTextUnderTls() throws Exception {
    try (var server = new TestServer(TestServer.memory(), false).open("ada");
        var client = new LineClient(server.port)) {
      client.line();
      assertTrue(client.ask("STLS\r\nCAPA").startsWith("+OK"));
      assertEquals(LineClient.CLOSED, client.line());
    }
  }

  @Test
  void oneSessionHasTheMaildropToItself() {
    Pop3Script.playFromTheGreeting(
        true,
        """
        1< +OK *
        1> AUTH PLAIN %1$s
        1< +OK 1 messages (6 octets)
        2< +OK *
        2> AUTH PLAIN %1$s
        2< -ERR [IN-USE] *
        2> STAT
        2< -ERR sign in first
        3< +OK *
        3> USER bob@example.test
        3< +OK *
        3> PASS %2$s
        3< +OK 0 *
        1> QUIT
        1< +OK *
        2> AUTH PLAIN %1$s
        2< +OK 1 *
        """
            .formatted(plain(TestServer.PASSWORD), TestServer.PASSWORD),
        "a: b\r\n");
  }

  @Test
  void theMaildropIsFreeOnceItsSessionHasVanished() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada");
        var second = new LineClient(server.port)) {
      second.line();
      try (var first = new LineClient(server.port)) {
        first.line();
        assertTrue(first.ask("AUTH PLAIN " + plain(TestServer.PASSWORD)).startsWith("+OK"));
        assertTrue(
            second
                .ask("AUTH PLAIN " + plain(TestServer.PASSWORD))
                .startsWith("-ERR [IN-USE] another session"));
      }
      // Noticed by the server in its own time.
      try (var third = new LineClient(server.port)) {
        third.line();
        String answer = "-ERR [IN-USE]";
        for (int i = 0; i < 2000 && answer.startsWith("-ERR [IN-USE]"); i++) {
          try (var again = new LineClient(server.port)) {
            again.line();
            answer = again.ask("AUTH PLAIN " + plain(TestServer.PASSWORD));
          }
          Thread.sleep(1);
        }
        assertTrue(answer.startsWith("+OK"), answer);
      }
    }
  }

  @Test
  void authTakesAnInitialResponseAndWaitsForOneThatIsMissing() {
    Pop3Script.playFromTheGreeting(
        true,
        """
        1< +OK *
        1> AUTH
        1< +OK *
        1< SCRAM-SHA-512
        1< SCRAM-SHA-256
        1< PLAIN
        1< LOGIN
        1< .
        1> AUTH FROB
        1< -ERR no such mechanism
        1> AUTH PLAIN a b
        1< -ERR *
        1> AUTH PLAIN !
        1< -ERR *
        1> AUTH PLAIN %2$s
        1< -ERR [AUTH] wrong name or password
        1> AUTH PLAIN =
        1< + *
        1> *
        1< -ERR cancelled
        1> AUTH PLAIN
        1< + *
        1> !
        1< -ERR *
        1> AUTH PLAIN
        1< + *
        1>
        1< -ERR *
        1> auth plain
        1< + *
        1> %1$s
        1< +OK *
        2< +OK *
        2> USER bob@example.test
        2< +OK *
        2> AUTH LOGIN
        2< + VXNlcm5hbWU6
        2> %3$s
        2< + UGFzc3dvcmQ6
        2> *
        2< -ERR cancelled
        """
            .formatted(plain(TestServer.PASSWORD), plain("wrong"), base64("bob@example.test")));
  }

  @Test
  void aResponseTooLongEndsTheExchangeOnly() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada");
        var client = new LineClient(server.port)) {
      client.line();
      client.ask("AUTH PLAIN");
      assertTrue(client.ask("A".repeat(20_000)).startsWith("-ERR "));
      assertTrue(client.ask("AUTH PLAIN " + plain(TestServer.PASSWORD)).startsWith("+OK"));
    }
  }

  private static String challenge(String line) {
    assertTrue(line.startsWith("+ "), line);
    return new String(Base64.getDecoder().decode(line.substring(2)), UTF_8);
  }

  @Test
  void scramProvesBothSides() throws Exception {
    try (var server = new TestServer(TestServer.memory(), false).open("ada");
        var talk = new LineClient(server.port)) {
      talk.line();
      var client = new ScramClient("n,,", new byte[0], ADA, TestServer.PASSWORD, "nonce");
      String first = challenge(talk.ask("AUTH SCRAM-SHA-256 " + base64(client.first())));
      String last = challenge(talk.ask(base64(client.last(first))));
      assertEquals(client.expected(), last);
      assertEquals("+OK 0 messages (0 octets)", talk.ask(""));
    }
  }

  @Test
  void scramPlusIsBoundToTheChannel() throws Exception {
    try (var server = new TestServer(TestServer.memory(), false).open("ada");
        var talk = new LineClient(server.port)) {
      talk.line();
      talk.ask("STLS");
      X509Certificate certificate = talk.startTls();
      byte[] binding = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      String header = "p=tls-server-end-point,,";
      for (byte[] given : new byte[][] {new byte[32], binding}) {
        var client = new ScramClient(header, given, ADA, TestServer.PASSWORD, "nonce");
        String first = challenge(talk.ask("AUTH SCRAM-SHA-256-PLUS"));
        assertEquals("", first);
        first = challenge(talk.ask(base64(client.first())));
        String end = talk.ask(base64(client.last(first)));
        if (Arrays.equals(given, binding)) {
          assertEquals(client.expected(), challenge(end));
          assertEquals("+OK 0 messages (0 octets)", talk.ask(""));
        } else {
          assertEquals("-ERR [AUTH] wrong name or password", end);
        }
      }
    }
  }

  /** RFC 6856 section 2.2: UTF-8 in names, also before UTF8 is said. */
  @Test
  void aNameMayBeBeyondAscii() {
    Pop3Script.playFromTheGreeting(
        true,
        """
        1< +OK *
        1> USER gr\u00f6\u00dfe@example.test
        1< +OK *
        1> PASS %s
        1< +OK *
        """
            .formatted(TestServer.PASSWORD));
  }

  @Test
  void aSessionEndsWithoutDeletingWhenItsAccountIsRemoved() throws Exception {
    for (Engine engine : List.of(TestServer.memory(), TestServer.hostile(TestServer.memory(), 7))) {
      try (var server = new TestServer(engine, true).open("ada");
          var client = new LineClient(server.port)) {
        server.deliver("a: b\r\n");
        client.line();
        assertTrue(client.ask("AUTH PLAIN " + plain(TestServer.PASSWORD)).startsWith("+OK"));
        assertTrue(client.ask("DELE 1").startsWith("+OK"));
        new AccountRemoval(server.directory, server.changes).begin(server.ada);
        assertEquals("-ERR [SYS/PERM] the account was switched off", client.line());
        assertEquals(LineClient.CLOSED, client.line());
        assertEquals(1, server.inbox().size());
        try (var again = new LineClient(server.port)) {
          again.line();
          assertTrue(
              again.ask("AUTH PLAIN " + plain(TestServer.PASSWORD)).startsWith("-ERR [AUTH]"));
        }
      }
    }
  }

  @Test
  void whoGuessesIsSlowedDown() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada");
        var client = new LineClient(server.port)) {
      client.line();
      for (int i = 0; i < 10; i++) {
        client.ask("USER ada@example.test");
        assertEquals("-ERR [AUTH] wrong name or password", client.ask("PASS wrong" + i));
      }
      client.ask("USER ada@example.test");
      assertTrue(client.ask("PASS " + TestServer.PASSWORD).startsWith("-ERR [SYS/TEMP] "));
    }
  }
}
