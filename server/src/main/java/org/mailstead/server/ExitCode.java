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
      case "settings.missing" -> "there is no setting" + what + "; mailstead settings list";
      case "settings.value" -> what.strip() + " " + argument(problem, 1);
      case "settings.large" -> "more is set for" + what + " than there is room for";
      case "settings.pinned" ->
          what.strip()
              + " is set in mailstead.toml, line "
              + argument(problem, 1)
              + ": remove it there first, or take it into the store: mailstead settings adopt";
      case "settings.file" ->
          what.strip()
              + " stands in mailstead.toml"
              + (argument(problem, 1).isEmpty() ? "" : ", line " + argument(problem, 1))
              + ": the server needs it before the store is open; change it there and start again";
      case "settings.scope" ->
          what.strip()
              + " cannot be set for "
              + (argument(problem, 1).equals("account") ? "an " : "a ")
              + argument(problem, 1)
              + (argument(problem, 2).equals("system")
                  ? ": it is of the whole system"
                  : ", but for a " + argument(problem, 2));
      case "ldap.setting" -> "a setting of the directory is wrong or out of range:" + what;
      case "ldap.none" -> "no directory decides for" + what;
      case "oidc.setting" -> "a setting of the provider is wrong or missing:" + what;
      case "certificate.name" -> "a name has 1 to" + what + " characters";
      case "certificate.over" -> "the certificate has run out";
      case "certificate.many" -> "an account has at most" + what + " certificates";
      case "certificate.exists" -> "the certificate signs in to an account already";
      case "certificate.none" -> "that is no certificate, in PEM or DER";
      case "certificate.several" -> "that is more than one certificate";
      case "certificate.other" -> "it names another address of this server";
      case "certificate.key" -> "a private key is beside it: give the certificate alone";
      case "certificate.large" -> "a certificate has at most" + what + " KiB";
      case "certificate.missing" -> "there is no one certificate that begins with" + what;
      case "script.missing" -> "there is no script" + what;
      case "file.missing" -> "there is no file" + what;
      case "mailbox.missing" -> "there is no mailbox" + what;
      case "mailbox.exists" -> "the mailbox" + what + " is there already";
      case "job.missing" -> "no job" + what + " runs";
      case "job.too-many" -> "there are" + what + " such jobs of that account already";
      case "job.must-end" -> "the job" + what + " cannot be stopped half-way";
      case "queue.missing" -> "there is no message" + what + " in the queue";
      case "route.missing" -> "there is no route" + what;
      case "route.invalid" -> what.strip();
      case "reports.days" -> "reports are kept for 400 days: --days 1 to 400";
      case "store.full" -> "the disk is nearly full, or the home has reached its home_limit";
      case "request.field" -> "not as it should be:" + what;
      case "request.unknown-field" -> "nobody knows:" + what;
      case "role.last-owner" -> "a server needs an owner, and this is the last one";
      case "role.missing" -> "that role is not held:" + what;
      case "role.owner-scope" -> "an owner owns everything: leave the scope away";
      case "tenant.missing" -> "there is no tenant" + what;
      case "tenant.exists" -> "the tenant" + what + " is there already";
      case "tenant.name" -> "a name has 1 to" + what + " characters on one line";
      case "tenant.brand" -> "at most" + what + " characters on one line";
      case "tenant.colour" -> "not a colour such as #0B5CBF:" + what;
      case "tenant.help" -> "help is where https:, mailto: or tel: begins, not" + what;
      case "tenant.used" -> "the tenant still has domains";
      case "tenant.domains" -> "the tenant may have" + what + " domains";
      case "tenant.accounts" -> "the tenant may have" + what + " accounts";
      case "tenant.bytes" -> "the tenant's accounts may keep" + what + " octets together";
      case "token.missing" -> "there is no token" + what;
      case "token.expires" -> "that time is over already";
      case "token.network" -> "not a network, such as 192.0.2.0/24:" + what;
      case "permit.reason" -> "give a reason of at least" + what + " characters";
      case "permit.time" -> "it lasts at most" + what + " minutes";
      case "permit.own" -> "nobody needs leave for his own account";
      case "permit.missing" -> "there is no such permit that counts:" + what;
      case "delegate.missing" -> "that account is no delegate:" + what;
      case "delegate.who" -> "a delegate is another account of the same tenant";
      case "group.empty" -> "a group needs members: its mail would go to nobody";
      case "quota.full" -> "the account's quota is used up";
      case String key -> key + what + " (" + problem.kind() + ")";
    };
  }

  private static String argument(Problem problem, int index) {
    return problem.arguments().size() > index ? problem.arguments().get(index) : "";
  }
}
