package org.mailstead.server;

import java.io.IOException;
import java.io.PrintStream;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How a command ends, in a number for scripts and a line for people. */
final class ExitCode {
  static final int OK = 0;

  /** What was asked for cannot be done: no such account, a name that is taken. */
  static final int REFUSED = 1;

  /** The command line itself is wrong. */
  static final int USAGE = 2;

  /** A setting is wrong, or the home is in use. */
  static final int CONFIG = 3;

  /** Disk, network or the store did not work. */
  static final int TROUBLE = 4;

  private ExitCode() {}

  static int explain(Throwable problem, PrintStream err) {
    return switch (problem) {
      case Refused refused -> say(err, sentence(refused.problem()), REFUSED);
      case ConfigException config -> say(err, config.why(), CONFIG);
      case IOException io -> say(err, io.toString(), TROUBLE);
      default -> {
        problem.printStackTrace(err);
        yield say(err, "a defect of the program; please report it", TROUBLE);
      }
    };
  }

  private static int say(PrintStream err, String why, int code) {
    err.println("mailstead: " + why);
    return code;
  }

  private static String sentence(Problem problem) {
    String what = problem.arguments().isEmpty() ? "" : " " + problem.arguments().getFirst();
    return switch (problem.key()) {
      case "domain.exists" -> "the domain" + what + " is there already";
      case "domain.missing" ->
          "there is no domain" + what + " here; add it first: domain add" + what;
      case "domain.used" -> "accounts still have addresses in" + what;
      case "domain.name" -> "not a domain name:" + what;
      case "address.exists" -> "the address" + what + " is taken";
      case "address.missing", "account.missing" -> "there is no" + what;
      case "app-password.missing" -> "there is no app password" + what;
      case "app-password.name" -> "a name has 1 to" + what + " characters";
      case "app-password.many" -> "an account has at most" + what + " app passwords";
      case "app-password.protocol" -> "a password that only reads is of no use there";
      case "client.missing" -> "there is no program" + what;
      case "client.redirect" ->
          "people cannot be sent back to"
              + what
              + ": it is https, this machine's own http, or like org.example.app:/back";
      case "client.name" -> "a name has 1 to" + what + " characters";
      case "domain.grace" -> "the time to set it up is 0 to" + what + " days";
      case "ldap.setting" -> "a setting of the directory is wrong or out of range:" + what;
      case "ldap.none" -> "no directory decides for" + what;
      case "oidc.setting" -> "a setting of the provider is wrong or missing:" + what;
      case "certificate.name" -> "a name has 1 to" + what + " characters";
      case "certificate.over" -> "the certificate has run out";
      case "certificate.many" -> "an account has at most" + what + " certificates";
      case "certificate.exists" -> "the certificate signs in to an account already";
      case "certificate.missing" -> "there is no one certificate that begins with" + what;
      case "script.missing" -> "there is no script" + what;
      case "file.missing" -> "there is no file" + what;
      case "mailbox.missing" -> "there is no mailbox" + what;
      case "mailbox.exists" -> "the mailbox" + what + " is there already";
      case "job.missing" -> "no job" + what + " runs";
      case "job.must-end" -> "the job" + what + " cannot be stopped half-way";
      case "queue.missing" -> "there is no message" + what + " in the queue";
      case "route.missing" -> "there is no route" + what;
      case "route.invalid" -> what.strip();
      case "reports.days" -> "reports are kept for 400 days: --days 1 to 400";
      case "store.full" -> "the disk is nearly full, or the home has reached its home_limit";
      case "quota.full" -> "the account's quota is used up";
      case String key -> key + what + " (" + problem.kind() + ")";
    };
  }
}
