/** Spanish, of the first steps. */
import type { WelcomeWords } from "../../ui/words.ts";

export default {
  "welcome.step": "Paso {0} de {1}",
  "welcome.later": "Más tarde",
  "welcome.skip": "Omitir",

  "welcome.code": "Bienvenido a Mailstead",
  "welcome.intro":
    "En unos pocos pasos este servidor tendrá su dominio y su propietario: usted. Lleva unos diez minutos.",
  "welcome.code.label": "Código de la consola",
  "welcome.code.hint":
    "El servidor lo mostró al arrancar, para que nadie más pueda quedárselo. También puede abrir el enlace entero que aparece allí.",
  "welcome.code.missing": "Escriba el código que el servidor mostró al arrancar.",

  "welcome.domain": "¿Para qué dominio es?",
  "welcome.domain.text": "Es lo que va después de la @ en sus direcciones.",
  "welcome.domain.own": "Mi propio dominio",
  "welcome.domain.own.text":
    "Puede cambiar sus registros en el DNS; los pasos siguientes muestran cuáles.",
  "welcome.domain.try": "Solo probar, con {0}",
  "welcome.domain.try.text":
    "Ese dominio no existe: el correo se queda en esta máquina. Puede añadir uno de verdad cuando quiera.",
  "welcome.domain.hint": "Como example.org.",
  "welcome.domain.error": "Eso no es un dominio. Escríbalo como example.org.",

  "welcome.you": "¿Quién es usted?",
  "welcome.you.text": "Esta cuenta es suya, y es la propietaria del servidor.",
  "welcome.name": "Su nombre",
  "welcome.name.hint": "Como aparece en el correo que envía. Puede quedar vacío.",
  "welcome.user.hint": "Su dirección será {0}.",
  "welcome.user.error": "Escriba lo que va antes de la @, sin espacios.",
  "welcome.password.missing": "Elija una contraseña.",
  "welcome.you.go": "Crear mi cuenta",
  "welcome.making": "Se está creando …",

  "welcome.passkey": "Añada una llave de acceso",
  "welcome.passkey.has": "Tiene una llave de acceso: {0}.",
  "welcome.passkey.later":
    "Mientras no tenga una, su contraseña sola abre este servidor. Puede añadirla en su cuenta.",

  "welcome.app": "Añada una aplicación de autenticación",
  "welcome.app.text":
    "Una segunda entrada, para un navegador sin su llave de acceso: una aplicación de su teléfono muestra un código que escribe después de la contraseña.",
  "welcome.app.has": "Tiene una aplicación de autenticación: {0}.",
  "welcome.app.skip":
    "Puede omitirlo: entonces, además de la contraseña, solo hay su llave de acceso y sus códigos de recuperación.",
  "welcome.app.bare":
    "Puede omitirlo, pero entonces su contraseña sola abre este servidor: quien la averigüe lo llevará.",

  "welcome.records": "Diga al mundo adónde va su correo",
  "welcome.records.try": "{0} es para probar: no puede estar en el DNS y no necesita registros.",
  "welcome.records.show": "Mostrar lo que necesitaría un dominio de verdad",
  "welcome.records.later":
    "No hace falta que espere aquí: los registros están también en Dominios, en la administración.",

  "welcome.certificate": "El certificado",
  "welcome.certificate.text":
    "Con él los programas saben que hablan con su servidor y con nadie en medio.",
  "welcome.certificate.try":
    "Para probar, el servidor hace su propio certificado. En esta máquina basta; para otros consiga después uno de verdad.",

  "welcome.done": "Todo está listo",
  "welcome.done.text": "Este servidor es suyo, {0}.",
  "welcome.done.people": "Añadir cuentas para otros",
  "welcome.done.people.text": "Cada una recibe una contraseña que se puede cambiar.",
  "welcome.done.program": "Configurar un teléfono o un programa de correo",
  "welcome.done.program.text":
    "La mayoría encuentra el servidor por sí sola cuando escribe su dirección.",
  "welcome.done.account": "Cuidar de su cuenta",
  "welcome.done.account.text":
    "Llaves de acceso, contraseñas de aplicación, dónde tiene sesiones abiertas.",
  "welcome.done.go": "Abrir la administración",
  "welcome.exists": "{0} ya existe. Si es suya, escriba su contraseña.",

  "problem.welcome.code":
    "Ese no es el código que el servidor mostró en su último arranque. Cada arranque muestra uno nuevo.",
  "problem.welcome.done": "Este servidor ya tiene propietario. Inicie sesión.",
  "problem.welcome.domain": "Su dirección debe ser del dominio {0}.",
} satisfies WelcomeWords;
