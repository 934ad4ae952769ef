package org.mailstead.server;

import org.mailstead.http.Answer;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rights.Roles;
import org.mailstead.identity.settings.Settings;
import org.mailstead.signin.SignInServerConfig;

/**
 * What a browser shows at {@code /}. With an owner it leads to one's mail, or to the sign-in page
 * on the way there. Without one it says so, and where mail programs find this server.
 */
record StartPage(BootConfig config, Settings settings, Directory directory, Roles roles) {
  private static final int MOST_ACCOUNTS = 50;

  Answer answer() {
    return roles.hasOwner() ? Answer.seeOther("/mail") : withoutOwner();
  }

  /** The code itself is for whoever sees the console, and never on a page. */
  private Answer withoutOwner() {
    String page =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mailstead</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%%; margin: 1rem 0; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884; }
        code { font-family: ui-monospace, monospace; }
        </style>
        <h1>Mailstead</h1>
        <p>This mail server is running, and has <strong>no owner yet</strong>.</p>
        <p>Is it yours? When it started it printed a line that begins with <code>it has no owner yet:</code>
        and ends with an address that has <code>/welcome#</code> in it. Open that address: it holds the code
        that makes you the owner. You find the line in the window where the server was started; as a service,
        <code>journalctl -u mailstead</code> shows it. Each start makes a new code, and only the last counts.</p>
        <p><a href="/welcome">The first steps</a> ask for the code if you open them without it.</p>
        <h2>Accounts</h2>
        <p><a href="/mail">Read your mail here</a>, or <a href="/account">look after your account</a>. You can also
        <a href="/setup">set up a phone or a mail program</a>, or give any program these ports:</p>
        <table>
        <tr><th>for</th><th>server</th><th>port</th><th>encryption</th></tr>
        %s</table>
        %s
        </html>
        """
            .formatted(ports(), accounts());
    return Answer.html(200, page);
  }

  private String ports() {
    var rows = new StringBuilder();
    for (MailPrograms.Port port : MailPrograms.of(config).ports()) {
      rows.append(row(port));
    }
    return rows.toString();
  }

  private static String row(MailPrograms.Port port) {
    SignInServerConfig.Service service = port.service();
    return "<tr><td>%s (%s)</td><td><code>%s</code></td><td><code>%d</code></td><td>%s</td></tr>%n"
        .formatted(
            port.use(),
            service.protocol().title(),
            escape(service.host()),
            service.port(),
            service.security());
  }

  /** Who lives here is told in a try-out only: elsewhere it would help whoever guesses. */
  private String accounts() {
    if (!settings.get(ProgramSettings.PLAINTEXT)) {
      return "";
    }
    var list = new StringBuilder("<p>Accounts of this try-out:</p>\n<ul>\n");
    directory.accounts().stream()
        .limit(MOST_ACCOUNTS)
        .map(Account::address)
        .forEach(a -> list.append("<li><code>").append(escape(a.toString())).append("</code>\n"));
    return list.append("</ul>\n<p>Their passwords were shown when it first started;\n")
        .append("<code>mailstead account password ADDRESS</code> makes a new one.</p>")
        .toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
