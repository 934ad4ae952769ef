package org.mailstead.imap.notify;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.KeepAlive;

/** IDLE (RFC 2177): tells of changes, and now and then that the server is there, until DONE. */
public final class Idle implements AutoCloseable {
  private final Client client;
  private final Pushes pushes;
  private KeepAlive.@Nullable Waiting waiting;

  public Idle(Client client, ReentrantLock writing, Pushes.Telling telling) {
    this.client = client;
    this.pushes = new Pushes(client, writing, telling);
  }

  public void start() throws IOException {
    waiting =
        client
            .house()
            .keepAlive()
            .add(() -> Thread.startVirtualThread(() -> pushes.say("OK still here")));
    pushes.start();
  }

  @Override
  public void close() {
    if (waiting != null) {
      waiting.close();
    }
    pushes.close();
  }
}
