package org.mailstead.filter.client;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Where what was learnt about clients outlives the server. */
public interface Keeping {
  /** What it is about. */
  enum Kind {
    REPUTATION,
    GREYLIST
  }

  /**
   * Something that was learnt.
   *
   * @param name of whom, at most 400 characters
   * @param numbers what, in the kind's own order
   */
  record Kept(String name, List<Long> numbers) {
    public Kept {
      numbers = List.copyOf(numbers);
    }
  }

  /** Calls back for all that is kept. */
  void each(Kind kind, Consumer<Kept> kept);

  /**
   * Keeps what has changed and forgets what is gone.
   *
   * @throws org.mailstead.words.Refused when it cannot; some of it may be kept then
   */
  void write(Kind kind, Collection<Kept> changed, Collection<String> gone);
}
