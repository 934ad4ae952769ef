package org.mailstead.identity.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;

/**
 * Which passwords people may choose: long enough, and none that guessers try first (NIST SP 800-63B
 * section 5.1.1.2). Nothing is asked of what they are made of.
 */
public final class PasswordRules {
  /** Characters. */
  public static final int LEAST_LENGTH = 10;

  /** What most bad passwords are made of; told from what people write around it below. */
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwort",
          "passw",
          "passwd",
          "pass",
          "parola",
          "motdepasse",
          "contrasena",
          "senha",
          "qwerty",
          "qwertz",
          "azerty",
          "qwertyuiop",
          "asdfgh",
          "asdfghjkl",
          "zxcvbnm",
          "qazwsx",
          "qazwsxedc",
          "abc",
          "abcd",
          "abcdef",
          "abcdefg",
          "letmein",
          "welcome",
          "admin",
          "administrator",
          "root",
          "user",
          "guest",
          "login",
          "master",
          "secret",
          "default",
          "changeme",
          "iloveyou",
          "loveyou",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "basketball",
          "soccer",
          "monkey",
          "dragon",
          "shadow",
          "superman",
          "batman",
          "starwars",
          "pokemon",
          "computer",
          "internet",
          "samsung",
          "google",
          "michael",
          "jennifer",
          "jessica",
          "charlie",
          "daniel",
          "thomas",
          "jordan",
          "ashley",
          "hannah",
          "summer",
          "winter",
          "spring",
          "autumn",
          "january",
          "december",
          "monday",
          "friday",
          "hello",
          "hallo",
          "bonjour",
          "hola",
          "freedom",
          "whatever",
          "trustno",
          "killer",
          "hunter",
          "ranger",
          "cookie",
          "chocolate",
          "butterfly",
          "flower",
          "angel",
          "mustang",
          "ferrari",
          "porsche",
          "mercedes",
          "harley",
          "liverpool",
          "chelsea",
          "arsenal",
          "barcelona",
          "juventus",
          "mail",
          "email",
          "mailstead",
          "outlook",
          "hotmail",
          "test",
          "testing",
          "temp",
          "demo",
          "sample",
          "example");

  private final BreachedPasswords breached;

  public PasswordRules(BreachedPasswords breached) {
    this.breached = breached;
  }

  /** Why somebody should not have a password; empty when he may. */
  public Optional<Problem> check(Account account, String password) {
    return check(account.address(), password);
  }

  /** The same for somebody who has no account yet. */
  public Optional<Problem> check(EmailAddress address, String password) {
    if (password.length() > Passwords.MAX_LENGTH) {
      return problem("password.long", Integer.toString(Passwords.MAX_LENGTH));
    }
    if (password.codePointCount(0, password.length()) < LEAST_LENGTH) {
      return problem("password.short", Integer.toString(LEAST_LENGTH));
    }
    if (isGuessable(address, password)) {
      return problem("password.guessable");
    }
    return breached.contains(password) ? problem("password.breached") : Optional.empty();
  }

  private static Optional<Problem> problem(String key, String... arguments) {
    return Optional.of(Problem.of(Problem.Kind.REFUSED, key, arguments));
  }

  private static boolean isGuessable(EmailAddress address, String password) {
    String plain = password.toLowerCase(Locale.ROOT);
    String word = withoutTricks(plain);
    String bare = letters(plain);
    String local = address.local().toLowerCase(Locale.ROOT);
    String domain = address.domain().split("\\.", 2)[0];
    return plain.chars().distinct().count() < LEAST_LENGTH / 2
        || isRun(plain)
        || word.isEmpty()
        || isRepeated(word)
        || bare.equals(letters(address.canonical()))
        || word.equals(letters(local))
        || word.equals(letters(domain))
        || word.equals(letters(local + domain));
  }

  /** Letters only: a year behind, a mark before and 0 for o are what guessers try too. */
  private static String withoutTricks(String text) {
    String core = text.replaceAll("^\\P{L}+|\\P{L}+$", "");
    return letters(
        core.replace('0', 'o')
            .replace('1', 'l')
            .replace('3', 'e')
            .replace('4', 'a')
            .replace('@', 'a')
            .replace('5', 's')
            .replace('$', 's')
            .replace('7', 't'));
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}]", "");
  }

  /** Words of the list and nothing between: {@code passwordpassword}, {@code helloadmin}. */
  private static boolean isRepeated(String word) {
    boolean[] reached = new boolean[word.length() + 1];
    reached[0] = true;
    for (int end = 1; end <= word.length(); end++) {
      for (int start = 0; start < end; start++) {
        if (reached[start] && WORDS.contains(word.substring(start, end))) {
          reached[end] = true;
          break;
        }
      }
    }
    return reached[word.length()];
  }

  /** {@code 1234567890}, {@code abcdefghij}, and backwards. */
  private static boolean isRun(String text) {
    int steps = 0;
    for (int i = 1; i < text.length(); i++) {
      int step = text.charAt(i) - text.charAt(i - 1);
      boolean wraps = text.charAt(i) == '0' && text.charAt(i - 1) == '9';
      steps += Math.abs(step) == 1 || wraps ? 1 : 0;
    }
    return steps >= text.length() * 3 / 4;
  }
}
