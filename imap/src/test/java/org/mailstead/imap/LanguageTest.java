package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.response.Wording;

/** LANGUAGE (RFC 5255 section 3). */
class LanguageTest {
  @Test
  void whatIsSaidIsSaidInTheLanguageChosen() {
    ImapScript.play(
        """
        1> a LANGUAGE
        1< * LANGUAGE (i-default EN DE FR)
        1< a OK these are spoken here
        1> b LANGUAGE MUL
        1< b NO [CANNOT] none of these languages is spoken here
        1> c LANGUAGE it de-AT-1996
        1< * LANGUAGE (DE)
        1< * NAMESPACE *
        1< c OK ab jetzt auf Deutsch
        1> d SELECT Nirgends
        1< d NO [NONEXISTENT] das gibt es nicht
        1> e CHECK
        1< e BAD bitte zuerst ein Postfach auswählen
        1> f SEARCH
        1< f BAD ein Leerzeichen fehlt
        1> g APPEND Drafts CATENATE (URL /INBOX/;UID=3)
        1< g NO [BADURL /INBOX/;UID=3] dort liegt keine Nachricht
        1> h LANGUAGE MUL
        1< h NO [CANNOT] keine dieser Sprachen wird hier gesprochen
        1> i LANGUAGE fr-x-private
        1< * LANGUAGE (FR)
        1< * NAMESPACE *
        1< i OK désormais en français
        1> j LANGUAGE default
        1< * LANGUAGE (EN)
        1< * NAMESPACE *
        1< j OK now in this language
        1> k LOGOUT
        1< * BYE goodbye
        1< k OK goodbye
        """);
  }

  @Test
  void itIsValidBeforeTheLogin() {
    ImapScript.playFromTheGreeting(
        true,
        """
        1< * OK [CAPABILITY *
        1> a LANGUAGE DE
        1< * LANGUAGE (DE)
        1< a OK ab jetzt auf Deutsch
        1> b LOGIN ada@example.test wrong
        1< b NO [AUTHENTICATIONFAILED] Name oder Passwort ist falsch
        1> c LOGIN ada@example.test secret
        1< c OK [CAPABILITY *
        1> d UNAUTHENTICATE
        1< d OK signed out
        1> e LOGOUT
        1< * BYE goodbye
        1< e OK goodbye
        """);
  }

  @Test
  void namespacesHaveNamesInTheLanguage() {
    var wording = new Wording();
    String response = "NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\")) NIL";
    assertEquals(response, wording.untagged(response));
    wording.speak(Wording.Language.FRENCH);
    assertEquals(
        "NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\" \"TRANSLATION\""
            + " (\"Autres utilisateurs/\"))) NIL",
        wording.untagged(response));
  }

  /** A text that is no longer said in English would stay in the tables for ever. */
  @Test
  void whatIsTranslatedIsSaid() throws IOException {
    var said = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        said.append(Files.readString(file));
      }
    }
    // Why a sign-in failed is said in all protocols alike.
    said.append(
        Files.readString(
            Path.of("../identity/src/main/java/org/mailstead/identity/signin/SignInText.java")));
    List<String> unsaid = new ArrayList<>();
    for (Wording.Language language : Wording.Language.values()) {
      for (String text : language.texts().keySet()) {
        String literal = text.replace("{}", "");
        if (said.indexOf(literal) < 0 && !literal.endsWith("/")) {
          unsaid.add(text);
        }
      }
    }
    assertEquals(List.of(), unsaid);
    assertEquals(
        Wording.Language.GERMAN.texts().keySet(), Wording.Language.FRENCH.texts().keySet());
    assertTrue(Wording.Language.GERMAN.texts().size() > 50);
  }
}
