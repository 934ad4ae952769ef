/** German, of the first steps. */
import type { WelcomeWords } from "../../ui/words.ts";

export default {
  "welcome.step": "Schritt {0} von {1}",
  "welcome.later": "Später",
  "welcome.skip": "Überspringen",

  "welcome.code": "Willkommen bei Mailstead",
  "welcome.intro":
    "In wenigen Schritten bekommt dieser Server seine Domain und seinen Eigentümer: Sie. Das dauert etwa zehn Minuten.",
  "welcome.code.label": "Code von der Konsole",
  "welcome.code.hint":
    "Der Server hat ihn beim Start ausgegeben, damit niemand sonst ihn übernimmt. Sie können auch den ganzen Link von dort öffnen.",
  "welcome.code.missing": "Tippen Sie den Code ein, den der Server beim Start ausgegeben hat.",

  "welcome.domain": "Für welche Domain ist er?",
  "welcome.domain.text": "Das ist, was in Ihren Adressen nach dem @ steht.",
  "welcome.domain.own": "Meine eigene Domain",
  "welcome.domain.own.text":
    "Sie können ihre Einträge im DNS ändern; spätere Schritte zeigen, welche.",
  "welcome.domain.try": "Nur ausprobieren, mit {0}",
  "welcome.domain.try.text":
    "Diese Domain gibt es nicht: die Post bleibt auf diesem Rechner. Eine echte können Sie jederzeit hinzufügen.",
  "welcome.domain.hint": "Etwa example.org.",
  "welcome.domain.error": "Das ist keine Domain. Schreiben Sie sie wie example.org.",

  "welcome.you": "Wer sind Sie?",
  "welcome.you.text": "Dieses Konto gehört Ihnen, und ihm gehört der Server.",
  "welcome.name": "Ihr Name",
  "welcome.name.hint": "So steht er in der Post, die Sie senden. Darf leer sein.",
  "welcome.user.hint": "Ihre Adresse wird {0}.",
  "welcome.user.error": "Schreiben Sie, was vor dem @ steht, ohne Leerzeichen.",
  "welcome.password.missing": "Wählen Sie ein Passwort.",
  "welcome.you.go": "Mein Konto anlegen",
  "welcome.making": "Wird angelegt …",

  "welcome.passkey": "Passkey hinzufügen",
  "welcome.passkey.has": "Sie haben einen Passkey: {0}.",
  "welcome.passkey.later":
    "Solange Sie keinen haben, öffnet Ihr Passwort allein diesen Server. Sie können ihn in Ihrem Konto hinzufügen.",

  "welcome.app": "Authenticator-App hinzufügen",
  "welcome.app.text":
    "Ein zweiter Weg hinein, für einen Browser ohne Ihren Passkey: eine App auf Ihrem Telefon zeigt einen Code, den Sie nach Ihrem Passwort eintippen.",
  "welcome.app.has": "Sie haben eine Authenticator-App: {0}.",
  "welcome.app.skip":
    "Sie können das überspringen: dann gibt es neben Ihrem Passwort nur Ihren Passkey und Ihre Wiederherstellungscodes.",
  "welcome.app.bare":
    "Sie können das überspringen, aber dann öffnet Ihr Passwort allein diesen Server: wer es erfährt, betreibt ihn.",

  "welcome.records": "Sagen Sie der Welt, wohin Ihre Post geht",
  "welcome.records.try":
    "{0} ist zum Ausprobieren: sie kann nicht im DNS stehen und braucht keine Einträge.",
  "welcome.records.show": "Zeigen, was eine echte Domain bräuchte",
  "welcome.records.later":
    "Sie müssen hier nicht warten: die Einträge stehen auch unter Domains in der Verwaltung.",

  "welcome.certificate": "Das Zertifikat",
  "welcome.certificate.text":
    "Daran sehen Programme, dass sie mit Ihrem Server sprechen und mit niemandem dazwischen.",
  "welcome.certificate.try":
    "Zum Ausprobieren macht der Server sein eigenes Zertifikat. Auf diesem Rechner reicht es; für andere holen Sie später ein echtes.",

  "welcome.done": "Alles ist eingerichtet",
  "welcome.done.text": "Dieser Server gehört Ihnen, {0}.",
  "welcome.done.people": "Konten für andere anlegen",
  "welcome.done.people.text": "Jedes bekommt ein Passwort, das sich ändern lässt.",
  "welcome.done.program": "Telefon oder Mailprogramm einrichten",
  "welcome.done.program.text":
    "Die meisten finden den Server von selbst, wenn Sie Ihre Adresse eintippen.",
  "welcome.done.account": "Nach Ihrem Konto sehen",
  "welcome.done.account.text": "Passkeys, App-Passwörter, wo Sie angemeldet sind.",
  "welcome.done.go": "Verwaltung öffnen",
  "welcome.exists": "{0} gibt es schon. Wenn sie Ihnen gehört, tippen Sie ihr Passwort ein.",

  "problem.welcome.code":
    "Das ist nicht der Code, den der Server bei seinem letzten Start ausgegeben hat. Jeder Start gibt einen neuen aus.",
  "problem.welcome.done": "Dieser Server hat schon einen Eigentümer. Melden Sie sich an.",
  "problem.welcome.domain": "Ihre Adresse muss zur Domain {0} gehören.",
} satisfies WelcomeWords;
