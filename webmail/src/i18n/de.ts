/** German. */
import type { Words } from "../ui/words.ts";

export default {
  again: "Noch einmal versuchen",
  cancel: "Abbrechen",
  close: "Schließen",
  copied: "Kopiert",
  copy: "Kopieren",
  "copy.failed": "Nicht kopiert: bitte markieren und von Hand kopieren",
  done: "Fertig",
  download: "Als Datei sichern",
  help: "Hilfe:",
  loading: "Wird geladen …",
  next: "Weiter",
  none: "Keine",
  print: "Drucken",
  remove: "Entfernen",
  "remove.title": "„{0}“ entfernen?",
  "remove.what": "„{0}“ entfernen",
  removed: "„{0}“ ist entfernt.",
  added: "„{0}“ ist hinzugefügt.",
  made: "Hinzugefügt {0}",
  used: "zuletzt benutzt {0}",
  "used.never": "Noch nicht benutzt",
  signout: "Abmelden",

  "signin.title": "Anmelden",
  "signin.name": "E-Mail-Adresse",
  "signin.password": "Passwort",
  "signin.keep": "Auf diesem Gerät angemeldet bleiben",
  "signin.go": "Anmelden",
  "signin.busy": "Anmeldung läuft …",
  "signin.or": "oder",
  "signin.passkey": "Mit einem Passkey anmelden",
  "signin.provider": "Weiter bei {0}",

  "second.title": "Bestätigen Sie, dass Sie es sind",
  "second.as": "Sie melden sich als {0} an.",
  "second.go": "Anmelden",
  "second.trust": "In diesem Browser 30 Tage lang nicht mehr fragen",
  "second.again": "Von vorn beginnen",

  "factor.code": "Code aus Ihrer Authenticator-App",
  "factor.code.hint": "Die sechs Ziffern, die sie für dieses Konto zeigt.",
  "factor.recovery": "Wiederherstellungscode",
  "factor.recovery.hint": "Einer von denen, die Sie aufgehoben haben. Jeder gilt einmal.",
  "factor.passkey.hint":
    "Ihr Browser fragt nach Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel.",
  "factor.use.passkey": "Passkey benutzen",
  "factor.use.totp": "Authenticator-App benutzen",
  "factor.use.recovery": "Wiederherstellungscode benutzen",
  "factor.others": "Andere Wege",
  "factor.none":
    "Dieser Browser kann keinen der Wege, die Ihr Konto hat. Nehmen Sie einen anderen Browser.",
  "factor.last": "Es ist Ihr letzter: danach öffnet das Passwort allein Ihr Konto.",

  "prove.title": "Bestätigen Sie, dass Sie es sind",
  "prove.text":
    "Damit könnte jemand auf Dauer in Ihr Konto kommen. Deshalb fragen wir noch einmal.",
  "prove.go": "Bestätigen",
  "prove.provider":
    "Ihre Organisation möchte, dass Sie sich dort noch einmal anmelden. Tun Sie danach hier, was Sie tun wollten.",

  "setup.title": "Noch ein Schritt: ein zweiter Nachweis",
  "setup.text":
    "Ihre Organisation verlangt mehr als ein Passwort. Wählen Sie einen Weg; dann steht Ihr Konto Ihnen offen.",

  "part.all": "Konto",
  "part.overview": "Überblick",
  "part.signin": "Anmeldung",
  "part.programs": "Mailprogramme",
  "part.activity": "Aktivität",
  "part.delegates": "Vertretung",
  "part.mail": "E-Mail",
  "part.admin": "Verwaltung",

  "standing.off": "Ihre Organisation benutzt nur Passwörter.",
  "standing.password":
    "Ihr Konto schützt nur ein Passwort: wer es erfährt, kann Ihre ganze Post lesen.",
  "standing.password.next": "Passkey hinzufügen",
  "standing.no-way-back":
    "Ihr Konto ist gut geschützt, aber Sie haben keine Wiederherstellungscodes: ohne Ihr Gerät kämen Sie nicht hinein.",
  "standing.no-way-back.next": "Wiederherstellungscodes erzeugen",
  "standing.few-codes":
    "Ihr Konto ist gut geschützt, aber es sind nur noch wenige Wiederherstellungscodes übrig.",
  "standing.one-key": "Ein Passwort allein öffnet Ihr Konto nicht.",
  "standing.one-key.next": "Zweites Gerät hinzufügen",
  "standing.good":
    "Ihr Konto ist gut geschützt: ein Passwort allein öffnet es nicht, und es gibt Wege zurück.",

  "overview.protects": "Was Ihr Konto schützt",
  "overview.opens": "Was Ihr Konto öffnet",
  "overview.now": "Jetzt angemeldet",
  "overview.due": "Ab {0} brauchen Sie zum Anmelden einen Passkey oder eine Authenticator-App.",
  "overview.sessions": "{0} Browser.|{0} Browser.",
  "overview.connections":
    "{0} offene Verbindung von Mailprogrammen.|{0} offene Verbindungen von Mailprogrammen.",

  password: "Passwort",
  "password.set": "Von der Verwaltung gesetzt",
  "password.since": "Gesetzt {0}",
  "password.change": "Passwort ändern",
  "password.text":
    "Alle anderen Browser werden abgemeldet. App-Passwörter von Mailprogrammen gelten weiter.",
  "password.new": "Neues Passwort",
  "password.hint": "Mindestens 10 Zeichen. Gut sind mehrere Wörter, die nicht zusammengehören.",
  "password.show": "Passwort zeigen",
  "password.changed": "Ihr Passwort ist geändert.",
  "password.elsewhere":
    "Ihre Organisation bewahrt es auf, zusammen mit denen ihrer anderen Dienste.",
  "password.old": "Altes Passwort",
  "password.old.hint": "Das Verzeichnis Ihrer Organisation will es sehen.",

  passkeys: "Passkeys",
  "passkeys.text":
    "Ein Passkey wohnt auf Ihrem Telefon, Computer oder Sicherheitsschlüssel. Er ersetzt Passwort und Code, und keine falsche Seite kann ihn Ihnen abnehmen.",
  "passkey.add": "Passkey hinzufügen",
  "passkey.add.text":
    "Ihr Browser fragt, wo er ihn aufheben soll, und nach Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel.",
  "passkey.add.go": "Hinzufügen",
  "passkey.name": "Name",
  "passkey.name.hint": "An dem Sie dieses Gerät erkennen.",
  "passkey.remove": "Er öffnet dann Ihr Konto nicht mehr.",
  "passkey.synced": "auf Ihre anderen Geräte übertragen",
  "passkey.unsupported": "Dieser Browser kennt keine Passkeys.",

  apps: "Authenticator-Apps",
  "apps.text":
    "Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code. Sie geben ihn nach dem Passwort ein.",
  "app.add": "Authenticator-App hinzufügen",
  "app.add.text":
    "Sie brauchen eine App wie Aegis, Google Authenticator oder Ihren Passwort-Manager.",
  "app.name": "Name",
  "app.name.hint": "An dem Sie diese App erkennen.",
  "app.name.suggested": "Telefon",
  "app.scan": "Scannen Sie dies mit der App.",
  "app.qr": "QR-Code für die Authenticator-App",
  "app.type": "Ich kann es nicht scannen",
  "app.secret": "Schlüssel",
  "app.code": "Code, den die App jetzt zeigt",
  "app.code.hint": "Sechs Ziffern.",
  "app.confirm": "Bestätigen",
  "app.remove": "Ihre Codes gelten dann nicht mehr.",

  recovery: "Wiederherstellungscodes",
  "recovery.text":
    "Für den Tag, an dem Ihr Telefon fort ist. Jeder öffnet Ihr Konto einmal, zusammen mit dem Passwort.",
  "recovery.left": "Ein Code ist übrig.|{0} Codes sind übrig.",
  "recovery.none": "Es gibt keine.",
  "recovery.new": "Neue Codes erzeugen",
  "recovery.new.go": "Neue Codes erzeugen",
  "recovery.replace": "Die Codes, die Sie jetzt haben, gelten dann nicht mehr.",
  "recovery.shown":
    "Diese Codes werden jetzt gezeigt und nie wieder. Jeder öffnet Ihr Konto einmal, wenn Telefon oder Schlüssel fort sind.",
  "recovery.where":
    "Heben Sie sie dort auf, wo Sie sie auch ohne Ihr Telefon finden und sonst niemand nachsieht.",
  "recovery.kept": "Ich habe diese Codes aufgehoben",
  "recovery.file": "Wiederherstellungscodes von {0} bei {1}",
  "recovery.file.name": "wiederherstellungscodes.txt",

  programs: "App-Passwörter",
  "programs.text":
    "Ein eigenes Passwort für jedes Mailprogramm oder Telefon. Sie können eines wegnehmen, ohne die anderen zu ändern.",
  "programs.needed":
    "Mailprogramme können nach Ihrem zweiten Nachweis nicht fragen. Jedes bekommt ein eigenes Passwort, das Sie wieder wegnehmen können.",
  "programs.none": "Es gibt noch keine.",
  "program.make": "App-Passwort erzeugen",
  "program.make.go": "Erzeugen",
  "program.name": "Name",
  "program.name.hint": "Für welches Programm es ist, etwa „Thunderbird im Büro“.",
  "program.for": "Was es öffnet",
  "program.for.all": "Alles, was Mailprogramme benutzen",
  "program.for.some": "Nur was ich auswähle",
  "program.all": "Alle Mailprogramme",
  "program.read-only": "nur lesen",
  "program.read-only.hint": "Nur lesen: es ändert und versendet nichts",
  "program.more": "Grenzen",
  "program.expires": "Letzter Tag",
  "program.expires.hint": "Leer: bis Sie es entfernen.",
  "program.networks": "Gilt nur von diesen Adressen",
  "program.networks.hint": "Etwa 192.0.2.7 oder 2001:db8::/32, eine je Zeile. Leer: von überall.",
  "program.from": "nur von {0}",
  "program.until": "bis {0}",
  "program.expired": "beendet {0}",
  "program.used": "zuletzt benutzt {0} von {1} ({2})",
  "program.remove": "Das Programm, das es benutzt, wird sofort abgemeldet.",
  "program.made": "App-Passwort für „{0}“",
  "program.made.once":
    "Es wird jetzt gezeigt und nie wieder. Sie müssen es sich nicht merken: das tut das Programm.",
  "program.password": "Passwort",
  "program.phone": "Ein Telefon mit QR-Code einrichten",
  "program.phone.text":
    "Thunderbird für Android: wählen Sie „Einstellungen importieren“ und scannen Sie dies. Es enthält das Passwort: lassen Sie es niemanden fotografieren.",
  "program.phone.qr": "QR-Code mit den Einstellungen und dem Passwort",

  cert: "Zertifikate",
  "cert.text":
    "Ein Mailprogramm, das eines von diesen zeigt, meldet sich ohne Passwort an. Wer den Schlüssel dazu hat, liest Ihre ganze Post.",
  "cert.add": "Zertifikat hinzufügen",
  "cert.add.text":
    "Nur das Zertifikat, in PEM oder DER. Sein Schlüssel bleibt beim Programm, und niemand bekommt ihn zu sehen.",
  "cert.file": "Datei",
  "cert.paste": "Oder hier einfügen",
  "cert.paste.hint": "Von „BEGIN CERTIFICATE“ bis „END CERTIFICATE“.",
  "cert.name.hint": "Welches Programm oder Gerät es hat. Leer: wie das Zertifikat sagt.",
  "cert.fingerprint": "SHA-256:",

  settings: "Einstellungen für Mailprogramme",
  "settings.text": "Die meisten Programme finden sie selbst, wenn Sie Ihre Adresse eingeben.",
  "settings.user": "Benutzername",
  "settings.for": "Für",
  "settings.server": "Server",
  "settings.port": "Port",
  "settings.security": "Verschlüsselung",
  "settings.imap": "Lesen",
  "settings.pop3": "Abholen",
  "settings.smtp": "Senden",
  "settings.managesieve": "Regeln",

  sessions: "Browser",
  "sessions.text": "Wo Sie auf diesen Seiten angemeldet sind.",
  "session.own": "Dieser",
  "session.seen": "gesehen {0}",
  "session.since": "seit {0}",
  "session.kept": "bleibt angemeldet",
  "client.on": "{0} auf {1}",
  "client.unknown": "Unbekannter Browser",
  end: "Abmelden",
  "end.what": "Abmelden: {0}",
  ended: "Abgemeldet.",
  "end.others": "Alles andere abmelden",
  "end.others.text":
    "Alle anderen Browser und alle offenen Verbindungen enden, und keinem Browser wird mehr vertraut. Programme mit App-Passwort können wiederkommen.",
  "end.count": "Ein anderer ist abgemeldet.|{0} andere sind abgemeldet.",

  connections: "Mailprogramme",
  "connections.text":
    "Verbindungen, die jetzt offen sind. Ein abgemeldetes Programm kann von selbst wiederkommen: um es auszusperren, entfernen Sie sein App-Passwort oder ändern Sie Ihr Passwort.",
  "connections.none": "Keines ist gerade verbunden.",

  trusted: "Browser, denen vertraut wird",
  "trusted.text": "Sie werden nur nach dem Passwort gefragt. „Alles andere abmelden“ beendet das.",
  "trusted.until": "bis {0}",

  history: "Anmeldungen der letzten 90 Tage",
  "history.text":
    "Waren Sie eine davon nicht, dann ändern Sie Ihr Passwort und melden Sie alles andere ab.",
  "history.none": "Es gab keine.",
  "history.refused": "Abgewiesen",
  "history.times": "einmal|{0}-mal",
  "history.all": "Alle zeigen",

  "way.browser": "Browser",
  "way.password": "Passwort",
  "way.second": "Zweiter Schritt",
  "way.vouched": "Ein anderer Server von Ihnen",
  "way.app-password.gone": "Entferntes App-Passwort",

  "problem.net.unreachable":
    "Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  "problem.net.answer": "Die Antwort des Servers ergibt keinen Sinn. Versuchen Sie es später.",
  "problem.page.missing": "Geben Sie Ihre Adresse und Ihr Passwort ein.",
  "problem.unknown": "Das hat nicht geklappt.",
  "problem.busy": "Der Server ist beschäftigt. Versuchen Sie es gleich noch einmal.",
  "problem.defect":
    "Der Server hat einen Fehler gemacht. Ihre Verwaltung findet ihn in seinem Protokoll.",
  "problem.request": "Seite und Server verstehen einander nicht. Laden Sie die Seite neu.",
  "problem.request.elsewhere":
    "Der Server hält dies für die Anfrage einer anderen Seite. Öffnen Sie die Seite unter ihrer eigenen Adresse.",
  "problem.login.failed": "Die Adresse oder das Passwort ist falsch.",
  "problem.login.throttled":
    "Es gab zu viele Fehlversuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
  "problem.login.provider":
    "Die Anmeldung Ihrer Organisation antwortet nicht. Versuchen Sie es gleich noch einmal.",
  "problem.login.provider-state":
    "Das hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Beginnen Sie von vorn.",
  "problem.login.provider-denied": "Sie wurden dort nicht eingelassen.",
  "problem.login.provider-refused":
    "Was von dort zurückkam, gilt nicht. Beginnen Sie von vorn; bleibt es so, sagen Sie es dem Betreiber dieses Servers.",
  "problem.login.provider-address":
    "Womit Sie sich dort angemeldet haben, hat keine Adresse dieser Domain, oder keine bestätigte.",
  "problem.login.provider-group":
    "Sie sind in keiner der Gruppen, die diesen Maildienst benutzen dürfen.",
  "problem.login.provider-other":
    "Diese Adresse gehört hier einer anderen Person. Sagen Sie es dem Betreiber dieses Servers.",
  "problem.login.provider-account":
    "Sie haben hier kein Konto. Fragen Sie den Betreiber dieses Servers.",
  "problem.login.provider-none": "Mit dieser Adresse meldet man sich mit einem Passwort an.",
  "problem.login.directory":
    "Das Verzeichnis Ihrer Organisation antwortet nicht, Ihr Passwort kann also nicht geprüft werden. Versuchen Sie es gleich noch einmal.",
  "problem.login.password-expired":
    "Ihr Passwort ist abgelaufen. Ändern Sie es dort, wo Ihre Organisation es aufbewahrt, und melden Sie sich dann an.",
  "problem.password.elsewhere": "Ihre Organisation bewahrt Ihr Passwort auf: Ändern Sie es dort.",
  "problem.password.directory-refused":
    "Das Verzeichnis Ihrer Organisation hat es nicht genommen: Das alte Passwort ist falsch, oder das neue ist keines, das es erlaubt.",
  "problem.login.ticket": "Das hat zu lange gedauert. Geben Sie Ihr Passwort noch einmal ein.",
  "problem.login.second-factor":
    "Das stimmt nicht. Versuchen Sie es noch einmal oder auf einem anderen Weg.",
  "problem.login.second-factor-needed":
    "Das Passwort genügt hier nicht: bestätigen Sie mit Ihrem zweiten Nachweis.",
  "problem.login.needed": "Sie sind nicht mehr angemeldet.",
  "problem.login.prove-again": "Bestätigen Sie erst, dass Sie es sind.",
  "problem.login.set-up-second-factor":
    "Richten Sie erst einen Passkey oder eine Authenticator-App ein.",
  "problem.login.app-password": "Ein Mailprogramm braucht hier ein App-Passwort.",
  "problem.account.missing": "Ein solches Konto gibt es hier nicht.",
  "problem.factor.code":
    "Das ist nicht der Code, den die App jetzt zeigt. Geht die Uhr Ihres Telefons richtig?",
  "problem.factor.many": "Es gibt schon {0}, mehr gehen nicht.",
  "problem.factor.missing": "Das gibt es nicht mehr. Laden Sie die Seite neu.",
  "problem.factor.name": "Ein Name hat 1 bis {0} Zeichen.",
  "problem.factor.off": "Ihre Organisation benutzt nur Passwörter.",
  "problem.factor.required":
    "Ihre Organisation verlangt einen: fügen Sie einen anderen hinzu, ehe Sie diesen entfernen.",
  "problem.passkey.exists": "Dieses Gerät hat schon einen Passkey für Ihr Konto.",
  "problem.passkey.response":
    "Die Antwort des Browsers ergibt keinen Sinn. Versuchen Sie es noch einmal.",
  "problem.passkey.wrong":
    "Dieser Passkey öffnet dieses Konto nicht. Wurde er für eine andere Seite gemacht?",
  "problem.passkey.cancelled":
    "Es wurde kein Passkey benutzt. Versuchen Sie es noch einmal oder auf einem anderen Weg.",
  "problem.passkey.aborted":
    "Es wurde kein Passkey benutzt. Versuchen Sie es noch einmal oder auf einem anderen Weg.",
  "problem.passkey.failed": "Der Browser konnte hier keinen Passkey benutzen.",
  "problem.password.short": "Zu kurz: bitte mindestens {0} Zeichen.",
  "problem.password.long": "Zu lang: bitte höchstens {0} Zeichen.",
  "problem.password.length": "Ein Passwort hat 1 bis {0} Zeichen.",
  "problem.password.guessable":
    "Das gehört zu dem, was Angreifer zuerst versuchen. Wählen Sie ein anderes.",
  "problem.password.breached":
    "Dieses Passwort wurde anderswo schon gestohlen, Angreifer kennen es also. Wählen Sie ein anderes.",
  "problem.certificate.exists":
    "Dieses Zertifikat ist schon hinzugefügt, hier oder bei einem anderen Konto.",
  "problem.certificate.key":
    "Darin ist ein privater Schlüssel. Geben Sie nur das Zertifikat an: Der Schlüssel gehört Ihnen allein.",
  "problem.certificate.large": "Das ist zu groß: Ein Zertifikat hat höchstens {0} KiB.",
  "problem.certificate.many": "Es gibt schon {0}. Entfernen Sie eines, das Sie nicht brauchen.",
  "problem.certificate.missing": "Es ist nicht mehr da. Laden Sie die Seite neu.",
  "problem.certificate.name": "Ein Name hat 1 bis {0} Zeichen.",
  "problem.certificate.none": "Das ist kein Zertifikat in PEM oder DER.",
  "problem.certificate.off": "Dieser Server fragt Programme nicht nach Zertifikaten.",
  "problem.certificate.other":
    "Es nennt eine andere Adresse dieses Servers. Fügen Sie Ihr eigenes hinzu.",
  "problem.certificate.over": "Dieses Zertifikat ist abgelaufen. Erstellen Sie ein neues.",
  "problem.certificate.several":
    "Darin sind mehrere Zertifikate. Geben Sie nur das des Programms an.",
  "problem.app-password.expires": "Der letzte Tag liegt in der Vergangenheit.",
  "problem.app-password.many": "Es gibt schon {0}. Entfernen Sie eines, das Sie nicht benutzen.",
  "problem.app-password.missing": "Das gibt es nicht mehr. Laden Sie die Seite neu.",
  "problem.app-password.name": "Ein Name hat 1 bis {0} Zeichen.",
  "problem.app-password.network": "{0} ist weder Adresse noch Netz.",
  "problem.app-password.networks": "Bitte höchstens {0} Netze.",
  "problem.app-password.protocol":
    "Wählen Sie etwas, das es öffnet; wer nur lesen darf, kann nicht senden.",
  "problem.session.missing": "Das ist schon beendet.",

  "consent.title": "Ein Programm einlassen",
  "consent.asks": "„{0}“ einlassen?",
  "consent.as": "Sie sind als {0} angemeldet.",
  "consent.unknown":
    "Dieses Programm hat sich seinen Namen selbst gegeben. Niemand, der diesen Server betreibt, hat es sich angesehen.",
  "consent.then": "Danach gelangen Sie zu {0}",
  "consent.yes": "Einlassen",
  "consent.no": "Nicht einlassen",
  "scope.openid": "Wissen, dass Sie es sind",
  "scope.email": "Ihre Adresse kennen",
  "scope.profile": "Ihren Namen kennen",
  "scope.offline_access": "Ohne Rückfrage wiederkommen, bis Sie es aussperren",
  "scope.mail": "Ihre E-Mails lesen, senden und löschen und Ihre Regeln ändern",
  "scope.imap": "Ihre E-Mails lesen, ändern und löschen",
  "scope.pop3": "Ihre E-Mails abholen und löschen",
  "scope.smtp": "In Ihrem Namen E-Mails senden",
  "scope.managesieve": "Die Regeln für Ihre E-Mails ändern",
  "scope.jmap": "Ihre E-Mails lesen, senden und löschen",
  "scope.dav": "Ihre Kalender und Kontakte lesen und ändern",
  "scope.activesync": "Ihre E-Mails, Kalender und Kontakte lesen und ändern",
  "code.title": "Ein Gerät verbinden",
  "code.label": "Code, den das Gerät zeigt",
  "code.done": "„{0}“ ist eingelassen. Machen Sie am Gerät weiter.",
  "code.denied": "„{0}“ ist nicht eingelassen.",
  "reset.title": "Ein neues Passwort wählen",
  "reset.label": "Neues Passwort",
  "reset.hint": "Mindestens zehn Zeichen. Einige eigene Wörter sind gut.",
  "reset.go": "Passwort setzen",
  "reset.done": "Ihr Passwort ist gesetzt. Melden Sie sich damit an.",
  "problem.oauth.request":
    "Das Programm fragt auf eine Weise, die hier nicht gilt. Beginnen Sie dort noch einmal.",
  "problem.device.code":
    "Mit diesem Code wartet kein Gerät. Sehen Sie noch einmal nach, oder beginnen Sie dort von vorn.",
  "problem.program.missing": "Dieses Programm ist nicht mehr eingelassen.",
  "problem.login.busy": "Gerade melden sich zu viele an. Versuchen Sie es gleich noch einmal.",
  "problem.login.reset": "Dieser Link gilt nicht mehr. Bitten Sie um einen neuen.",

  letin: "Programme, die Sie eingelassen haben",
  "letin.text":
    "Sie melden sich mit einem Schlüssel an, den Sie ihnen erlaubt haben, ohne Ihr Passwort.",
  "letin.remove": "Es wird sofort ausgesperrt.",
  "letin.since": "eingelassen {0}",

  "forgotten.title": "Anmelden klappt nicht?",
  "forgotten.text":
    "Geben Sie Ihre Adresse ein. Wenn Sie eine Wiederherstellungsadresse hinterlegt haben, geht ein Link zu einem neuen Passwort dorthin.",
  "forgotten.go": "Link senden",
  "forgotten.device":
    "Handy oder Schlüssel verloren? Melden Sie sich mit dem Passwort an, dann mit einem Ihrer Wiederherstellungscodes.",
  "forgotten.done":
    "Wenn dieses Konto eine Wiederherstellungsadresse hat, ist ein Link dorthin unterwegs. Er gilt einmal, 30 Minuten lang.",
  "forgotten.nothing":
    "Nichts angekommen? Sehen Sie im Spam nach. Ohne Wiederherstellungsadresse kann nur helfen, wer diesen Maildienst betreibt.",
  "forgotten.back": "Zurück zur Anmeldung",
  "way-back": "Wiederherstellungsadresse",
  "way-back.text":
    "Eine Adresse anderswo, für den Tag, an dem Sie Ihr Passwort vergessen haben: Der Link zu einem neuen geht dorthin, ebenso Nachrichten zur Sicherheit Ihres Kontos.",
  "way-back.since": "bestätigt {0}",
  "way-back.waits": "{0} wartet auf den Code, der dorthin gesendet wurde.",
  "way-back.add": "Wiederherstellungsadresse hinterlegen",
  "way-back.change": "Andere hinterlegen",
  "way-back.add.text":
    "Ein Code geht dorthin, damit sicher ist, dass sie Ihnen gehört. Wer diese Adresse liest, kann Ihr Passwort setzen: Wählen Sie eine, die ebenso gut geschützt ist.",
  "way-back.address": "Adresse anderswo",
  "way-back.address.hint":
    "Etwa Ihre Adresse bei der Arbeit oder die einer Person, der Sie vertrauen.",
  "way-back.send": "Code senden",
  "way-back.sent": "Ein Code ist unterwegs an {0}. Er gilt 30 Minuten.",
  "way-back.code": "Code",
  "way-back.code.hint": "Sechs Ziffern. Nichts da? Sehen Sie im Spam nach.",
  "way-back.code.type": "Code eingeben",
  "way-back.other": "Andere Adresse",
  "way-back.confirm": "Bestätigen",
  "way-back.confirmed": "{0} ist Ihre Wiederherstellungsadresse.",
  "way-back.remove": "Wenn Sie Ihr Passwort vergessen, kann dann nur noch die Verwaltung helfen.",
  "problem.page.address": "Geben Sie Ihre Adresse ein.",
  "problem.recovery.throttled":
    "Das wurde heute zu oft angefordert. Versuchen Sie es später, oder fragen Sie, wer diesen Maildienst betreibt.",
  "problem.recovery.many":
    "In einer Stunde wurden schon mehrere Codes gesendet. Warten Sie etwas, dann versuchen Sie es wieder.",
  "problem.recovery.address": "{0} ist keine E-Mail-Adresse.",
  "problem.recovery.own":
    "Post an diese Adresse kommt hier an: Ohne Passwort könnten Sie sie nicht lesen. Nennen Sie eine anderswo.",
  "problem.recovery.off": "Ihre Organisation hat keine Wiederherstellungsadressen.",
  "problem.recovery.expired": "Dieser Code gilt nicht mehr. Lassen Sie einen neuen senden.",
  "problem.recovery.code": "Das ist nicht der Code, der gesendet wurde.",
  change: "Ändern",
  "change.what": "{0} ändern",
  save: "Sichern",
  saved: "Gesichert.",

  acting: "Wer für Sie handelt",
  "acting.text":
    "Diese Personen lesen Ihre Post oder senden für Sie, von ihrem eigenen Konto aus und ohne Ihr Passwort. Jede Änderung wird Ihnen per Mail mitgeteilt.",
  "acting.none": "Niemand handelt für Sie.",
  "acting.add": "Jemanden für Sie handeln lassen",
  "delegate.member": "Wer",
  "delegate.member.hint": "Die Adresse eines Kontos hier, aus derselben Organisation.",
  "delegate.access": "Post",
  "delegate.send-as": "sendet als diese Adresse",
  "delegate.on-behalf": "sendet im Auftrag",
  "delegate.send-as.text": "Darf als {0} senden: niemand sieht, wer schrieb",
  "delegate.on-behalf.text": "Darf im Auftrag von {0} senden: beide Namen sind zu sehen",
  "delegate.remove": "Von jetzt an lässt sich von {0} nichts lesen und nichts dafür senden.",
  "access.none": "Sieht die Post nicht",
  "access.read": "Liest die Post",
  "access.write": "Liest, verschiebt und löscht Post",
  "access.full": "Alles, auch Ordner anlegen und entfernen",
  "problem.delegate.missing": "Diese Person handelt nicht für das Konto.",
  "problem.delegate.who": "Jemand aus dieser Organisation, und nicht das Konto selbst.",
  "problem.delegate.many": "Ein Konto hat höchstens {0} Stellvertreter.",
} satisfies Words;
