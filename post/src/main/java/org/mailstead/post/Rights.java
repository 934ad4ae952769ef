package org.mailstead.post;

import java.util.Optional;

/**
 * A set of rights. The old rights "c" and "d" are two names for several: "c" for creating and
 * deleting mailboxes, "d" for deleting and expunging messages (RFC 4314 section 2.1.1).
 */
public record Rights(int bits) {
  public static final Rights NONE = new Rights(0);
  public static final Rights ALL = new Rights((1 << Right.values().length) - 1);

  private static final Rights OLD_CREATE = of(Right.CREATE, Right.DELETE);
  private static final Rights OLD_DELETE = of(Right.DELETE_MESSAGES, Right.EXPUNGE);

  /** Of rights that a later release knows, nothing is granted here. */
  public Rights {
    bits &= (1 << Right.values().length) - 1;
  }

  public static Rights of(Right... rights) {
    int bits = 0;
    for (Right right : rights) {
      bits |= right.bit();
    }
    return new Rights(bits);
  }

  /** Empty when a letter stands for no right; letters are lower case. */
  public static Optional<Rights> parse(String letters) {
    Rights rights = NONE;
    for (int i = 0; i < letters.length(); i++) {
      Rights named = named(letters.charAt(i));
      if (named.isEmpty()) {
        return Optional.empty();
      }
      rights = rights.with(named);
    }
    return Optional.of(rights);
  }

  private static Rights named(char letter) {
    if (letter == 'c') {
      return OLD_CREATE;
    }
    if (letter == 'd') {
      return OLD_DELETE;
    }
    for (Right right : Right.values()) {
      if (right.letter() == letter) {
        return of(right);
      }
    }
    return NONE;
  }

  public boolean has(Right right) {
    return (bits & right.bit()) != 0;
  }

  public boolean hasAny(Right... some) {
    return hasAny(of(some));
  }

  public boolean hasAny(Rights some) {
    return (bits & some.bits) != 0;
  }

  public boolean isEmpty() {
    return bits == 0;
  }

  public Rights with(Rights more) {
    return new Rights(bits | more.bits);
  }

  public Rights without(Rights less) {
    return new Rights(bits & ~less.bits);
  }

  /** The letters, with "c" and "d" where a right that they stand for is there. */
  public String text() {
    var text = new StringBuilder();
    for (Right right : Right.values()) {
      if (has(right)) {
        text.append(right.letter());
      }
    }
    if ((bits & OLD_CREATE.bits) != 0) {
      text.append('c');
    }
    if ((bits & OLD_DELETE.bits) != 0) {
      text.append('d');
    }
    return text.toString();
  }
}
