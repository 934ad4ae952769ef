package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.http.Answer;
import org.mailstead.http.Problems;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.blob.BlobLink;
import org.mailstead.jmap.blob.BlobLinks;
import org.mailstead.jmap.blob.LinkPage;
import org.mailstead.words.Refused;

/** Opens links. What the link says is what counts: who opens it need not be anybody. */
record LinkCalls(BlobLinks links) {
  private static final int MOST_FORM = 4096;
  private static final String BASIC = "Basic ";

  /** Without a password, or with one as programs send it. */
  Answer get(WebRequest request) {
    return open(request, request.header("Authorization").flatMap(LinkCalls::password));
  }

  /** With one that was typed into the page. */
  Answer post(WebRequest request) throws IOException {
    return open(request, Optional.ofNullable(request.form(MOST_FORM).get("password")));
  }

  private static Optional<String> password(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), UTF_8);
      return Optional.of(pair.substring(pair.indexOf(':') + 1)); // whatever the name is
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Answer open(WebRequest request, Optional<String> password) {
    var link =
        new BlobLink(
            request.captured("owner"),
            request.captured("blob"),
            request.captured("viewer"),
            request.captured("maker"),
            request.captured("until"),
            request.captured("lock"),
            request.captured("name"),
            request.query("accept").orElse(""));
    try {
      ByteSource octets = links.open(link, request.captured("signature"), password, request.from());
      return Download.answer(request, octets, link.blob(), Download.ASKING);
    } catch (Refused e) {
      return refused(request, e);
    }
  }

  /** A page for browsers; programs know what 401 is. */
  private static Answer refused(WebRequest request, Refused e) {
    boolean browser = request.header("Accept").orElse("").contains("text/html");
    String languages = request.header("Accept-Language").orElse("");
    return switch (e.problem().key()) {
      case BlobLinks.LOCKED ->
          browser ? LinkPage.answer(200, languages, Optional.empty()) : challenged(e);
      case BlobLinks.WRONG ->
          browser ? LinkPage.answer(403, languages, Optional.of("wrong")) : challenged(e);
      case BlobLinks.THROTTLED ->
          browser
              ? LinkPage.answer(429, languages, Optional.of("throttled"))
              : Problems.answer(e.problem());
      case String _ -> throw e;
    };
  }

  private static Answer challenged(Refused e) {
    return Problems.answer(e.problem())
        .with("WWW-Authenticate", "Basic realm=\"link\", charset=\"UTF-8\"");
  }
}
