package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Extensions;
import org.mailstead.testkit.LineClient;

/** ManageSieve (RFC 5804), as clients speak it. */
class SessionTest {
  private static final String PLAIN =
      Base64.getEncoder()
          .encodeToString(("\0ada@example.test\0" + TestServer.PASSWORD).getBytes(UTF_8));

  private static final String GREETING =
      """
      1< "IMPLEMENTATION" "Mailstead"
      1< "SASL" "SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN"
      1< "SIEVE" "%s"
      1< "NOTIFY" "mailto"
      1< "MAXREDIRECTS" "8"
      1< "STARTTLS"
      1< "UNAUTHENTICATE"
      1< "LANGUAGE" "en"
      1< "VERSION" "1.0"
      1< OK "Mailstead ManageSieve at sieve.example.test"
      """
          .formatted(String.join(" ", Extensions.all()));

  private static final String SIGNED_IN =
      GREETING + "1> AUTHENTICATE \"PLAIN\" \"" + PLAIN + "\"\n1< OK \"welcome\"\n";

  @Test
  void aScriptIsPutChosenReadAndRemoved() {
    SieveScript.play(
        true,
        SIGNED_IN
            + """
            1> LISTSCRIPTS
            1< OK "that is all"
            1> HAVESPACE "work" 100
            1< OK "there is room"
            1> PUTSCRIPT "work" {7+}
            1> keep;
            1>\s
            1< OK "kept"
            1> PutScript "other" "discard;"
            1< OK "kept"
            1> SETACTIVE "work"
            1< OK "it runs"
            1> LISTSCRIPTS
            1< "other"
            1< "work" ACTIVE
            1< OK "that is all"
            1> GETSCRIPT "work"
            1< {7}
            1< keep;
            1<\s
            1< OK "that is all"
            1> DELETESCRIPT "work"
            1< NO (ACTIVE) *
            1> RENAMESCRIPT "work" "other"
            1< NO (ALREADYEXISTS) *
            1> RENAMESCRIPT "work" "home"
            1< OK "renamed"
            1> LISTSCRIPTS
            1< "home" ACTIVE
            1< "other"
            1< OK "that is all"
            1> SETACTIVE ""
            1< OK "no script runs"
            1> DELETESCRIPT "home"
            1< OK "deleted"
            1> GETSCRIPT "home"
            1< NO (NONEXISTENT) *
            1> LOGOUT
            1< OK "goodbye"
            1< (closed)
            """);
  }

  @Test
  void aScriptThatIsWrongIsNotKeptAndAllErrorsAreSaid() {
    SieveScript.play(
        true,
        SIGNED_IN
            + """
            1> PUTSCRIPT "a" "guess; fileinto 3;"
            1< NO {*
            1< line 1, column 1: the command "guess" is not known
            1< line 1, column 8: "fileinto" needs: require "fileinto";
            1< line 1, column 17: a mailbox must be a string
            1> CHECKSCRIPT "keep"
            1< NO "line 1, column 5: expected *
            1> CHECKSCRIPT "keep;"
            1< OK *
            1> LISTSCRIPTS
            1< OK "that is all"
            """);
  }

  @Test
  void whatIsTooMuchIsToldWithItsCode() {
    SieveScript.play(
        true,
        SIGNED_IN
            + """
            1> HAVESPACE "a" 999999999
            1< NO (QUOTA/MAXSIZE) *
            1> HAVESPACE "a/b" 9
            1< NO "no script can have that name"
            1> PUTSCRIPT "" "keep;"
            1< NO *
            1> PUTSCRIPT "a" {99999999+}
            1< BYE "the string is too long"
            1< (closed)
            """);
  }

  @Test
  void strangersCanOnlySignIn() {
    SieveScript.play(
        true,
        GREETING
            + """
            1> LISTSCRIPTS
            1< NO "sign in first"
            1> CHECKSCRIPT "keep;"
            1< NO "sign in first"
            1> PUTSCRIPT "a" "keep;"
            1< NO "sign in first"
            1> UNAUTHENTICATE
            1< NO "sign in first"
            1> AUTHENTICATE "PLAIN" "AGEAYg=="
            1< NO "wrong name or password"
            1> AUTHENTICATE "CRAM-MD5"
            1< NO "no such mechanism"
            1> AUTHENTICATE "PLAIN"
            1< ""
            1> "*"
            1< NO "cancelled"
            1> NOOP "x y"
            1< OK (TAG "x y") "done"
            1> NOOP
            1< OK "done"
            1> NONSENSE
            1< NO "unknown command"
            1> CAPABILITY now
            1< NO "too many arguments"
            1> NOOP "open
            1< NO "a string is not closed"
            """);
  }

  @Test
  void whoSignsOutIsAStrangerAgain() {
    SieveScript.play(
        true,
        SIGNED_IN
            + """
            1> AUTHENTICATE "PLAIN" "AGEAYg=="
            1< NO "you have signed in already"
            1> STARTTLS
            1< NO "not now"
            1> UNAUTHENTICATE
            1< OK "signed out"
            1> LISTSCRIPTS
            1< NO "sign in first"
            """);
  }

  @Test
  void passwordsNeedEncryption() throws Exception {
    try (var server = new TestServer(TestServer.memory(), false).open("ada");
        var client = new LineClient(server.port)) {
      String greeting = capabilities(client);
      assertTrue(greeting.contains("\"SASL\" \"SCRAM-SHA-512 SCRAM-SHA-256\""), greeting);
      client.send("AUTHENTICATE \"PLAIN\" \"" + PLAIN + "\"\r\n");
      assertTrue(client.line().startsWith("NO (ENCRYPT-NEEDED)"));
      client.send("STARTTLS\r\n");
      assertTrue(client.line().startsWith("OK"));
      client.startTls();
      String again = capabilities(client);
      assertTrue(again.contains("PLAIN") && !again.contains("STARTTLS"), again);
      client.send("AUTHENTICATE \"PLAIN\" {" + PLAIN.length() + "+}\r\n" + PLAIN + "\r\n");
      assertEquals("OK \"welcome\"", client.line());
      client.send("CAPABILITY\r\n");
      assertTrue(capabilities(client).contains("\"OWNER\" \"ada@example.test\""));
    }
  }

  private static String capabilities(LineClient client) throws Exception {
    var all = new StringBuilder();
    String line = client.line();
    while (!line.startsWith("OK")) {
      all.append(line).append('\n');
      line = client.line();
    }
    return all.toString();
  }

  @Test
  void whatAClientMakesActiveIsWhatRuns() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada");
        var client = new LineClient(server.port)) {
      capabilities(client);
      client.send("AUTHENTICATE \"PLAIN\" \"" + PLAIN + "\"\r\n");
      assertEquals("OK \"welcome\"", client.line());
      client.send(
          "PUTSCRIPT \"r\u00c3\u00a9gles\" \"keep;\"\r\nSETACTIVE \"r\u00c3\u00a9gles\"\r\n");
      assertEquals("OK \"kept\"", client.line());
      assertEquals("OK \"it runs\"", client.line());
      Scripts.Script active = server.post.scripts().active(server.ada).orElseThrow();
      assertEquals("r\u00e9gles", active.name());
      assertEquals("keep;", new String(active.text(), UTF_8));
    }
  }
}
