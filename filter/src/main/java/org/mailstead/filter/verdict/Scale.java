package org.mailstead.filter.verdict;

/**
 * From how many points on a message is what.
 *
 * @param junk from here on it goes to its reader's junk
 * @param refuse from here on it is not taken at all; 0 takes everything
 */
public record Scale(int junk, int refuse) {
  public static final Scale DEFAULT = new Scale(6, 15);

  public Scale {
    if (junk < 1 || refuse < 0 || (refuse != 0 && refuse < junk)) {
      throw new IllegalArgumentException("no scale: " + junk + ", " + refuse);
    }
  }

  Verdict.Kind kind(int points) {
    if (refuse != 0 && points >= refuse) {
      return Verdict.Kind.REFUSED;
    }
    return points >= junk ? Verdict.Kind.JUNK : Verdict.Kind.HAM;
  }
}
