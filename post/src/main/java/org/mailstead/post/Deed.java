package org.mailstead.post;

/**
 * What somebody did to emails in one go, so that it can be undone in one: the log knows it by its
 * id.
 *
 * @param id told to nobody but whoever did it, above 0
 * @param from the account's version before it
 * @param to the version after it; what others did between them is not touched
 */
public record Deed(long id, long from, long to) {
  /** Of what is not to be undone. */
  public static final long NONE = 0;

  public Deed {
    if (id <= NONE || from < 0 || to < from) {
      throw new IllegalArgumentException("deed " + id + " from " + from + " to " + to);
    }
  }
}
