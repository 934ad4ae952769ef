/** Spanish. */
import type { Words } from "../ui/words.ts";

export default {
  again: "Intentar de nuevo",
  cancel: "Cancelar",
  close: "Cerrar",
  copied: "Copiado",
  copy: "Copiar",
  "copy.failed": "No se ha copiado: selecciónelo y cópielo a mano",
  done: "Listo",
  download: "Guardar en un archivo",
  help: "Ayuda:",
  loading: "Cargando…",
  next: "Siguiente",
  none: "Ninguno",
  print: "Imprimir",
  remove: "Eliminar",
  "remove.title": "¿Eliminar «{0}»?",
  "remove.what": "Eliminar «{0}»",
  removed: "«{0}» se ha eliminado.",
  added: "«{0}» se ha añadido.",
  made: "Añadido el {0}",
  used: "último uso: {0}",
  "used.never": "Aún no se ha usado",
  signout: "Cerrar sesión",

  "signin.title": "Iniciar sesión",
  "signin.name": "Correo electrónico",
  "signin.password": "Contraseña",
  "signin.keep": "Mantener la sesión en este dispositivo",
  "signin.go": "Iniciar sesión",
  "signin.busy": "Iniciando sesión…",
  "signin.or": "o",
  "signin.passkey": "Entrar con una llave de acceso",
  "signin.provider": "Seguir en {0}",

  "second.title": "Confirme que es usted",
  "second.as": "Va a entrar como {0}.",
  "second.go": "Iniciar sesión",
  "second.trust": "No volver a preguntar en este navegador durante 30 días",
  "second.again": "Empezar de nuevo",

  "factor.code": "Código de su aplicación de autenticación",
  "factor.code.hint": "Los seis dígitos que muestra para esta cuenta.",
  "factor.recovery": "Código de recuperación",
  "factor.recovery.hint": "Uno de los que guardó. Cada uno sirve una vez.",
  "factor.passkey.hint":
    "Su navegador le pedirá la huella, la cara, el PIN o una llave de seguridad.",
  "factor.use.passkey": "Usar una llave de acceso",
  "factor.use.totp": "Usar la aplicación de autenticación",
  "factor.use.recovery": "Usar un código de recuperación",
  "factor.others": "Otros medios",
  "factor.none": "Este navegador no admite ninguno de los medios de su cuenta. Use otro navegador.",
  "factor.last": "Es el último: después, la contraseña sola abrirá su cuenta.",

  "prove.title": "Confirme que es usted",
  "prove.text":
    "Esto podría dejar entrar a alguien en su cuenta para siempre. Por eso preguntamos de nuevo.",
  "prove.go": "Confirmar",
  "prove.provider":
    "Su organización le pide que inicie sesión allí una vez más. Después haga aquí lo que iba a hacer.",

  "setup.title": "Un paso más: una segunda prueba",
  "setup.text":
    "Su organización pide más que una contraseña. Elija un medio; después su cuenta quedará abierta para usted.",

  "part.all": "Cuenta",
  "part.overview": "Resumen",
  "part.signin": "Acceso",
  "part.programs": "Programas de correo",
  "part.activity": "Actividad",
  "part.admin": "Administración",

  "standing.off": "Su organización solo usa contraseñas.",
  "standing.password":
    "Solo una contraseña protege su cuenta: quien la averigüe puede leer todo su correo.",
  "standing.password.next": "Añadir una llave de acceso",
  "standing.no-way-back":
    "Su cuenta está bien protegida, pero no tiene códigos de recuperación: sin su dispositivo no podría entrar.",
  "standing.no-way-back.next": "Crear códigos de recuperación",
  "standing.few-codes": "Su cuenta está bien protegida, pero quedan pocos códigos de recuperación.",
  "standing.one-key": "Una contraseña sola no abre su cuenta.",
  "standing.one-key.next": "Añadir un segundo dispositivo",
  "standing.good":
    "Su cuenta está bien protegida: una contraseña sola no la abre, y hay maneras de volver a entrar.",

  "overview.protects": "Lo que protege su cuenta",
  "overview.opens": "Lo que abre su cuenta",
  "overview.now": "Sesiones abiertas ahora",
  "overview.due":
    "A partir del {0} necesitará una llave de acceso o una aplicación de autenticación para entrar.",
  "overview.sessions": "{0} navegador.|{0} navegadores.",
  "overview.connections":
    "{0} conexión abierta de programas de correo.|{0} conexiones abiertas de programas de correo.",

  password: "Contraseña",
  "password.set": "Puesta por su administrador",
  "password.since": "Puesta el {0}",
  "password.change": "Cambiar la contraseña",
  "password.text":
    "Se cierran las sesiones de los demás navegadores. Las contraseñas de aplicación siguen valiendo.",
  "password.new": "Nueva contraseña",
  "password.hint": "Al menos 10 caracteres. Van bien varias palabras sin relación entre sí.",
  "password.show": "Mostrar la contraseña",
  "password.changed": "Su contraseña se ha cambiado.",
  "password.elsewhere": "La guarda su organización, junto con las de sus otros servicios.",
  "password.old": "Contraseña anterior",
  "password.old.hint": "El directorio de su organización quiere verla.",

  passkeys: "Llaves de acceso",
  "passkeys.text":
    "Una llave de acceso está en su teléfono, ordenador o llave de seguridad. Sustituye a la contraseña y al código, y ningún sitio falso puede quitársela.",
  "passkey.add": "Añadir una llave de acceso",
  "passkey.add.text":
    "Su navegador le preguntará dónde guardarla, y le pedirá la huella, la cara, el PIN o una llave de seguridad.",
  "passkey.add.go": "Añadir",
  "passkey.name": "Nombre",
  "passkey.name.hint": "Para reconocer este dispositivo.",
  "passkey.remove": "Ya no abrirá su cuenta.",
  "passkey.synced": "sincronizada con sus otros dispositivos",
  "passkey.unsupported": "Este navegador no conoce las llaves de acceso.",

  apps: "Aplicaciones de autenticación",
  "apps.text":
    "Una aplicación de su teléfono muestra un código nuevo cada 30 segundos. Lo escribe después de la contraseña.",
  "app.add": "Añadir una aplicación de autenticación",
  "app.add.text":
    "Necesita una aplicación como Aegis, Google Authenticator o su gestor de contraseñas.",
  "app.name": "Nombre",
  "app.name.hint": "Para reconocer esta aplicación.",
  "app.name.suggested": "Teléfono",
  "app.scan": "Escanee esto con la aplicación.",
  "app.qr": "Código QR para la aplicación de autenticación",
  "app.type": "No puedo escanearlo",
  "app.secret": "clave",
  "app.code": "Código que la aplicación muestra ahora",
  "app.code.hint": "Seis dígitos.",
  "app.confirm": "Confirmar",
  "app.remove": "Sus códigos ya no valdrán.",

  recovery: "Códigos de recuperación",
  "recovery.text":
    "Para el día en que pierda el teléfono. Cada uno abre su cuenta una vez, junto con la contraseña.",
  "recovery.left": "Queda {0} código.|Quedan {0} códigos.",
  "recovery.none": "No hay ninguno.",
  "recovery.new": "Crear códigos nuevos",
  "recovery.new.go": "Crear códigos nuevos",
  "recovery.replace": "Los códigos que tiene ahora ya no valdrán.",
  "recovery.shown":
    "Estos códigos se muestran ahora y nunca más. Cada uno abre su cuenta una vez si pierde el teléfono o la llave.",
  "recovery.where": "Guárdelos donde los encuentre sin su teléfono y donde nadie más mire.",
  "recovery.kept": "He guardado estos códigos",
  "recovery.file": "Códigos de recuperación de {0} en {1}",
  "recovery.file.name": "codigos-de-recuperacion.txt",

  programs: "Contraseñas de aplicación",
  "programs.text":
    "Una contraseña propia para cada programa de correo o teléfono. Puede quitar una sin cambiar las demás.",
  "programs.needed":
    "Los programas de correo no pueden pedir su segunda prueba. Cada uno recibe una contraseña propia, que puede quitarle.",
  "programs.none": "Aún no hay ninguna.",
  "program.make": "Crear una contraseña de aplicación",
  "program.make.go": "Crear",
  "program.name": "Nombre",
  "program.name.hint": "Para qué programa es, por ejemplo «Thunderbird en la oficina».",
  "program.for": "Lo que abre",
  "program.for.all": "Todo lo que usan los programas de correo",
  "program.for.some": "Solo lo que yo elija",
  "program.all": "Todos los programas de correo",
  "program.read-only": "solo lectura",
  "program.read-only.hint": "Solo lectura: no cambia ni envía nada",
  "program.more": "Límites",
  "program.expires": "Último día",
  "program.expires.hint": "Vacío: hasta que la elimine.",
  "program.networks": "Vale solo desde estas direcciones",
  "program.networks.hint":
    "Por ejemplo 192.0.2.7 o 2001:db8::/32, una por línea. Vacío: desde cualquier sitio.",
  "program.from": "solo desde {0}",
  "program.until": "hasta el {0}",
  "program.expired": "terminó el {0}",
  "program.used": "último uso: {0} desde {1} ({2})",
  "program.remove": "El programa que la usa queda fuera enseguida.",
  "program.made": "Contraseña de aplicación para «{0}»",
  "program.made.once":
    "Se muestra ahora y nunca más. No tiene que recordarla: lo hace el programa.",
  "program.password": "contraseña",
  "program.phone": "Configurar un teléfono con un código QR",
  "program.phone.text":
    "Thunderbird para Android: elija «Importar ajustes» y escanee esto. Contiene la contraseña: no deje que nadie lo fotografíe.",
  "program.phone.qr": "Código QR con los ajustes y la contraseña",

  cert: "Certificados",
  "cert.text":
    "Un programa de correo que muestra uno de estos entra sin contraseña. Quien tiene su clave lee todo su correo.",
  "cert.add": "Añadir un certificado",
  "cert.add.text":
    "Solo el certificado, en PEM o DER. Su clave se queda con el programa y no se muestra a nadie.",
  "cert.file": "Archivo",
  "cert.paste": "O péguelo aquí",
  "cert.paste.hint": "Desde «BEGIN CERTIFICATE» hasta «END CERTIFICATE».",
  "cert.name.hint": "Qué programa o dispositivo lo tiene. Vacío: como dice el certificado.",
  "cert.fingerprint": "SHA-256:",

  settings: "Ajustes para programas de correo",
  "settings.text": "La mayoría de los programas los encuentran solos al escribir su dirección.",
  "settings.user": "Usuario",
  "settings.for": "Para",
  "settings.server": "Servidor",
  "settings.port": "Puerto",
  "settings.security": "Cifrado",
  "settings.imap": "Leer",
  "settings.pop3": "Recoger",
  "settings.smtp": "Enviar",
  "settings.managesieve": "Reglas",

  sessions: "Navegadores",
  "sessions.text": "Dónde tiene abierta la sesión en estas páginas.",
  "session.own": "Este",
  "session.seen": "visto {0}",
  "session.since": "desde el {0}",
  "session.kept": "mantiene la sesión",
  "client.on": "{0} en {1}",
  "client.unknown": "Navegador desconocido",
  end: "Cerrar sesión",
  "end.what": "Cerrar sesión: {0}",
  ended: "Sesión cerrada.",
  "end.others": "Cerrar todo lo demás",
  "end.others.text":
    "Se cierran los demás navegadores y todas las conexiones abiertas, y ningún navegador sigue siendo de confianza. Los programas con contraseña de aplicación pueden volver.",
  "end.count": "Se ha cerrado {0} más.|Se han cerrado {0} más.",

  connections: "Programas de correo",
  "connections.text":
    "Conexiones abiertas ahora. Un programa puede volver solo: para dejarlo fuera, elimine su contraseña de aplicación o cambie su contraseña.",
  "connections.none": "Ninguno está conectado ahora.",

  trusted: "Navegadores de confianza",
  "trusted.text": "Solo se les pide la contraseña. «Cerrar todo lo demás» termina con eso.",
  "trusted.until": "hasta el {0}",

  history: "Accesos de los últimos 90 días",
  "history.text": "Si alguno no fue suyo, cambie la contraseña y cierre todo lo demás.",
  "history.none": "No hubo ninguno.",
  "history.refused": "Rechazado",
  "history.times": "una vez|{0} veces",
  "history.all": "Mostrar todos",

  "way.browser": "Navegador",
  "way.password": "Contraseña",
  "way.second": "Segundo paso",
  "way.vouched": "Otro servidor suyo",
  "way.app-password.gone": "Contraseña de aplicación eliminada",

  "problem.net.unreachable": "El servidor no responde. Compruebe su conexión e inténtelo de nuevo.",
  "problem.net.answer": "La respuesta del servidor no tiene sentido. Inténtelo más tarde.",
  "problem.page.missing": "Escriba su dirección y su contraseña.",
  "problem.unknown": "No ha funcionado.",
  "problem.busy": "El servidor está ocupado. Inténtelo de nuevo en un momento.",
  "problem.defect":
    "El servidor ha cometido un error. Su administrador lo encontrará en el registro.",
  "problem.request": "La página y el servidor no se entienden. Vuelva a cargar la página.",
  "problem.request.elsewhere":
    "El servidor cree que esta petición viene de otro sitio. Abra la página en su propia dirección.",
  "problem.login.failed": "La dirección o la contraseña no es correcta.",
  "problem.login.throttled":
    "Hubo demasiados intentos fallidos. Espere unos minutos e inténtelo de nuevo.",
  "problem.login.provider":
    "El inicio de sesión de su organización no responde. Inténtelo de nuevo en un momento.",
  "problem.login.provider-state":
    "Ha tardado demasiado o se empezó en otro navegador. Empiece de nuevo.",
  "problem.login.provider-denied": "Allí no se le ha dejado entrar.",
  "problem.login.provider-refused":
    "Lo que ha vuelto de allí no vale. Empiece de nuevo; si sigue así, dígaselo a quien administra este servidor.",
  "problem.login.provider-address":
    "La cuenta con la que inició sesión allí no tiene una dirección de este dominio, o no está verificada.",
  "problem.login.provider-group":
    "No está en ninguno de los grupos que pueden usar este servicio de correo.",
  "problem.login.provider-other":
    "Esta dirección pertenece aquí a otra persona. Dígaselo a quien administra este servidor.",
  "problem.login.provider-account":
    "No tiene cuenta aquí. Pregunte a quien administra este servidor.",
  "problem.login.provider-none": "Con esta dirección se inicia sesión con una contraseña.",
  "problem.login.directory":
    "El directorio de su organización no responde, así que no se puede comprobar su contraseña. Inténtelo de nuevo en un momento.",
  "problem.login.password-expired":
    "Su contraseña ha caducado. Cámbiela donde la guarda su organización y después inicie sesión.",
  "problem.password.elsewhere": "Su organización guarda su contraseña: cámbiela allí.",
  "problem.password.directory-refused":
    "El directorio de su organización no la ha aceptado: la contraseña anterior es incorrecta o la nueva no está permitida.",
  "problem.login.ticket": "Ha tardado demasiado. Escriba de nuevo su contraseña.",
  "problem.login.second-factor": "No es correcto. Inténtelo de nuevo o use otro medio.",
  "problem.login.second-factor-needed":
    "Aquí no basta la contraseña: confirme con su segunda prueba.",
  "problem.login.needed": "Su sesión ha terminado.",
  "problem.login.prove-again": "Confirme antes que es usted.",
  "problem.login.set-up-second-factor":
    "Configure antes una llave de acceso o una aplicación de autenticación.",
  "problem.login.app-password": "Un programa de correo necesita aquí una contraseña de aplicación.",
  "problem.account.missing": "Aquí no hay tal cuenta.",
  "problem.factor.code":
    "No es el código que la aplicación muestra ahora. ¿Va bien el reloj de su teléfono?",
  "problem.factor.many": "Ya hay {0} y no se pueden añadir más.",
  "problem.factor.missing": "Ya no está. Vuelva a cargar la página.",
  "problem.factor.name": "Un nombre tiene de 1 a {0} caracteres.",
  "problem.factor.off": "Su organización solo usa contraseñas.",
  "problem.factor.required": "Su organización pide una: añada otra antes de eliminar esta.",
  "problem.passkey.exists": "Este dispositivo ya tiene una llave de acceso para su cuenta.",
  "problem.passkey.response": "La respuesta del navegador no tiene sentido. Inténtelo de nuevo.",
  "problem.passkey.wrong": "Esta llave no abre esta cuenta. ¿Se creó para otro sitio?",
  "problem.passkey.cancelled":
    "No se ha usado ninguna llave de acceso. Inténtelo de nuevo o use otro medio.",
  "problem.passkey.aborted":
    "No se ha usado ninguna llave de acceso. Inténtelo de nuevo o use otro medio.",
  "problem.passkey.failed": "El navegador no ha podido usar una llave de acceso aquí.",
  "problem.password.short": "Demasiado corta: al menos {0} caracteres, por favor.",
  "problem.password.long": "Demasiado larga: como mucho {0} caracteres, por favor.",
  "problem.password.length": "Una contraseña tiene de 1 a {0} caracteres.",
  "problem.password.guessable": "Es de las primeras que prueba un atacante. Elija otra.",
  "problem.password.breached":
    "Esta contraseña ya fue robada en otro sitio, así que los atacantes la conocen. Elija otra.",
  "problem.certificate.exists": "Este certificado ya está añadido, aquí o en otra cuenta.",
  "problem.certificate.key":
    "Contiene una clave privada. Dé solo el certificado: la clave es únicamente suya.",
  "problem.certificate.large": "Es demasiado grande: un certificado tiene como mucho {0} KiB.",
  "problem.certificate.many": "Ya hay {0}. Elimine uno que no use.",
  "problem.certificate.missing": "Ya no está. Vuelva a cargar la página.",
  "problem.certificate.name": "Un nombre tiene de 1 a {0} caracteres.",
  "problem.certificate.none": "No es un certificado en PEM o DER.",
  "problem.certificate.off": "Este servidor no pide certificados a los programas.",
  "problem.certificate.other": "Nombra otra dirección de este servidor. Añada el suyo.",
  "problem.certificate.over": "Este certificado ha caducado. Cree uno nuevo.",
  "problem.certificate.several": "Contiene varios certificados. Dé solo el del programa.",
  "problem.app-password.expires": "El último día ya ha pasado.",
  "problem.app-password.many": "Ya hay {0}. Elimine una que no use.",
  "problem.app-password.missing": "Ya no está. Vuelva a cargar la página.",
  "problem.app-password.name": "Un nombre tiene de 1 a {0} caracteres.",
  "problem.app-password.network": "{0} no es ni una dirección ni una red.",
  "problem.app-password.networks": "Como mucho {0} redes, por favor.",
  "problem.app-password.protocol": "Elija algo que abra; quien solo puede leer no puede enviar.",
  "problem.session.missing": "Ya ha terminado.",

  "consent.title": "Dejar entrar a un programa",
  "consent.asks": "¿Dejar entrar a «{0}»?",
  "consent.as": "Ha iniciado sesión como {0}.",
  "consent.unknown":
    "Este programa se puso el nombre él mismo. Nadie que administre este servidor lo ha revisado.",
  "consent.then": "Después irá a {0}",
  "consent.yes": "Dejar entrar",
  "consent.no": "No dejar entrar",
  "scope.openid": "Saber que es usted",
  "scope.email": "Conocer su dirección",
  "scope.profile": "Conocer su nombre",
  "scope.offline_access": "Volver sin preguntar, hasta que usted lo impida",
  "scope.mail": "Leer, enviar y borrar su correo y cambiar sus reglas",
  "scope.imap": "Leer, cambiar y borrar su correo",
  "scope.pop3": "Recoger y borrar su correo",
  "scope.smtp": "Enviar correo en su nombre",
  "scope.managesieve": "Cambiar las reglas de su correo",
  "scope.jmap": "Leer, enviar y borrar su correo",
  "scope.dav": "Leer y cambiar sus calendarios y contactos",
  "scope.activesync": "Leer y cambiar su correo, calendarios y contactos",
  "code.title": "Conectar un dispositivo",
  "code.label": "Código que muestra el dispositivo",
  "code.done": "«{0}» puede entrar. Siga en el dispositivo.",
  "code.denied": "«{0}» no puede entrar.",
  "reset.title": "Elegir una contraseña nueva",
  "reset.label": "Contraseña nueva",
  "reset.hint": "Diez caracteres o más. Unas palabras propias son buenas.",
  "reset.go": "Poner la contraseña",
  "reset.done": "Su contraseña está puesta. Inicie sesión con ella.",
  "problem.oauth.request":
    "El programa pide de una manera que aquí no vale. Empiece allí de nuevo.",
  "problem.device.code":
    "Ningún dispositivo espera con este código. Mírelo otra vez o empiece allí de nuevo.",
  "problem.program.missing": "Ese programa ya no puede entrar.",
  "problem.login.busy": "Demasiadas personas inician sesión ahora. Inténtelo dentro de un momento.",
  "problem.login.reset": "Este enlace ya no vale. Pida uno nuevo.",

  letin: "Programas que usted dejó entrar",
  "letin.text": "Entran con una llave que usted les permitió, sin su contraseña.",
  "letin.remove": "Se le cierra la entrada enseguida.",
  "letin.since": "desde {0}",
} satisfies Words;
