package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of the pages, as the build has put them into a folder of the program. They are read
 * once. A list that lies with them says which there are, and what is not on it cannot be asked for:
 * no path leads anywhere else.
 */
public final class Assets {
  /** In the folder: a path a line. */
  private static final String LIST = "files.txt";

  /** Names below it hold a hash of the content: what was got once is good for ever. */
  private static final String HASHED = "assets/";

  /**
   * What a page may do. Scripts and styles are files of this server alone, nothing is fetched from
   * elsewhere, no page of others can frame it, and no text becomes markup but by the templates of
   * Svelte (Content Security Policy level 3, Trusted Types).
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script';"
          + " trusted-types svelte-trusted-html";

  /**
   * The page that shows mail has, beside that, frames of its own, pictures that it has made of
   * attachments, and sound and films of attachments, which come from here. It has no frames of
   * {@code blob:}: what a PDF runs in a browser's viewer speaks in the name of the page around it.
   */
  private static final String READER_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script';"
          + " trusted-types svelte-trusted-html mailstead-worker";

  /** What a page has working in the background calls this server, and nothing else. */
  private static final String WORKER_POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'";

  /**
   * The frame that a message is shown in: no script, nothing from anywhere, whatever stands in it
   * and whatever the sanitizer has let through. Pictures are such as the page has made.
   */
  private static final String FRAME_POLICY =
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private final Map<String, Asset> assets;

  private Assets(Map<String, Asset> assets) {
    this.assets = Map.copyOf(assets);
  }

  /**
   * Reads what lies in a folder of a program's resources.
   *
   * @param folder such as {@code webmail}
   * @throws IOException when the build has put none there, or one of the list is missing
   */
  public static Assets read(ClassLoader program, String folder) throws IOException {
    Set<String> listed = new HashSet<>();
    new String(bytes(program, folder + "/" + LIST), UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(listed::add);
    Map<String, Asset> assets = new HashMap<>();
    for (String path : listed) {
      if (!path.endsWith(".br") && !path.endsWith(".gz")) {
        assets.put(
            path,
            Asset.of(
                path,
                bytes(program, folder + "/" + path),
                packed(program, folder, path + ".br", listed),
                packed(program, folder, path + ".gz", listed)));
      }
    }
    return new Assets(assets);
  }

  private static byte[] bytes(ClassLoader program, String name) throws IOException {
    try (InputStream in = program.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("this build has no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static Optional<byte[]> packed(
      ClassLoader program, String folder, String path, Set<String> listed) throws IOException {
    return listed.contains(path)
        ? Optional.of(bytes(program, folder + "/" + path))
        : Optional.empty();
  }

  /**
   * A page, which a browser asks for anew each time; it is sent only when it has changed.
   *
   * @param path its file, such as {@code signin.html}
   */
  public Handler page(String path) {
    return page(path, POLICY);
  }

  /** A page that shows mail. */
  public Handler reader(String path) {
    return page(path, READER_POLICY);
  }

  /** A page that is shown within another, and holds what strangers have written. */
  public Handler frame(String path) {
    Handler page = page(path, FRAME_POLICY);
    return request -> page.answer(request).with("X-Frame-Options", "SAMEORIGIN");
  }

  /** A script that works in the background of pages; browsers look at each visit for a new one. */
  public Handler worker(String path) {
    return page(path, WORKER_POLICY);
  }

  private Handler page(String path, String policy) {
    Asset asset = assets.get(path);
    if (asset == null) {
      throw new IllegalArgumentException("no page " + path);
    }
    return request ->
        asset
            .answer(request, "no-cache")
            .with("Content-Security-Policy", policy)
            .with("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  }

  /** The files that pages name. */
  public Routes routes() {
    var routes = new Routes();
    assets.forEach((path, asset) -> {
      if (!path.endsWith(".html") && !path.endsWith("-worker.js")) {
        String keep = path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache";
        routes.get("/" + path, request -> asset.answer(request, keep));
      }
    });
    return routes;
  }
}
