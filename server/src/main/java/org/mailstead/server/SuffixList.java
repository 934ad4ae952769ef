package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.filter.dmarc.PublicSuffixes;
import org.mailstead.identity.settings.Settings;

/** The list of public suffixes that a home has: its own, or the one that comes with the program. */
final class SuffixList {
  private static final System.Logger LOG = System.getLogger(SuffixList.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private SuffixList() {}

  /** What tells which names belong to one owner; the list is read again when it has changed. */
  static final class Current {
    private final Home home;
    private FileTime changed = FileTime.fromMillis(0);
    private Optional<Organizations> list = Optional.empty();

    Current(Home home) {
      this.home = home;
    }

    synchronized Organizations of(Settings settings) {
      return switch (settings.get(OriginSettings.OWNERS)) {
        case WALK -> new Organizations.TreeWalk();
        case LIST -> {
          FileTime now = time();
          if (list.isEmpty() || !changed.equals(now)) {
            changed = now;
            list = Optional.of(new Organizations.SuffixList(read(home)));
          }
          yield list.get();
        }
      };
    }

    private FileTime time() {
      try {
        return Files.getLastModifiedTime(file(home));
      } catch (IOException _) {
        return FileTime.fromMillis(0); // the one that comes with the program
      }
    }
  }

  static Path file(Home home) {
    return home.folder().resolve("lists").resolve(PublicSuffixes.FILE);
  }

  /** Reads it. One that has been damaged is not used. */
  static PublicSuffixes read(Home home) {
    Path file = file(home);
    if (!Files.exists(file)) {
      return PublicSuffixes.shipped();
    }
    try (InputStream in = Files.newInputStream(file)) {
      var list = PublicSuffixes.parse(new String(in.readNBytes(PublicSuffixes.LARGEST), UTF_8));
      Optional<String> doubt = list.doubt();
      if (doubt.isEmpty()) {
        return list;
      }
      LOG.log(WARNING, "{0} is not used: {1}", file, doubt.get());
    } catch (IOException e) {
      LOG.log(WARNING, file + " cannot be read", e);
    }
    return PublicSuffixes.shipped();
  }

  /**
   * Fetches a newer list; the one that is there stays until all of the new one is here and can be
   * one.
   *
   * @throws IOException saying why there is none
   */
  static PublicSuffixes update(Home home, String url) throws IOException {
    String text = fetch(URI.create(url));
    PublicSuffixes list = PublicSuffixes.parse(text);
    Optional<String> doubt = list.doubt();
    if (doubt.isPresent()) {
      throw new IOException("what is at " + url + " is no list of suffixes: " + doubt.get());
    }
    Path file = file(home);
    Home.createOwn(home.folder().resolve("lists"));
    Home.writeOwn(file, text);
    return list;
  }

  private static String fetch(URI url) throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException(url + " answers " + response.statusCode());
        }
        byte[] octets = in.readNBytes(PublicSuffixes.LARGEST + 1);
        if (octets.length > PublicSuffixes.LARGEST) {
          throw new IOException("what is at " + url + " is too large for a list of suffixes");
        }
        return new String(octets, UTF_8);
      }
    } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
      throw new IOException(url.getHost() + " cannot be reached; is this machine online?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
