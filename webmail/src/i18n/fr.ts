/** French. */
import type { Words } from "../ui/words.ts";

export default {
  again: "Réessayer",
  cancel: "Annuler",
  close: "Fermer",
  copied: "Copié",
  copy: "Copier",
  "copy.failed": "Non copié : sélectionnez le texte et copiez-le à la main",
  done: "Terminé",
  download: "Enregistrer dans un fichier",
  help: "Aide :",
  loading: "Chargement…",
  next: "Suivant",
  none: "Aucun",
  print: "Imprimer",
  remove: "Supprimer",
  "remove.title": "Supprimer « {0} » ?",
  "remove.what": "Supprimer « {0} »",
  removed: "« {0} » est supprimé.",
  added: "« {0} » est ajouté.",
  made: "Ajouté le {0}",
  used: "dernière utilisation : {0}",
  "used.never": "Pas encore utilisé",
  signout: "Se déconnecter",

  "signin.title": "Connexion",
  "signin.name": "Adresse e-mail",
  "signin.password": "Mot de passe",
  "signin.keep": "Rester connecté sur cet appareil",
  "signin.go": "Se connecter",
  "signin.busy": "Connexion en cours…",
  "signin.or": "ou",
  "signin.passkey": "Se connecter avec une clé d'accès",
  "signin.provider": "Continuer chez {0}",

  "second.title": "Confirmez que c'est bien vous",
  "second.as": "Vous vous connectez en tant que {0}.",
  "second.go": "Se connecter",
  "second.trust": "Ne plus demander dans ce navigateur pendant 30 jours",
  "second.again": "Recommencer",

  "factor.code": "Code de votre application d'authentification",
  "factor.code.hint": "Les six chiffres qu'elle affiche pour ce compte.",
  "factor.recovery": "Code de secours",
  "factor.recovery.hint": "Un de ceux que vous avez conservés. Chacun sert une fois.",
  "factor.passkey.hint":
    "Votre navigateur demandera votre empreinte, votre visage, un code PIN ou une clé de sécurité.",
  "factor.use.passkey": "Utiliser une clé d'accès",
  "factor.use.totp": "Utiliser l'application d'authentification",
  "factor.use.recovery": "Utiliser un code de secours",
  "factor.others": "Autres moyens",
  "factor.none":
    "Ce navigateur ne permet aucun des moyens de votre compte. Utilisez un autre navigateur.",
  "factor.last": "C'est le dernier : ensuite, le mot de passe seul ouvrira votre compte.",

  "prove.title": "Confirmez que c'est bien vous",
  "prove.text":
    "Cela pourrait ouvrir durablement votre compte à quelqu'un. Nous vous le demandons donc encore une fois.",
  "prove.go": "Confirmer",
  "prove.provider":
    "Votre organisation vous demande de vous y connecter encore une fois. Faites ensuite ici ce que vous alliez faire.",

  "setup.title": "Encore une étape : une seconde preuve",
  "setup.text":
    "Votre organisation demande plus qu'un mot de passe. Choisissez un moyen ; votre compte vous sera ensuite ouvert.",

  "part.all": "Compte",
  "part.overview": "Vue d'ensemble",
  "part.signin": "Connexion",
  "part.programs": "Logiciels de messagerie",
  "part.activity": "Activité",
  "part.delegates": "Délégués",
  "part.mail": "Courrier",
  "part.admin": "Administration",

  "standing.off": "Votre organisation n'utilise que des mots de passe.",
  "standing.password":
    "Seul un mot de passe protège votre compte : quiconque l'apprend peut lire tout votre courrier.",
  "standing.password.next": "Ajouter une clé d'accès",
  "standing.no-way-back":
    "Votre compte est bien protégé, mais vous n'avez pas de codes de secours : sans votre appareil, vous ne pourriez pas entrer.",
  "standing.no-way-back.next": "Créer des codes de secours",
  "standing.few-codes": "Votre compte est bien protégé, mais il reste peu de codes de secours.",
  "standing.one-key": "Un mot de passe seul n'ouvre pas votre compte.",
  "standing.one-key.next": "Ajouter un second appareil",
  "standing.good":
    "Votre compte est bien protégé : un mot de passe seul ne l'ouvre pas, et vous avez des moyens de secours.",

  "overview.protects": "Ce qui protège votre compte",
  "overview.opens": "Ce qui ouvre votre compte",
  "overview.now": "Connecté en ce moment",
  "overview.due":
    "À partir du {0}, il vous faudra une clé d'accès ou une application d'authentification pour vous connecter.",
  "overview.sessions": "{0} navigateur.|{0} navigateurs.",
  "overview.connections":
    "{0} connexion ouverte de logiciels de messagerie.|{0} connexions ouvertes de logiciels de messagerie.",

  password: "Mot de passe",
  "password.set": "Défini par votre administrateur",
  "password.since": "Défini le {0}",
  "password.change": "Changer le mot de passe",
  "password.text":
    "Tous les autres navigateurs seront déconnectés. Les mots de passe d'application restent valables.",
  "password.new": "Nouveau mot de passe",
  "password.hint":
    "Au moins 10 caractères. Plusieurs mots sans rapport entre eux conviennent bien.",
  "password.show": "Afficher le mot de passe",
  "password.changed": "Votre mot de passe est changé.",
  "password.elsewhere": "Votre organisation le garde, avec ceux de ses autres services.",
  "password.old": "Ancien mot de passe",
  "password.old.hint": "L'annuaire de votre organisation veut le voir.",

  passkeys: "Clés d'accès",
  "passkeys.text":
    "Une clé d'accès se trouve sur votre téléphone, votre ordinateur ou votre clé de sécurité. Elle remplace le mot de passe et le code, et aucun faux site ne peut vous la prendre.",
  "passkey.add": "Ajouter une clé d'accès",
  "passkey.add.text":
    "Votre navigateur demandera où la conserver, puis votre empreinte, votre visage, un code PIN ou une clé de sécurité.",
  "passkey.add.go": "Ajouter",
  "passkey.name": "Nom",
  "passkey.name.hint": "Pour reconnaître cet appareil.",
  "passkey.remove": "Elle n'ouvrira plus votre compte.",
  "passkey.synced": "synchronisée avec vos autres appareils",
  "passkey.unsupported": "Ce navigateur ne connaît pas les clés d'accès.",

  apps: "Applications d'authentification",
  "apps.text":
    "Une application de votre téléphone affiche un nouveau code toutes les 30 secondes. Vous le saisissez après votre mot de passe.",
  "app.add": "Ajouter une application d'authentification",
  "app.add.text":
    "Il vous faut une application comme Aegis, Google Authenticator ou votre gestionnaire de mots de passe.",
  "app.name": "Nom",
  "app.name.hint": "Pour reconnaître cette application.",
  "app.name.suggested": "Téléphone",
  "app.scan": "Scannez ceci avec l'application.",
  "app.qr": "Code QR pour l'application d'authentification",
  "app.type": "Je ne peux pas le scanner",
  "app.secret": "clé",
  "app.code": "Code que l'application affiche maintenant",
  "app.code.hint": "Six chiffres.",
  "app.confirm": "Confirmer",
  "app.remove": "Ses codes ne seront plus valables.",

  recovery: "Codes de secours",
  "recovery.text":
    "Pour le jour où votre téléphone sera perdu. Chacun ouvre votre compte une fois, avec le mot de passe.",
  "recovery.left": "Il reste {0} code.|Il reste {0} codes.",
  "recovery.none": "Il n'y en a pas.",
  "recovery.new": "Créer de nouveaux codes",
  "recovery.new.go": "Créer de nouveaux codes",
  "recovery.replace": "Les codes que vous avez maintenant ne seront plus valables.",
  "recovery.shown":
    "Ces codes sont affichés maintenant et plus jamais. Chacun ouvre votre compte une fois si votre téléphone ou votre clé est perdu.",
  "recovery.where":
    "Conservez-les là où vous les trouverez sans votre téléphone, et où personne d'autre ne regarde.",
  "recovery.kept": "J'ai conservé ces codes",
  "recovery.file": "Codes de secours de {0} sur {1}",
  "recovery.file.name": "codes-de-secours.txt",

  programs: "Mots de passe d'application",
  "programs.text":
    "Un mot de passe propre à chaque logiciel ou téléphone. Vous pouvez en retirer un sans changer les autres.",
  "programs.needed":
    "Les logiciels de messagerie ne peuvent pas demander votre seconde preuve. Chacun reçoit son propre mot de passe, que vous pouvez retirer.",
  "programs.none": "Il n'y en a pas encore.",
  "program.make": "Créer un mot de passe d'application",
  "program.make.go": "Créer",
  "program.name": "Nom",
  "program.name.hint": "Le logiciel qui l'utilisera, par exemple « Thunderbird au bureau ».",
  "program.for": "Ce qu'il ouvre",
  "program.for.all": "Tout ce qu'utilisent les logiciels de messagerie",
  "program.for.some": "Seulement ce que je choisis",
  "program.all": "Tous les logiciels de messagerie",
  "program.read-only": "lecture seule",
  "program.read-only.hint": "Lecture seule : il ne modifie et n'envoie rien",
  "program.more": "Limites",
  "program.expires": "Dernier jour",
  "program.expires.hint": "Vide : jusqu'à ce que vous le supprimiez.",
  "program.networks": "Valable seulement depuis ces adresses",
  "program.networks.hint":
    "Par exemple 192.0.2.7 ou 2001:db8::/32, une par ligne. Vide : de partout.",
  "program.from": "seulement depuis {0}",
  "program.until": "jusqu'au {0}",
  "program.expired": "terminé le {0}",
  "program.used": "dernière utilisation : {0} depuis {1} ({2})",
  "program.remove": "Le logiciel qui l'utilise est déconnecté aussitôt.",
  "program.made": "Mot de passe d'application pour « {0} »",
  "program.made.once":
    "Il est affiché maintenant et plus jamais. Vous n'avez pas à le retenir : le logiciel s'en charge.",
  "program.password": "mot de passe",
  "program.phone": "Configurer un téléphone avec un code QR",
  "program.phone.text":
    "Thunderbird pour Android : choisissez « Importer les paramètres », puis scannez ceci. Il contient le mot de passe : ne laissez personne le photographier.",
  "program.phone.qr": "Code QR avec les paramètres et le mot de passe",

  cert: "Certificats",
  "cert.text":
    "Un programme de messagerie qui présente l'un d'eux se connecte sans mot de passe. Qui possède sa clé lit tout votre courrier.",
  "cert.add": "Ajouter un certificat",
  "cert.add.text":
    "Le certificat seul, en PEM ou DER. Sa clé reste dans le programme et n'est montrée à personne.",
  "cert.file": "Fichier",
  "cert.paste": "Ou collez-le",
  "cert.paste.hint": "De « BEGIN CERTIFICATE » à « END CERTIFICATE ».",
  "cert.name.hint": "Quel programme ou appareil le possède. Vide : comme le dit le certificat.",
  "cert.fingerprint": "SHA-256 :",

  settings: "Paramètres pour les logiciels de messagerie",
  "settings.text":
    "La plupart des logiciels les trouvent eux-mêmes quand vous saisissez votre adresse.",
  "settings.user": "Nom d'utilisateur",
  "settings.for": "Pour",
  "settings.server": "Serveur",
  "settings.port": "Port",
  "settings.security": "Chiffrement",
  "settings.imap": "Lire",
  "settings.pop3": "Relever",
  "settings.smtp": "Envoyer",
  "settings.managesieve": "Règles",

  sessions: "Navigateurs",
  "sessions.text": "Où vous êtes connecté à ces pages.",
  "session.own": "Celui-ci",
  "session.seen": "vu {0}",
  "session.since": "depuis le {0}",
  "session.kept": "reste connecté",
  "client.on": "{0} sur {1}",
  "client.unknown": "Navigateur inconnu",
  end: "Déconnecter",
  "end.what": "Déconnecter : {0}",
  ended: "Déconnecté.",
  "end.others": "Déconnecter tout le reste",
  "end.others.text":
    "Tous les autres navigateurs et toutes les connexions ouvertes prennent fin, et plus aucun navigateur n'est de confiance. Les logiciels qui ont un mot de passe d'application peuvent revenir.",
  "end.count": "{0} autre est déconnecté.|{0} autres sont déconnectés.",

  connections: "Logiciels de messagerie",
  "connections.text":
    "Les connexions ouvertes en ce moment. Un logiciel déconnecté peut revenir de lui-même : pour l'exclure, supprimez son mot de passe d'application ou changez votre mot de passe.",
  "connections.none": "Aucun n'est connecté en ce moment.",

  trusted: "Navigateurs de confiance",
  "trusted.text":
    "On ne leur demande que le mot de passe. « Déconnecter tout le reste » y met fin.",
  "trusted.until": "jusqu'au {0}",

  history: "Connexions des 90 derniers jours",
  "history.text":
    "Si l'une d'elles n'était pas vous, changez votre mot de passe et déconnectez tout le reste.",
  "history.none": "Il n'y en a pas eu.",
  "history.refused": "Refusée",
  "history.times": "une fois|{0} fois",
  "history.all": "Tout afficher",

  "way.browser": "Navigateur",
  "way.password": "Mot de passe",
  "way.second": "Seconde étape",
  "way.vouched": "Un autre de vos serveurs",
  "way.app-password.gone": "Mot de passe d'application supprimé",

  "problem.net.unreachable": "Le serveur ne répond pas. Vérifiez votre connexion et réessayez.",
  "problem.net.answer": "La réponse du serveur n'a pas de sens. Réessayez plus tard.",
  "problem.page.missing": "Saisissez votre adresse et votre mot de passe.",
  "problem.unknown": "Cela n'a pas fonctionné.",
  "problem.busy": "Le serveur est occupé. Réessayez dans un instant.",
  "problem.defect":
    "Le serveur a commis une erreur. Votre administrateur la trouvera dans son journal.",
  "problem.request": "La page et le serveur ne se comprennent pas. Rechargez la page.",
  "problem.request.elsewhere":
    "Le serveur prend ceci pour la demande d'un autre site. Ouvrez la page à sa propre adresse.",
  "problem.login.failed": "L'adresse ou le mot de passe est erroné.",
  "problem.login.throttled":
    "Il y a eu trop d'essais manqués. Attendez quelques minutes, puis réessayez.",
  "problem.login.provider":
    "La connexion de votre organisation ne répond pas. Réessayez dans un instant.",
  "problem.login.provider-state":
    "Cela a pris trop de temps, ou a été commencé dans un autre navigateur. Recommencez.",
  "problem.login.provider-denied": "On ne vous y a pas laissé entrer.",
  "problem.login.provider-refused":
    "Ce qui en est revenu ne compte pas. Recommencez ; si cela continue, dites-le à qui gère ce serveur.",
  "problem.login.provider-address":
    "Le compte utilisé là-bas n'a pas d'adresse de ce domaine, ou elle n'est pas vérifiée.",
  "problem.login.provider-group":
    "Vous n'êtes dans aucun des groupes qui peuvent utiliser ce service de messagerie.",
  "problem.login.provider-other":
    "Cette adresse appartient ici à une autre personne. Dites-le à qui gère ce serveur.",
  "problem.login.provider-account":
    "Vous n'avez pas de compte ici. Demandez à qui gère ce serveur.",
  "problem.login.provider-none": "Avec cette adresse, on se connecte par mot de passe.",
  "problem.login.directory":
    "L'annuaire de votre organisation ne répond pas, votre mot de passe ne peut donc pas être vérifié. Réessayez dans un instant.",
  "problem.login.password-expired":
    "Votre mot de passe a expiré. Changez-le là où votre organisation le garde, puis connectez-vous.",
  "problem.password.elsewhere": "Votre organisation garde votre mot de passe : changez-le là-bas.",
  "problem.password.directory-refused":
    "L'annuaire de votre organisation ne l'a pas accepté : l'ancien mot de passe est faux, ou le nouveau n'est pas permis.",
  "problem.login.ticket": "C'était trop long. Saisissez de nouveau votre mot de passe.",
  "problem.login.second-factor": "Ce n'est pas juste. Réessayez, ou utilisez un autre moyen.",
  "problem.login.second-factor-needed":
    "Le mot de passe ne suffit pas ici : confirmez avec votre seconde preuve.",
  "problem.login.needed": "Vous n'êtes plus connecté.",
  "problem.login.prove-again": "Confirmez d'abord que c'est bien vous.",
  "problem.login.set-up-second-factor":
    "Configurez d'abord une clé d'accès ou une application d'authentification.",
  "problem.login.app-password":
    "Un logiciel de messagerie a besoin ici d'un mot de passe d'application.",
  "problem.account.missing": "Il n'y a pas de tel compte ici.",
  "problem.factor.code":
    "Ce n'est pas le code que l'application affiche maintenant. L'horloge de votre téléphone est-elle juste ?",
  "problem.factor.many": "Il y en a déjà {0}, on ne peut pas en ajouter d'autres.",
  "problem.factor.missing": "Cela n'existe plus. Rechargez la page.",
  "problem.factor.name": "Un nom a de 1 à {0} caractères.",
  "problem.factor.off": "Votre organisation n'utilise que des mots de passe.",
  "problem.factor.required":
    "Votre organisation en demande une : ajoutez-en une autre avant de supprimer celle-ci.",
  "problem.passkey.exists": "Cet appareil a déjà une clé d'accès pour votre compte.",
  "problem.passkey.response": "La réponse du navigateur n'a pas de sens. Réessayez.",
  "problem.passkey.wrong":
    "Cette clé d'accès n'ouvre pas ce compte. A-t-elle été créée pour un autre site ?",
  "problem.passkey.cancelled":
    "Aucune clé d'accès n'a été utilisée. Réessayez, ou utilisez un autre moyen.",
  "problem.passkey.aborted":
    "Aucune clé d'accès n'a été utilisée. Réessayez, ou utilisez un autre moyen.",
  "problem.passkey.failed": "Le navigateur n'a pas pu utiliser de clé d'accès ici.",
  "problem.password.short": "Trop court : au moins {0} caractères, s'il vous plaît.",
  "problem.password.long": "Trop long : au plus {0} caractères, s'il vous plaît.",
  "problem.password.length": "Un mot de passe a de 1 à {0} caractères.",
  "problem.password.guessable":
    "C'est l'un des premiers qu'un pirate essaie. Choisissez-en un autre.",
  "problem.password.breached":
    "Ce mot de passe a déjà été volé ailleurs, les pirates le connaissent. Choisissez-en un autre.",
  "problem.certificate.exists": "Ce certificat est déjà ajouté, ici ou à un autre compte.",
  "problem.certificate.key":
    "Il contient une clé privée. Donnez le certificat seul : la clé n'appartient qu'à vous.",
  "problem.certificate.large": "C'est trop grand : un certificat a au plus {0} Kio.",
  "problem.certificate.many": "Il y en a déjà {0}. Supprimez-en un que vous n'utilisez pas.",
  "problem.certificate.missing": "Il n'est plus là. Rechargez la page.",
  "problem.certificate.name": "Un nom a de 1 à {0} caractères.",
  "problem.certificate.none": "Ce n'est pas un certificat en PEM ou DER.",
  "problem.certificate.off": "Ce serveur ne demande pas de certificats aux programmes.",
  "problem.certificate.other": "Il nomme une autre adresse de ce serveur. Ajoutez le vôtre.",
  "problem.certificate.over": "Ce certificat a expiré. Créez-en un nouveau.",
  "problem.certificate.several":
    "Il y a là plusieurs certificats. Donnez seulement celui du programme.",
  "problem.app-password.expires": "Le dernier jour est déjà passé.",
  "problem.app-password.many": "Il y en a déjà {0}. Supprimez-en un que vous n'utilisez pas.",
  "problem.app-password.missing": "Cela n'existe plus. Rechargez la page.",
  "problem.app-password.name": "Un nom a de 1 à {0} caractères.",
  "problem.app-password.network": "{0} n'est ni une adresse ni un réseau.",
  "problem.app-password.networks": "Au plus {0} réseaux, s'il vous plaît.",
  "problem.app-password.protocol":
    "Choisissez quelque chose qu'il ouvre ; qui ne peut que lire ne peut pas envoyer.",
  "problem.session.missing": "C'est déjà terminé.",

  "consent.title": "Laisser entrer un programme",
  "consent.asks": "Laisser entrer « {0} » ?",
  "consent.as": "Vous êtes connecté en tant que {0}.",
  "consent.unknown":
    "Ce programme s’est donné son nom lui-même. Personne de ceux qui gèrent ce serveur ne l’a examiné.",
  "consent.then": "Ensuite vous irez à {0}",
  "consent.yes": "Laisser entrer",
  "consent.no": "Ne pas laisser entrer",
  "scope.openid": "Savoir que c’est vous",
  "scope.email": "Connaître votre adresse",
  "scope.profile": "Connaître votre nom",
  "scope.offline_access": "Revenir sans demander, jusqu’à ce que vous l’excluiez",
  "scope.mail": "Lire, envoyer et supprimer votre courrier et changer vos règles",
  "scope.imap": "Lire, modifier et supprimer votre courrier",
  "scope.pop3": "Relever et supprimer votre courrier",
  "scope.smtp": "Envoyer du courrier en votre nom",
  "scope.managesieve": "Changer les règles de votre courrier",
  "scope.jmap": "Lire, envoyer et supprimer votre courrier",
  "scope.dav": "Lire et modifier vos calendriers et contacts",
  "scope.activesync": "Lire et modifier votre courrier, vos calendriers et contacts",
  "code.title": "Connecter un appareil",
  "code.label": "Code que montre l’appareil",
  "code.done": "« {0} » peut entrer. Continuez sur l’appareil.",
  "code.denied": "« {0} » ne peut pas entrer.",
  "reset.title": "Choisir un nouveau mot de passe",
  "reset.label": "Nouveau mot de passe",
  "reset.hint": "Dix caractères ou plus. Quelques mots à vous conviennent bien.",
  "reset.go": "Définir le mot de passe",
  "reset.done": "Votre mot de passe est défini. Connectez-vous avec.",
  "problem.oauth.request":
    "Le programme demande d’une façon qui ne vaut pas ici. Recommencez là-bas.",
  "problem.device.code":
    "Aucun appareil n’attend avec ce code. Regardez-le encore, ou recommencez là-bas.",
  "problem.program.missing": "Ce programme ne peut plus entrer.",
  "problem.login.busy": "Trop de personnes se connectent en ce moment. Réessayez dans un instant.",
  "problem.login.reset": "Ce lien ne vaut plus. Demandez-en un nouveau.",

  letin: "Programmes que vous avez laissés entrer",
  "letin.text": "Ils entrent avec un jeton que vous leur avez permis, sans votre mot de passe.",
  "letin.remove": "Il est exclu aussitôt.",
  "letin.since": "depuis {0}",

  "forgotten.title": "Impossible de vous connecter ?",
  "forgotten.text":
    "Saisissez votre adresse. Si vous avez indiqué une adresse de secours, un lien vers un nouveau mot de passe y est envoyé.",
  "forgotten.go": "Envoyer le lien",
  "forgotten.device":
    "Téléphone ou clé perdus ? Connectez-vous avec votre mot de passe, puis avec un de vos codes de secours.",
  "forgotten.done":
    "Si ce compte a une adresse de secours, un lien y est en route. Il est valable une fois, pendant 30 minutes.",
  "forgotten.nothing":
    "Rien n’est arrivé ? Regardez dans les indésirables. Sans adresse de secours, seule la personne qui gère ce service de courrier peut vous aider.",
  "forgotten.back": "Retour à la connexion",
  "way-back": "Adresse de secours",
  "way-back.text":
    "Une adresse ailleurs, pour le jour où vous aurez oublié votre mot de passe : le lien vers un nouveau y est envoyé, comme les nouvelles de la sécurité de votre compte.",
  "way-back.since": "confirmée {0}",
  "way-back.waits": "{0} attend le code qui y a été envoyé.",
  "way-back.add": "Indiquer une adresse de secours",
  "way-back.change": "En indiquer une autre",
  "way-back.add.text":
    "Un code y est envoyé, pour être sûr qu’elle est à vous. Qui lit cette adresse peut changer votre mot de passe : choisissez-en une qui est bien protégée elle aussi.",
  "way-back.address": "Adresse ailleurs",
  "way-back.address.hint":
    "Par exemple votre adresse au travail, ou celle d’une personne de confiance.",
  "way-back.send": "Envoyer le code",
  "way-back.sent": "Un code est en route vers {0}. Il est valable 30 minutes.",
  "way-back.code": "Code",
  "way-back.code.hint": "Six chiffres. Rien reçu ? Regardez dans les indésirables.",
  "way-back.code.type": "Saisir le code",
  "way-back.other": "Autre adresse",
  "way-back.confirm": "Confirmer",
  "way-back.confirmed": "{0} est votre adresse de secours.",
  "way-back.remove":
    "Si vous oubliez votre mot de passe, seule l’administration pourra alors vous aider.",
  "problem.page.address": "Saisissez votre adresse.",
  "problem.recovery.throttled":
    "Cela a été demandé trop souvent aujourd’hui. Réessayez plus tard, ou demandez à qui gère ce service de courrier.",
  "problem.recovery.many":
    "Plusieurs codes ont été envoyés en une heure. Attendez un peu, puis réessayez.",
  "problem.recovery.address": "{0} n’est pas une adresse de courrier.",
  "problem.recovery.own":
    "Le courrier de cette adresse arrive ici : sans votre mot de passe vous ne pourriez pas le lire. Indiquez-en une ailleurs.",
  "problem.recovery.off": "Votre organisation n’a pas d’adresses de secours.",
  "problem.recovery.expired": "Ce code n’est plus valable. Faites-en envoyer un autre.",
  "problem.recovery.code": "Ce n’est pas le code qui a été envoyé.",
  change: "Modifier",
  "change.what": "Modifier {0}",
  save: "Enregistrer",
  saved: "Enregistré.",

  acting: "Qui agit pour vous",
  "acting.text":
    "Ces personnes lisent votre courrier ou écrivent pour vous depuis leur propre compte, sans votre mot de passe. Chaque changement vous est signalé par courrier.",
  "acting.none": "Personne n’agit pour vous.",
  "acting.add": "Laisser quelqu’un agir pour vous",
  "delegate.member": "Qui",
  "delegate.member.hint": "L’adresse d’un compte d’ici, de la même organisation.",
  "delegate.access": "Courrier",
  "delegate.send-as": "envoie sous cette adresse",
  "delegate.on-behalf": "envoie de sa part",
  "delegate.send-as.text": "Peut envoyer sous {0} : personne ne voit qui a écrit",
  "delegate.on-behalf.text": "Peut envoyer de la part de {0} : les deux noms sont visibles",
  "delegate.remove": "Dès maintenant, plus rien ne peut être lu de {0} ni envoyé pour ce compte.",
  "access.none": "Ne voit pas le courrier",
  "access.read": "Lit le courrier",
  "access.write": "Lit, déplace et supprime du courrier",
  "access.full": "Tout, y compris créer et supprimer des dossiers",
  "problem.delegate.missing": "Cette personne n’agit pas pour le compte.",
  "problem.delegate.who": "Quelqu’un de cette organisation, et pas le compte lui-même.",
  "problem.delegate.many": "Un compte a au plus {0} délégués.",
} satisfies Words;
