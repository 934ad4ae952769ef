/** French, of the first steps. */
import type { WelcomeWords } from "../../ui/words.ts";

export default {
  "welcome.step": "Étape {0} sur {1}",
  "welcome.later": "Plus tard",
  "welcome.skip": "Passer",

  "welcome.code": "Bienvenue dans Mailstead",
  "welcome.intro":
    "En quelques étapes, ce serveur reçoit son domaine et son propriétaire : vous. Comptez une dizaine de minutes.",
  "welcome.code.label": "Code de la console",
  "welcome.code.hint":
    "Le serveur l'a affiché à son démarrage, pour que personne d'autre ne s'en empare. Vous pouvez aussi ouvrir le lien complet affiché là.",
  "welcome.code.missing": "Saisissez le code que le serveur a affiché à son démarrage.",

  "welcome.domain": "Pour quel domaine ?",
  "welcome.domain.text": "C'est ce qui suit le @ dans vos adresses.",
  "welcome.domain.own": "Mon propre domaine",
  "welcome.domain.own.text":
    "Vous pouvez modifier ses enregistrements dans le DNS ; les étapes suivantes montrent lesquels.",
  "welcome.domain.try": "Seulement essayer, avec {0}",
  "welcome.domain.try.text":
    "Ce domaine n'existe pas : le courrier reste sur cette machine. Vous pouvez en ajouter un vrai à tout moment.",
  "welcome.domain.hint": "Par exemple example.org.",
  "welcome.domain.error": "Ce n'est pas un domaine. Écrivez-le comme example.org.",

  "welcome.you": "Qui êtes-vous ?",
  "welcome.you.text": "Ce compte est à vous, et le serveur est à lui.",
  "welcome.name": "Votre nom",
  "welcome.name.hint": "Tel qu'il figure dans le courrier que vous envoyez. Peut rester vide.",
  "welcome.user.hint": "Votre adresse sera {0}.",
  "welcome.user.error": "Écrivez ce qui précède le @, sans espaces.",
  "welcome.password.missing": "Choisissez un mot de passe.",
  "welcome.you.go": "Créer mon compte",
  "welcome.making": "Création …",

  "welcome.passkey": "Ajoutez une clé d'accès",
  "welcome.passkey.has": "Vous avez une clé d'accès : {0}.",
  "welcome.passkey.later":
    "Tant que vous n'en avez pas, votre mot de passe seul ouvre ce serveur. Vous pouvez l'ajouter dans votre compte.",

  "welcome.app": "Ajoutez une application d'authentification",
  "welcome.app.text":
    "Une seconde entrée, pour un navigateur sans votre clé d'accès : une application de votre téléphone affiche un code que vous saisissez après votre mot de passe.",
  "welcome.app.has": "Vous avez une application d'authentification : {0}.",
  "welcome.app.skip":
    "Vous pouvez passer : il n'y a alors, en plus du mot de passe, que votre clé d'accès et vos codes de secours.",
  "welcome.app.bare":
    "Vous pouvez passer, mais votre mot de passe seul ouvre alors ce serveur : quiconque l'apprend le gère.",

  "welcome.records": "Dites au monde où va votre courrier",
  "welcome.records.try":
    "{0} sert à essayer : il ne peut pas être dans le DNS et n'a besoin d'aucun enregistrement.",
  "welcome.records.show": "Montrer ce qu'il faudrait à un vrai domaine",
  "welcome.records.later":
    "Inutile d'attendre ici : les enregistrements sont aussi sous Domaines, dans l'administration.",

  "welcome.certificate": "Le certificat",
  "welcome.certificate.text":
    "Grâce à lui, les logiciels savent qu'ils parlent à votre serveur et à personne entre les deux.",
  "welcome.certificate.try":
    "Pour un essai, le serveur fait son propre certificat. Il suffit sur cette machine ; pour les autres, procurez-vous-en un vrai plus tard.",

  "welcome.done": "Tout est prêt",
  "welcome.done.text": "Ce serveur est à vous, {0}.",
  "welcome.done.people": "Ajouter des comptes pour d'autres",
  "welcome.done.people.text": "Chacun reçoit un mot de passe qui peut être changé.",
  "welcome.done.program": "Régler un téléphone ou un logiciel de messagerie",
  "welcome.done.program.text":
    "La plupart trouvent le serveur d'eux-mêmes quand vous saisissez votre adresse.",
  "welcome.done.account": "S'occuper de votre compte",
  "welcome.done.account.text": "Clés d'accès, mots de passe d'application, où vous êtes connecté.",
  "welcome.done.go": "Ouvrir l'administration",
  "welcome.exists": "{0} existe déjà. Si elle est à vous, saisissez son mot de passe.",

  "problem.welcome.code":
    "Ce n'est pas le code que le serveur a affiché à son dernier démarrage. Chaque démarrage en affiche un nouveau.",
  "problem.welcome.done": "Ce serveur a déjà un propriétaire. Connectez-vous.",
  "problem.welcome.domain": "Votre adresse doit être du domaine {0}.",
} satisfies WelcomeWords;
