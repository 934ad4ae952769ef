package org.mailstead.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.NotifyEvent;
import org.mailstead.imap.grammar.NotifyGroup;
import org.mailstead.imap.notify.Idle;
import org.mailstead.imap.notify.Notifications;
import org.mailstead.imap.notify.Pushes;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Selected;
import org.mailstead.wire.Connection;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Tells a client what others did: at the end of its commands, during IDLE and after NOTIFY. */
final class Telling implements AutoCloseable {
  private final Connection connection;
  private final Voice voice;
  private final Client client;

  /** An IDLE under way, which DONE ends. */
  private record Idling(String tag, Idle telling) {}

  private Optional<Idling> idling = Optional.empty();

  /** What tells of changes between commands (RFC 5465). */
  private Optional<Pushes> pushes = Optional.empty();

  Telling(Connection connection, Voice voice, Client client) {
    this.connection = connection;
    this.voice = voice;
    this.client = client;
  }

  /** Whether the client is told of changes while it says nothing. */
  boolean isUnasked() {
    return idling.isPresent() || pushes.isPresent();
  }

  boolean isIdling() {
    return idling.isPresent();
  }

  /**
   * Tells what others did; a mailbox that was removed ends the session (RFC 2180 section 3.3).
   *
   * @return whether the client has been told of messages that came or went
   */
  boolean catchUp(boolean expunges, boolean removes) throws IOException {
    client.tellMetadata();
    boolean told = catchUpSelected(expunges, removes);
    if (voice.isOpen() && client.notifications().isPresent()) {
      client.notifications().get().tell();
    }
    return told;
  }

  private boolean catchUpSelected(boolean expunges, boolean removes) throws IOException {
    if (client.selected().isEmpty()) {
      return false;
    }
    try {
      return client.selected().get().catchUp(client, expunges, removes);
    } catch (Refused e) {
      endIfRemoved(e);
      return false;
    }
  }

  /** Tells what changed, by a command and by others, then how the command ended. */
  void finish(String tag, Answer answer, boolean expunges, boolean removes) throws IOException {
    var _ = catchUp(expunges, removes);
    if (!voice.isOpen()) {
      return;
    }
    tellBehind();
    String text = answer.text(client.selected().map(Selected::knownUpTo).orElse(1L));
    if (answer.ok()) {
      voice.out().ok(tag, text);
    } else {
      voice.out().no(tag, text);
    }
  }

  private void tellBehind() throws IOException {
    if (voice.isOpen() && client.selected().isPresent()) {
      client.selected().get().tellBehind(client);
    }
  }

  /** Whether the selected mailbox may still be read; the session ends when it may not. */
  boolean mayStay(Selected in) throws IOException {
    try {
      in.checkRights(client);
      return true;
    } catch (Refused e) {
      endIfRemoved(e);
      return false;
    }
  }

  private void endIfRemoved(Refused e) throws IOException {
    if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
      throw e;
    }
    voice.bye("the mailbox was removed");
  }

  /** Tells what changed while no command is under way, as the client wants it. */
  private void push() throws IOException {
    boolean delayed =
        idling.isEmpty()
            && client.notifications().filter(wanted -> wanted.ofSelected().delayed()).isPresent();
    if (catchUp(!delayed, false)) {
      tellBehind();
    }
    if (!voice.isOpen()) {
      connection.revoke(); // its thread waits for the client, to whom BYE has been said
    }
  }

  // ---- NOTIFY

  void notify(String tag, Command.Notify command) throws IOException {
    if (command.unknownEvent()) {
      voice.out().no(tag, "[BADEVENT (" + NotifyEvent.names() + ")] that cannot be told");
      return;
    }
    List<NotifyGroup> groups =
        command.groups().stream().map(group -> group.decoded(client::pattern)).toList();
    var wanted = new Notifications(client, groups);
    pushes.ifPresent(Pushes::close);
    pushes = Optional.empty();
    // After NONE the selected mailbox is told with commands, as before.
    client.notify(groups.isEmpty() ? Optional.empty() : Optional.of(wanted));
    var _ = catchUpSelected(true, false);
    wanted.begin(command.status());
    if (!groups.isEmpty()) {
      var begun = new Pushes(client, voice.writing(), this::push);
      pushes = Optional.of(begun);
      begun.start();
    }
    tellBehind();
    voice.out().ok(tag, "done");
  }

  // ---- IDLE

  void idle(String tag) throws IOException {
    voice.out().wire().print("+ idling\r\n");
    var idle = new Idle(client, voice.writing(), this::push);
    idling = Optional.of(new Idling(tag, idle));
    idle.start();
  }

  /**
   * What ends an IDLE.
   *
   * @return whether the client ended it as it should
   */
  boolean endIdle(ConnectionSource source) throws IOException {
    Idling idle = idling.orElseThrow();
    String line;
    try {
      line = source.nextLine();
    } finally {
      idle.telling().close();
    }
    // NOTIFY goes on telling meanwhile.
    voice.writing().lock();
    try {
      idling = Optional.empty();
      return !voice.isOpen() || idleEnded(idle.tag(), line);
    } finally {
      voice.writing().unlock();
    }
  }

  private boolean idleEnded(String tag, String line) throws IOException {
    boolean done = line.strip().equalsIgnoreCase("DONE");
    if (done) {
      voice.out().ok(tag, "done");
    } else {
      voice.out().bad(tag, "DONE was awaited");
    }
    return done;
  }

  @Override
  public void close() {
    idling.ifPresent(idle -> idle.telling().close());
    pushes.ifPresent(Pushes::close);
  }
}
