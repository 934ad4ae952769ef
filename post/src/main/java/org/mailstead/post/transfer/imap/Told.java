package org.mailstead.post.transfer.imap;

/** What a server says to people: a stranger's words, made short and harmless. */
final class Told {
  private static final int MOST = 200;

  private Told() {}

  static String of(String text) {
    var told = new StringBuilder();
    text.chars().limit(MOST).forEach(c -> told.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
    return told.toString();
  }

  /** The same; a server that repeats the password is not repeated. */
  static String of(String text, String password) {
    return !password.isEmpty() && text.contains(password) ? "…" : of(text);
  }
}
