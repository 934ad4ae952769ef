package org.mailstead.identity.oauth;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.identity.signin.Protocol;

/** What a program may be let in to. */
public enum Scope {
  OPENID(1),
  EMAIL(2),
  PROFILE(4),
  /** Beyond the moment: a refresh token. */
  OFFLINE_ACCESS(8),
  /** All that a mail program needs. */
  MAIL(16),
  IMAP(32),
  POP3(64),
  SMTP(128),
  MANAGESIEVE(256),
  JMAP(512),
  DAV(1024),
  ACTIVESYNC(2048);

  /** Stands for it in tokens: never changed. */
  private final int bit;

  Scope(int bit) {
    this.bit = bit;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** Those of a list parted by blanks; what is not known is left out (RFC 6749 section 3.3). */
  static Set<Scope> parse(String text) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.split(" ", -1)) {
      of(word).ifPresent(scopes::add);
    }
    return scopes;
  }

  static int bits(Set<Scope> scopes) {
    return scopes.stream().mapToInt(scope -> scope.bit).sum();
  }

  static Set<Scope> ofBits(int bits) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Scope scope : values()) {
      if ((bits & scope.bit) != 0) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  /** Parted by blanks. */
  public static String text(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
  }

  static boolean opens(Set<Scope> scopes, Protocol protocol) {
    return switch (protocol) {
      case WEB -> false;
      case IMAP -> scopes.contains(IMAP) || scopes.contains(MAIL);
      case POP3 -> scopes.contains(POP3) || scopes.contains(MAIL);
      case SMTP -> scopes.contains(SMTP) || scopes.contains(MAIL);
      case MANAGESIEVE -> scopes.contains(MANAGESIEVE) || scopes.contains(MAIL);
      case JMAP -> scopes.contains(JMAP) || scopes.contains(MAIL);
      case DAV -> scopes.contains(DAV);
      case ACTIVESYNC -> scopes.contains(ACTIVESYNC);
    };
  }
}
