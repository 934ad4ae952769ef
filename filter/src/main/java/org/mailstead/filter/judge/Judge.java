package org.mailstead.filter.judge;

import org.mailstead.filter.verdict.Verdict;

/** Finds out whether messages are wanted. */
public interface Judge {
  /** What a message is taken for, before its reader's own opinions. Asks nobody outside. */
  Verdict judge(Sighting sighting);
}
