package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.words.EmailAddress;

/** For people: the settings as text, a profile for Apple's devices, a code that phones read. */
record SetupPage(DiscoveryConfig config) {
  static final String PATH = "/setup";

  private static final int QUIET = 4;
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  /**
   * @param origin of the page, as the browser named it
   * @param address of one of our domains; whether there is such an account is not looked at
   */
  Answer answer(String origin, Optional<EmailAddress> address) {
    String page =
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Set up your mail</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%%; margin: 1rem 0; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884; }
        code { font-family: ui-monospace, monospace; }
        input, button { font: inherit; padding: .4rem .6rem; max-width: 100%%; }
        svg { width: 12rem; height: 12rem; background: #fff; }
        </style>
        <h1>Set up your mail</h1>
        <form method="get" action="%s">
        <label for="address">Your address</label><br>
        <input id="address" name="address" type="email" required autocomplete="email" value="%s">
        <button>Show</button>
        </form>
        %s
        <h2>Settings for any program</h2>
        <table>
        <tr><th>for</th><th>server</th><th>port</th><th>encryption</th></tr>
        %s</table>
        <p>The user name is your whole address; the password is sent as it is (“normal password”),
        which is safe because the connection is encrypted.</p>
        </html>
        """
            .formatted(
                PATH,
                Xml.text(address.map(EmailAddress::toString).orElse("")),
                address.map(one -> devices(origin, one)).orElse(""),
                rows());
    return Answer.html(200, page).with("Content-Security-Policy", POLICY);
  }

  private static String devices(String origin, EmailAddress address) {
    String query = "?address=" + URLEncoder.encode(address.toString(), UTF_8);
    return """
    <h2>iPhone, iPad, Mac</h2>
    <p><a href="%s/mail.mobileconfig%s">Download the profile</a>, then open it in the device's
    settings. It has no password in it; the device asks for it.</p>
    <h2>Another device</h2>
    <p>Open this page there with its camera:</p>
    %s
    <h2>Thunderbird, Outlook, FairEmail and others</h2>
    <p>Give them <code>%s</code> and your password: they find the rest by themselves.</p>
    """
        .formatted(
            PATH, Xml.text(query), code(origin + PATH + query), Xml.text(address.toString()));
  }

  /** A QR code as a picture. */
  private static String code(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    var path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    int size = code.size + 2 * QUIET;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" role="img" aria-label="%2$s">\
    <rect width="%1$d" height="%1$d" fill="#fff"/><path d="%3$s" fill="#000"/></svg>
    """
        .formatted(size, Xml.text(text), path);
  }

  private String rows() {
    var rows = new StringBuilder();
    for (DiscoveryConfig.Service one : config.services()) {
      rows.append(
          "<tr><td>%s</td><td><code>%s</code></td><td><code>%d</code></td><td>%s</td></tr>\n"
              .formatted(
                  use(one.kind()),
                  Xml.text(config.hostname()),
                  one.port(),
                  one.tls() ? "TLS (SSL)" : "STARTTLS"));
    }
    return rows.toString();
  }

  private static String use(DiscoveryConfig.Kind kind) {
    return switch (kind) {
      case IMAP -> "reading (IMAP)";
      case POP3 -> "fetching (POP3)";
      case SMTP -> "sending (SMTP)";
      case SIEVE -> "rules (ManageSieve)";
    };
  }
}
