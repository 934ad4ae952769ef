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
    return switch (problem.key()) {
      case "login.app-password" ->
          "this account has a second factor: make an app password"
              + at(problem)
              + " and use it here";
      case "login.set-up-second-factor" ->
          "a second factor is required: sign in" + at(problem) + " and set one up";
      case "login.app-password-protocol" -> "this app password is not for " + argument(problem, 0);
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

  private static String at(Problem problem) {
    String page = argument(problem, 1);
    return page.isEmpty() ? "" : " at " + page;
  }

  private static String argument(Problem problem, int at) {
    return at < problem.arguments().size() ? problem.arguments().get(at) : "";
  }
}
