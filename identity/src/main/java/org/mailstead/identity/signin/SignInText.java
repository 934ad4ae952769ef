package org.mailstead.identity.signin;

import org.mailstead.words.Problem;

/**
 * Why a sign-in failed, in a line that protocols whose replies are English can send. It tells what
 * to do, and only to those who have shown a password that is right.
 */
public final class SignInText {
  private SignInText() {}

  /**
   * @param problem of kind BAD_CREDENTIALS
   */
  public static String of(Problem problem) {
    String page = argument(problem, 1);
    return switch (problem.key()) {
      case "login.app-password" ->
          page.isEmpty()
              ? "this account has a second factor: use an app password"
              : "this account has a second factor: use an app password, made at " + page;
      case "login.set-up-second-factor" ->
          page.isEmpty()
              ? "a second factor is required: set one up"
              : "a second factor is required: set one up at " + page;
      case "login.app-password-protocol" -> "this app password is not for " + argument(problem, 0);
      case "login.token-scope" -> "this token is not for " + argument(problem, 0);
      case "login.password-expired" ->
          "the password has expired: change it where your organisation keeps it";
      case "login.app-password-expired" -> "this app password has expired";
      case "login.app-password-network" -> "this app password does not count from your address";
      default -> "wrong name or password";
    };
  }

  /** Whether the password is right and a password is not enough. */
  public static boolean isTooWeak(Problem problem) {
    return problem.key().equals("login.app-password")
        || problem.key().equals("login.set-up-second-factor");
  }

  private static String argument(Problem problem, int at) {
    return at < problem.arguments().size() ? problem.arguments().get(at) : "";
  }
}
