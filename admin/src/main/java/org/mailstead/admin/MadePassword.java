package org.mailstead.admin;

import java.security.SecureRandom;

/** Passwords that nobody has to think of. */
public final class MadePassword {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int CHARACTERS = 16;
  private static final int GROUP = 4;

  private MadePassword() {}

  /** 80 bits, in groups that can be read aloud. */
  public static String of(SecureRandom random) {
    var password = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      password.append(i > 0 && i % GROUP == 0 ? "-" : "");
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
