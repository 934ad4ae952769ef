/** English, of the first steps. */
export default {
  "welcome.step": "Step {0} of {1}",
  "welcome.later": "Later",
  "welcome.skip": "Skip",

  "welcome.code": "Welcome to Mailstead",
  "welcome.intro":
    "In a few steps this server gets its domain and its owner: you. It takes some ten minutes.",
  "welcome.code.label": "Code from the console",
  "welcome.code.hint":
    "The server printed it when it started, so that nobody else can take it over. You can also open the whole link from there.",
  "welcome.code.missing": "Type the code that the server printed when it started.",

  "welcome.domain": "Which domain is it for?",
  "welcome.domain.text": "It is what stands after the @ in your addresses.",
  "welcome.domain.own": "My own domain",
  "welcome.domain.own.text": "You can change its records in the DNS; later steps show which.",
  "welcome.domain.try": "Just try it out with {0}",
  "welcome.domain.try.text":
    "No such domain exists: mail stays on this machine. You can add a real one at any time.",
  "welcome.domain.hint": "Such as example.org.",
  "welcome.domain.error": "That is no domain. Write it like example.org.",

  "welcome.you": "Who are you?",
  "welcome.you.text": "This account is yours, and owns the server.",
  "welcome.name": "Your name",
  "welcome.name.hint": "As it stands in the mail that you send. May be empty.",
  "welcome.user.hint": "Your address will be {0}.",
  "welcome.user.error": "Write what stands before the @, without spaces.",
  "welcome.password.missing": "Choose a password.",
  "welcome.you.go": "Make my account",
  "welcome.making": "Making it …",

  "welcome.passkey": "Add a passkey",
  "welcome.passkey.has": "You have a passkey: {0}.",
  "welcome.passkey.later":
    "Until you have one, your password alone opens this server. You can add it in your account.",

  "welcome.app": "Add an authenticator app",
  "welcome.app.text":
    "A second way in, for a browser without your passkey: an app on your phone shows a code that you type after your password.",
  "welcome.app.has": "You have an authenticator app: {0}.",
  "welcome.app.skip":
    "You can skip this: then only your passkey and your recovery codes are beside your password.",
  "welcome.app.bare":
    "You can skip this, but then your password alone opens this server: whoever learns it runs it.",

  "welcome.records": "Tell the world where your mail goes",
  "welcome.records.try": "{0} is for trying out: it cannot be in the DNS, and it needs no records.",
  "welcome.records.show": "Show what a real domain would need",
  "welcome.records.later":
    "You need not wait here: the records are under Domains in the administration, too.",

  "welcome.certificate": "The certificate",
  "welcome.certificate.text":
    "By it programs know that they talk to your server and to nobody in between.",
  "welcome.certificate.try":
    "A try-out makes its own certificate. It is enough on this machine; for others get a real one later.",

  "welcome.done": "It is all set up",
  "welcome.done.text": "This server is yours, {0}.",
  "welcome.done.people": "Add accounts for others",
  "welcome.done.people.text": "Each gets a password that they can change.",
  "welcome.done.program": "Set up a phone or a mail program",
  "welcome.done.program.text": "Most find the server by themselves when you type your address.",
  "welcome.done.account": "Look after your account",
  "welcome.done.account.text": "Passkeys, app passwords, where you are signed in.",
  "welcome.done.go": "Open the administration",
  "welcome.exists": "{0} is there already. If it is yours, type its password.",

  "problem.welcome.code":
    "That is not the code that the server printed when it started last. Each start prints a new one.",
  "problem.welcome.done": "This server has an owner already. Sign in instead.",
  "problem.welcome.domain": "Your address has to be at the domain {0}.",
};
