package org.mailstead.imap.state;

import java.io.IOException;
import java.util.List;
import org.mailstead.store.Watchers;

/** What somebody else may change at any time, and the client is told without asking. */
public interface News {
  /** Tells what has changed since it was told last. */
  void tell() throws IOException;

  /** Calls back when there may be something to tell, until closed. */
  List<Watchers.Watch> watch(Watchers.Watcher watcher);
}
