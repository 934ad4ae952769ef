/** Portuguese. */
import type { Words } from "../ui/words.ts";

export default {
  again: "Tentar de novo",
  cancel: "Cancelar",
  close: "Fechar",
  copied: "Copiado",
  copy: "Copiar",
  "copy.failed": "Não foi copiado: selecione e copie à mão",
  done: "Concluir",
  download: "Guardar num ficheiro",
  loading: "A carregar…",
  next: "Seguinte",
  none: "Nenhum",
  print: "Imprimir",
  remove: "Remover",
  "remove.title": "Remover “{0}”?",
  "remove.what": "Remover “{0}”",
  removed: "“{0}” foi removido.",
  added: "“{0}” foi adicionado.",
  made: "Adicionado em {0}",
  used: "último uso: {0}",
  "used.never": "Ainda não foi usado",
  signout: "Terminar sessão",

  "signin.title": "Iniciar sessão",
  "signin.name": "Endereço de e-mail",
  "signin.password": "Palavra-passe",
  "signin.keep": "Manter a sessão neste dispositivo",
  "signin.go": "Iniciar sessão",
  "signin.busy": "A iniciar sessão…",
  "signin.or": "ou",
  "signin.passkey": "Entrar com uma chave de acesso",
  "signin.provider": "Continuar em {0}",

  "second.title": "Confirme que é você",
  "second.as": "Vai entrar como {0}.",
  "second.go": "Iniciar sessão",
  "second.trust": "Não voltar a perguntar neste navegador durante 30 dias",
  "second.again": "Recomeçar",

  "factor.code": "Código da sua aplicação de autenticação",
  "factor.code.hint": "Os seis dígitos que ela mostra para esta conta.",
  "factor.recovery": "Código de recuperação",
  "factor.recovery.hint": "Um dos que guardou. Cada um serve uma vez.",
  "factor.passkey.hint":
    "O navegador vai pedir a impressão digital, o rosto, o PIN ou uma chave de segurança.",
  "factor.use.passkey": "Usar uma chave de acesso",
  "factor.use.totp": "Usar a aplicação de autenticação",
  "factor.use.recovery": "Usar um código de recuperação",
  "factor.others": "Outros meios",
  "factor.none": "Este navegador não permite nenhum dos meios da sua conta. Use outro navegador.",
  "factor.last": "É o último: depois, a palavra-passe sozinha abre a sua conta.",

  "prove.title": "Confirme que é você",
  "prove.text":
    "Isto poderia deixar alguém entrar na sua conta para sempre. Por isso perguntamos de novo.",
  "prove.go": "Confirmar",
  "prove.provider":
    "A sua organização pede que inicie lá sessão mais uma vez. Depois faça aqui o que ia fazer.",

  "setup.title": "Mais um passo: uma segunda prova",
  "setup.text":
    "A sua organização pede mais do que uma palavra-passe. Escolha um meio; depois a conta fica aberta para si.",

  "part.all": "Conta",
  "part.overview": "Resumo",
  "part.signin": "Acesso",
  "part.programs": "Programas de correio",
  "part.activity": "Atividade",
  "part.admin": "Administração",

  "standing.off": "A sua organização usa apenas palavras-passe.",
  "standing.password":
    "Só uma palavra-passe protege a sua conta: quem a souber pode ler todo o seu correio.",
  "standing.password.next": "Adicionar uma chave de acesso",
  "standing.no-way-back":
    "A sua conta está bem protegida, mas não tem códigos de recuperação: sem o seu dispositivo não conseguiria entrar.",
  "standing.no-way-back.next": "Criar códigos de recuperação",
  "standing.few-codes": "A sua conta está bem protegida, mas restam poucos códigos de recuperação.",
  "standing.one-key": "Uma palavra-passe sozinha não abre a sua conta.",
  "standing.one-key.next": "Adicionar um segundo dispositivo",
  "standing.good":
    "A sua conta está bem protegida: uma palavra-passe sozinha não a abre, e há formas de voltar a entrar.",

  "overview.protects": "O que protege a sua conta",
  "overview.opens": "O que abre a sua conta",
  "overview.now": "Sessões abertas agora",
  "overview.due":
    "A partir de {0} precisa de uma chave de acesso ou de uma aplicação de autenticação para entrar.",
  "overview.sessions": "{0} navegador.|{0} navegadores.",
  "overview.connections":
    "{0} ligação aberta de programas de correio.|{0} ligações abertas de programas de correio.",

  password: "Palavra-passe",
  "password.set": "Definida pelo seu administrador",
  "password.since": "Definida em {0}",
  "password.change": "Mudar a palavra-passe",
  "password.text":
    "As sessões dos outros navegadores terminam. As palavras-passe de aplicação continuam a valer.",
  "password.new": "Nova palavra-passe",
  "password.hint": "Pelo menos 10 caracteres. Servem bem várias palavras sem relação entre si.",
  "password.show": "Mostrar a palavra-passe",
  "password.changed": "A sua palavra-passe foi mudada.",
  "password.elsewhere": "É a sua organização que a guarda, com as dos seus outros serviços.",
  "password.old": "Palavra-passe antiga",
  "password.old.hint": "O diretório da sua organização quer vê-la.",

  passkeys: "Chaves de acesso",
  "passkeys.text":
    "Uma chave de acesso fica no seu telefone, computador ou chave de segurança. Substitui a palavra-passe e o código, e nenhum site falso lha pode tirar.",
  "passkey.add": "Adicionar uma chave de acesso",
  "passkey.add.text":
    "O navegador vai perguntar onde a guardar, e pedir a impressão digital, o rosto, o PIN ou uma chave de segurança.",
  "passkey.add.go": "Adicionar",
  "passkey.name": "Nome",
  "passkey.name.hint": "Para reconhecer este dispositivo.",
  "passkey.remove": "Deixa de abrir a sua conta.",
  "passkey.synced": "sincronizada com os seus outros dispositivos",
  "passkey.unsupported": "Este navegador não conhece chaves de acesso.",

  apps: "Aplicações de autenticação",
  "apps.text":
    "Uma aplicação no seu telefone mostra um código novo a cada 30 segundos. Escreve-o depois da palavra-passe.",
  "app.add": "Adicionar uma aplicação de autenticação",
  "app.add.text":
    "Precisa de uma aplicação como Aegis, Google Authenticator ou o seu gestor de palavras-passe.",
  "app.name": "Nome",
  "app.name.hint": "Para reconhecer esta aplicação.",
  "app.name.suggested": "Telefone",
  "app.scan": "Leia isto com a aplicação.",
  "app.qr": "Código QR para a aplicação de autenticação",
  "app.type": "Não consigo lê-lo",
  "app.secret": "chave",
  "app.code": "Código que a aplicação mostra agora",
  "app.code.hint": "Seis dígitos.",
  "app.confirm": "Confirmar",
  "app.remove": "Os códigos dela deixam de valer.",

  recovery: "Códigos de recuperação",
  "recovery.text":
    "Para o dia em que perder o telefone. Cada um abre a sua conta uma vez, com a palavra-passe.",
  "recovery.left": "Resta {0} código.|Restam {0} códigos.",
  "recovery.none": "Não há nenhum.",
  "recovery.new": "Criar códigos novos",
  "recovery.new.go": "Criar códigos novos",
  "recovery.replace": "Os códigos que tem agora deixam de valer.",
  "recovery.shown":
    "Estes códigos são mostrados agora e nunca mais. Cada um abre a sua conta uma vez se perder o telefone ou a chave.",
  "recovery.where": "Guarde-os onde os encontre sem o telefone e onde mais ninguém procure.",
  "recovery.kept": "Guardei estes códigos",
  "recovery.file": "Códigos de recuperação de {0} em {1}",
  "recovery.file.name": "codigos-de-recuperacao.txt",

  programs: "Palavras-passe de aplicação",
  "programs.text":
    "Uma palavra-passe própria para cada programa de correio ou telefone. Pode tirar uma sem mudar as outras.",
  "programs.needed":
    "Os programas de correio não podem pedir a sua segunda prova. Cada um recebe uma palavra-passe própria, que lhe pode tirar.",
  "programs.none": "Ainda não há nenhuma.",
  "program.make": "Criar uma palavra-passe de aplicação",
  "program.make.go": "Criar",
  "program.name": "Nome",
  "program.name.hint": "Para que programa é, por exemplo “Thunderbird no trabalho”.",
  "program.for": "O que abre",
  "program.for.all": "Tudo o que os programas de correio usam",
  "program.for.some": "Só o que eu escolher",
  "program.all": "Todos os programas de correio",
  "program.read-only": "só leitura",
  "program.read-only.hint": "Só leitura: não altera nem envia nada",
  "program.more": "Limites",
  "program.expires": "Último dia",
  "program.expires.hint": "Vazio: até a remover.",
  "program.networks": "Vale só a partir destes endereços",
  "program.networks.hint":
    "Por exemplo 192.0.2.7 ou 2001:db8::/32, um por linha. Vazio: de qualquer lugar.",
  "program.from": "só de {0}",
  "program.until": "até {0}",
  "program.expired": "terminou em {0}",
  "program.used": "último uso: {0} de {1} ({2})",
  "program.remove": "O programa que a usa fica logo de fora.",
  "program.made": "Palavra-passe de aplicação para “{0}”",
  "program.made.once":
    "É mostrada agora e nunca mais. Não precisa de a decorar: o programa guarda-a.",
  "program.password": "palavra-passe",
  "program.phone": "Configurar um telefone com um código QR",
  "program.phone.text":
    "Thunderbird para Android: escolha “Importar definições” e leia isto. Contém a palavra-passe: não deixe ninguém fotografá-lo.",
  "program.phone.qr": "Código QR com as definições e a palavra-passe",

  settings: "Definições para programas de correio",
  "settings.text": "A maioria dos programas encontra-as sozinha quando escreve o seu endereço.",
  "settings.user": "Utilizador",
  "settings.for": "Para",
  "settings.server": "Servidor",
  "settings.port": "Porta",
  "settings.security": "Cifragem",
  "settings.imap": "Ler",
  "settings.pop3": "Recolher",
  "settings.smtp": "Enviar",
  "settings.managesieve": "Regras",

  sessions: "Navegadores",
  "sessions.text": "Onde tem sessão aberta nestas páginas.",
  "session.own": "Este",
  "session.seen": "visto {0}",
  "session.since": "desde {0}",
  "session.kept": "mantém a sessão",
  "client.on": "{0} em {1}",
  "client.unknown": "Navegador desconhecido",
  end: "Terminar sessão",
  "end.what": "Terminar sessão: {0}",
  ended: "Sessão terminada.",
  "end.others": "Terminar tudo o resto",
  "end.others.text":
    "Os outros navegadores e todas as ligações abertas terminam, e nenhum navegador continua de confiança. Os programas com palavra-passe de aplicação podem voltar.",
  "end.count": "Terminou mais {0}.|Terminaram mais {0}.",

  connections: "Programas de correio",
  "connections.text":
    "Ligações abertas agora. Um programa pode voltar sozinho: para o deixar de fora, remova a sua palavra-passe de aplicação ou mude a sua palavra-passe.",
  "connections.none": "Nenhum está ligado agora.",

  trusted: "Navegadores de confiança",
  "trusted.text": "Só lhes é pedida a palavra-passe. “Terminar tudo o resto” acaba com isso.",
  "trusted.until": "até {0}",

  history: "Acessos dos últimos 90 dias",
  "history.text": "Se algum não foi seu, mude a palavra-passe e termine tudo o resto.",
  "history.none": "Não houve nenhum.",
  "history.refused": "Recusado",
  "history.times": "uma vez|{0} vezes",
  "history.all": "Mostrar todos",

  "way.browser": "Navegador",
  "way.password": "Palavra-passe",
  "way.second": "Segundo passo",
  "way.vouched": "Outro servidor seu",
  "way.app-password.gone": "Palavra-passe de aplicação removida",

  "problem.net.unreachable": "O servidor não responde. Verifique a ligação e tente de novo.",
  "problem.net.answer": "A resposta do servidor não faz sentido. Tente mais tarde.",
  "problem.page.missing": "Escreva o seu endereço e a palavra-passe.",
  "problem.unknown": "Não funcionou.",
  "problem.busy": "O servidor está ocupado. Tente de novo daqui a pouco.",
  "problem.defect":
    "O servidor cometeu um erro. O seu administrador encontra-o no registo do servidor.",
  "problem.request": "A página e o servidor não se entendem. Carregue a página de novo.",
  "problem.request.elsewhere":
    "O servidor toma isto por um pedido de outro site. Abra a página no seu próprio endereço.",
  "problem.login.failed": "O endereço ou a palavra-passe está errado.",
  "problem.login.throttled":
    "Houve demasiadas tentativas falhadas. Espere alguns minutos e tente de novo.",
  "problem.login.provider":
    "O início de sessão da sua organização não responde. Tente de novo daqui a pouco.",
  "problem.login.provider-state":
    "Demorou demasiado ou foi começado noutro navegador. Comece de novo.",
  "problem.login.provider-denied": "Lá não o deixaram entrar.",
  "problem.login.provider-refused":
    "O que de lá voltou não vale. Comece de novo; se continuar assim, diga a quem gere este servidor.",
  "problem.login.provider-address":
    "A conta com que iniciou sessão lá não tem um endereço deste domínio, ou não está verificado.",
  "problem.login.provider-group":
    "Não está em nenhum dos grupos que podem usar este serviço de correio.",
  "problem.login.provider-other":
    "Este endereço pertence aqui a outra pessoa. Diga a quem gere este servidor.",
  "problem.login.provider-account": "Não tem conta aqui. Pergunte a quem gere este servidor.",
  "problem.login.provider-none": "Com este endereço inicia-se sessão com uma palavra-passe.",
  "problem.login.directory":
    "O diretório da sua organização não responde, por isso a sua palavra-passe não pode ser verificada. Tente de novo daqui a pouco.",
  "problem.login.password-expired":
    "A sua palavra-passe expirou. Mude-a onde a sua organização a guarda e depois inicie sessão.",
  "problem.password.elsewhere": "É a sua organização que guarda a sua palavra-passe: mude-a lá.",
  "problem.password.directory-refused":
    "O diretório da sua organização não a aceitou: a palavra-passe antiga está errada ou a nova não é permitida.",
  "problem.login.ticket": "Demorou demasiado. Escreva de novo a palavra-passe.",
  "problem.login.second-factor": "Não está certo. Tente de novo ou use outro meio.",
  "problem.login.second-factor-needed":
    "Aqui a palavra-passe não basta: confirme com a sua segunda prova.",
  "problem.login.needed": "A sua sessão terminou.",
  "problem.login.prove-again": "Confirme primeiro que é você.",
  "problem.login.set-up-second-factor":
    "Configure primeiro uma chave de acesso ou uma aplicação de autenticação.",
  "problem.login.app-password":
    "Um programa de correio precisa aqui de uma palavra-passe de aplicação.",
  "problem.account.missing": "Não há aqui tal conta.",
  "problem.factor.code":
    "Não é o código que a aplicação mostra agora. O relógio do telefone está certo?",
  "problem.factor.many": "Já há {0} e não se podem adicionar mais.",
  "problem.factor.missing": "Já não existe. Carregue a página de novo.",
  "problem.factor.name": "Um nome tem de 1 a {0} caracteres.",
  "problem.factor.off": "A sua organização usa apenas palavras-passe.",
  "problem.factor.required": "A sua organização pede uma: adicione outra antes de remover esta.",
  "problem.passkey.exists": "Este dispositivo já tem uma chave de acesso para a sua conta.",
  "problem.passkey.response": "A resposta do navegador não faz sentido. Tente de novo.",
  "problem.passkey.wrong": "Esta chave não abre esta conta. Foi criada para outro site?",
  "problem.passkey.cancelled":
    "Nenhuma chave de acesso foi usada. Tente de novo ou use outro meio.",
  "problem.passkey.aborted": "Nenhuma chave de acesso foi usada. Tente de novo ou use outro meio.",
  "problem.passkey.failed": "O navegador não conseguiu usar uma chave de acesso aqui.",
  "problem.password.short": "Demasiado curta: pelo menos {0} caracteres, por favor.",
  "problem.password.long": "Demasiado longa: no máximo {0} caracteres, por favor.",
  "problem.password.length": "Uma palavra-passe tem de 1 a {0} caracteres.",
  "problem.password.guessable": "É das primeiras que um atacante tenta. Escolha outra.",
  "problem.password.breached":
    "Esta palavra-passe já foi roubada noutro lado, por isso os atacantes conhecem-na. Escolha outra.",
  "problem.app-password.expires": "O último dia já passou.",
  "problem.app-password.many": "Já há {0}. Remova uma que não use.",
  "problem.app-password.missing": "Já não existe. Carregue a página de novo.",
  "problem.app-password.name": "Um nome tem de 1 a {0} caracteres.",
  "problem.app-password.network": "{0} não é um endereço nem uma rede.",
  "problem.app-password.networks": "No máximo {0} redes, por favor.",
  "problem.app-password.protocol": "Escolha algo que ela abra; quem só pode ler não pode enviar.",
  "problem.session.missing": "Já terminou.",

  "consent.title": "Deixar entrar um programa",
  "consent.asks": "Deixar entrar “{0}”?",
  "consent.as": "Iniciou sessão como {0}.",
  "consent.unknown":
    "Este programa deu o nome a si próprio. Ninguém que administra este servidor o verificou.",
  "consent.then": "Depois irá para {0}",
  "consent.yes": "Deixar entrar",
  "consent.no": "Não deixar entrar",
  "scope.openid": "Saber que é você",
  "scope.email": "Conhecer o seu endereço",
  "scope.profile": "Conhecer o seu nome",
  "scope.offline_access": "Voltar sem perguntar, até que o exclua",
  "scope.mail": "Ler, enviar e apagar o seu correio e mudar as suas regras",
  "scope.imap": "Ler, mudar e apagar o seu correio",
  "scope.pop3": "Recolher e apagar o seu correio",
  "scope.smtp": "Enviar correio em seu nome",
  "scope.managesieve": "Mudar as regras do seu correio",
  "scope.jmap": "Ler, enviar e apagar o seu correio",
  "scope.dav": "Ler e mudar os seus calendários e contactos",
  "scope.activesync": "Ler e mudar o seu correio, calendários e contactos",
  "code.title": "Ligar um dispositivo",
  "code.label": "Código que o dispositivo mostra",
  "code.done": "“{0}” pode entrar. Continue no dispositivo.",
  "code.denied": "“{0}” não pode entrar.",
  "reset.title": "Escolher uma nova palavra-passe",
  "reset.label": "Nova palavra-passe",
  "reset.hint": "Dez caracteres ou mais. Algumas palavras suas são boas.",
  "reset.go": "Definir a palavra-passe",
  "reset.done": "A sua palavra-passe está definida. Inicie sessão com ela.",
  "problem.oauth.request": "O programa pede de uma forma que aqui não vale. Comece lá de novo.",
  "problem.device.code":
    "Nenhum dispositivo espera com este código. Veja-o outra vez, ou comece lá de novo.",
  "problem.program.missing": "Esse programa já não pode entrar.",
  "problem.login.busy": "Demasiadas pessoas iniciam sessão agora. Tente de novo daqui a pouco.",
  "problem.login.reset": "Esta ligação já não vale. Peça uma nova.",

  letin: "Programas que deixou entrar",
  "letin.text": "Entram com uma chave que lhes permitiu, sem a sua palavra-passe.",
  "letin.remove": "É excluído de imediato.",
  "letin.since": "desde {0}",

  "forgotten.title": "Não consegue entrar?",
  "forgotten.text":
    "Digite o seu endereço. Se indicou um endereço de recuperação, um link para uma nova senha é enviado para lá.",
  "forgotten.go": "Enviar o link",
  "forgotten.device":
    "Perdeu o telefone ou a chave? Entre com a sua senha e depois com um dos seus códigos de recuperação.",
  "forgotten.done":
    "Se esta conta tem um endereço de recuperação, um link está a caminho. Vale uma vez, durante 30 minutos.",
  "forgotten.nothing":
    "Não chegou nada? Veja no spam. Sem endereço de recuperação, só quem administra este serviço de correio pode ajudar.",
  "forgotten.back": "Voltar a entrar",
  "way-back": "Endereço de recuperação",
  "way-back.text":
    "Um endereço noutro lugar, para o dia em que esquecer a sua senha: o link para uma nova vai para lá, e também os avisos de segurança da sua conta.",
  "way-back.since": "confirmado {0}",
  "way-back.waits": "{0} espera pelo código que foi enviado para lá.",
  "way-back.add": "Indicar um endereço de recuperação",
  "way-back.change": "Indicar outro",
  "way-back.add.text":
    "Um código é enviado para lá, para ter certeza de que é seu. Quem lê esse endereço pode mudar a sua senha: escolha um que também esteja bem protegido.",
  "way-back.address": "Endereço noutro lugar",
  "way-back.address.hint": "Por exemplo, o seu endereço no trabalho ou o de alguém de confiança.",
  "way-back.send": "Enviar o código",
  "way-back.sent": "Um código está a caminho de {0}. Vale 30 minutos.",
  "way-back.code": "Código",
  "way-back.code.hint": "Seis algarismos. Não chegou? Veja no spam.",
  "way-back.code.type": "Digitar o código",
  "way-back.other": "Outro endereço",
  "way-back.confirm": "Confirmar",
  "way-back.confirmed": "{0} é o seu endereço de recuperação.",
  "way-back.remove": "Se esquecer a sua senha, só a administração poderá ajudar.",
  "problem.page.address": "Digite o seu endereço.",
  "problem.recovery.throttled":
    "Isso foi pedido vezes demais hoje. Tente mais tarde ou pergunte a quem administra este serviço de correio.",
  "problem.recovery.many":
    "Vários códigos foram enviados em uma hora. Espere um pouco e tente de novo.",
  "problem.recovery.address": "{0} não é um endereço de e-mail.",
  "problem.recovery.own":
    "O correio para este endereço chega aqui: sem a sua senha não poderia lê-lo. Indique um noutro lugar.",
  "problem.recovery.off": "A sua organização não tem endereços de recuperação.",
  "problem.recovery.expired": "Este código já não vale. Peça outro.",
  "problem.recovery.code": "Esse não é o código que foi enviado.",
} satisfies Words;
