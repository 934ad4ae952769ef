package org.mailstead.imap;

import java.util.ArrayList;
import java.util.List;

/** Somebody signed in, who says one command after the other; every tag is "a". */
final class Party implements AutoCloseable {
  private final Talk talk;

  private Party(Talk talk) {
    this.talk = talk;
  }

  static Party of(TestServer server, String name) {
    try {
      server.account(name);
      var party = new Party(new Talk(server.port));
      party.talk.line();
      String login = "LOGIN " + name + "@example.test " + TestServer.PASSWORD;
      if (!party.say(login).getLast().startsWith("a OK")) {
        throw new AssertionError("no sign-in as " + name);
      }
      return party;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** All that comes up to the end of the command, or of the connection. */
  List<String> say(String command) {
    try {
      talk.send("a " + command + "\r\n");
      List<String> lines = new ArrayList<>();
      do {
        lines.add(talk.response());
      } while (!lines.getLast().startsWith("a ") && !lines.getLast().startsWith("* BYE"));
      return lines;
    } catch (Exception e) {
      throw new AssertionError(command, e);
    }
  }

  @Override
  public void close() {
    try {
      talk.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
