package org.mailstead.identity.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.identity.rows.SignInProtocol;

/** What somebody signs in to. */
public enum Protocol {
  WEB("web pages", SignInProtocol.WEB),
  IMAP("IMAP", SignInProtocol.IMAP),
  POP3("POP3", SignInProtocol.POP3),
  SMTP("SMTP", SignInProtocol.SMTP),
  MANAGESIEVE("ManageSieve", SignInProtocol.MANAGESIEVE),
  JMAP("JMAP", SignInProtocol.JMAP),
  DAV("CalDAV and CardDAV", SignInProtocol.DAV),
  ACTIVESYNC("ActiveSync", SignInProtocol.ACTIVESYNC);

  private final String title;
  private final SignInProtocol row;

  Protocol(String title, SignInProtocol row) {
    this.title = title;
    this.row = row;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** For commands and programs, such as {@code imap}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Protocol> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word().equalsIgnoreCase(word)).findFirst();
  }

  SignInProtocol row() {
    return row;
  }

  static Optional<Protocol> of(SignInProtocol row) {
    return Arrays.stream(values()).filter(p -> p.row == row).findFirst();
  }
}
