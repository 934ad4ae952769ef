package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mailstead.post.route.Route;

/**
 * Signs in at a relay (RFC 4954), with the best that both can: SCRAM-SHA-256, which tells nobody
 * the password and proves that the relay knows it, else PLAIN, else LOGIN.
 */
final class SmtpLogin {
  private static final int MOST_PASSWORD = 1_000;

  private final Talk talk;
  private final Offer offer;

  /** Says a line and returns the answer. */
  interface Talk {
    Reply say(String line) throws IOException;
  }

  SmtpLogin(Talk talk, Offer offer) {
    this.talk = talk;
    this.offer = offer;
  }

  /** The last answer; a good one when we are let in. */
  Reply signIn(Route.Login login) throws IOException {
    String password = password(login.secret());
    List<String> known =
        Arrays.stream(offer.words("AUTH").split(" ", -1))
            .map(word -> word.toUpperCase(Locale.ROOT))
            .toList();
    String chosen =
        Stream.of("SCRAM-SHA-256", "PLAIN", "LOGIN")
            .filter(known::contains)
            .findFirst()
            .orElseThrow(
                () -> new IOException("the relay offers no way to sign in that is known here"));
    return switch (chosen) {
      case "SCRAM-SHA-256" -> scram(login.name(), password);
      case "PLAIN" -> talk.say("AUTH PLAIN " + base64("\0" + login.name() + "\0" + password));
      default -> {
        Reply name = talk.say("AUTH LOGIN");
        Reply secret = name.code() == 334 ? talk.say(base64(login.name())) : name;
        yield secret.code() == 334 ? talk.say(base64(password)) : secret;
      }
    };
  }

  private Reply scram(String name, String password) throws IOException {
    var dialogue = new ScramDialogue(name, password);
    Reply challenge = talk.say("AUTH SCRAM-SHA-256 " + base64(dialogue.first()));
    if (challenge.code() != 334) {
      return challenge;
    }
    Reply proof;
    try {
      proof = talk.say(base64(dialogue.last(text(challenge))));
    } catch (GeneralSecurityException e) {
      throw new IOException("SCRAM-SHA-256 does not work here", e);
    }
    if (proof.code() != 334) {
      // RFC 4954 section 4: what the server has to prove must have been asked for before.
      return proof.isDone()
          ? new Reply(535, "5.7.8", List.of("the relay does not prove that it knows the password"))
          : proof;
    }
    dialogue.check(text(proof));
    return talk.say("");
  }

  private static String text(Reply challenge) throws IOException {
    try {
      return new String(Base64.getDecoder().decode(challenge.lines().getFirst().strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IOException("a challenge that is no base64", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String password(Route.Secret secret) throws IOException {
    return switch (secret) {
      case Route.Secret.Kept(String password) -> password;
      case Route.Secret.InFile(Path file) -> {
        byte[] start;
        try (var in = Files.newInputStream(file)) {
          start = in.readNBytes(MOST_PASSWORD);
        } catch (IOException e) {
          throw new IOException("the file with the relay's password cannot be read: " + file, e);
        }
        String line = new String(start, UTF_8).split("\r?\n", 2)[0];
        if (line.isEmpty()) {
          throw new IOException("the file with the relay's password is empty: " + file);
        }
        yield line;
      }
    };
  }
}
