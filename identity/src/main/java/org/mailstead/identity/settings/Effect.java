package org.mailstead.identity.settings;

import java.util.Locale;

/** When a change of a setting counts. */
public enum Effect {
  /** At once, for whatever happens next; connections stay. */
  LIVE,
  /** It is kept, and counts from the next start on. */
  RESTART,
  /** It is needed before the store is open, so it stands in the home's file and nowhere else. */
  FILE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
