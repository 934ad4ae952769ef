package org.mailstead.store;

/**
 * Keys from one (included) up to another (not included). Both may be longer than any real key's
 * limit allows by a byte; they only mark places in the order.
 */
public record KeyRange(Key from, Key to) {
  /** All rows of a collection. */
  public static KeyRange collection(int collection) {
    return new KeyRange(
        Key.of(collection, 0), collection == 0xffff ? last() : Key.of(collection + 1, 0));
  }

  /** All rows of one group of a collection. */
  public static KeyRange group(int collection, long group) {
    return new KeyRange(
        Key.of(collection, group),
        group == -1L ? collection(collection).to : Key.of(collection, group + 1));
  }

  /** Groups of a collection, both ends included, in unsigned order. */
  public static KeyRange groups(int collection, long first, long last) {
    return new KeyRange(Key.of(collection, first), group(collection, last).to);
  }

  /** Rows of one group whose suffix is a number, both ends included, in unsigned order. */
  public static KeyRange suffixes(int collection, long group, long first, long last) {
    Key to = Key.of(collection, group, last).next();
    return new KeyRange(Key.of(collection, group, first), to);
  }

  private static Key last() {
    byte[] suffix = new byte[Key.MAX_SUFFIX];
    java.util.Arrays.fill(suffix, (byte) 0xff);
    return Key.of(0xffff, -1L, suffix);
  }

  public boolean contains(Key key) {
    return key.compareTo(from) >= 0 && key.compareTo(to) < 0;
  }

  /** What is left after a scan that ended with this key. */
  public KeyRange after(Key last, boolean reverse) {
    return reverse ? new KeyRange(from, last) : new KeyRange(last.next(), to);
  }
}
