package org.mailstead.jmap.images;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.BodyValue;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HtmlPictures;
import org.mailstead.post.Email;
import org.mailstead.post.Post;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Which pictures an email names: without this anybody who signs in could have us ask anything. An
 * email that is opened asks for all of its pictures at once, so those of the last few are kept.
 */
final class EmailPictures {
  private static final int MOST_EMAILS = 50;

  /** Octets of all HTML of an email; mail programs of others cut at a tenth of it. */
  private static final int MOST_HTML = 2 << 20;

  private record Key(AccountId account, long number) {}

  private final Post post;
  private final Flights<Key, Set<WebAddress>> flights = new Flights<>();
  private final Map<Key, Set<WebAddress>> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Set<WebAddress>> eldest) {
              return size() > MOST_EMAILS;
            }
          });

  EmailPictures(Post post) {
    this.post = post;
  }

  /** The address that somebody has written, with or without the scheme. */
  static Optional<WebAddress> address(String written) {
    return WebAddress.parse(written.startsWith("//") ? "https:" + written : written);
  }

  boolean name(AccountId account, long number, WebAddress address) {
    var key = new Key(account, number);
    Set<WebAddress> before = known.get(key);
    return (before == null ? flights.get(key, () -> found(key)) : before).contains(address);
  }

  private Set<WebAddress> found(Key key) {
    Email email = post.emails().get(key.account, key.number);
    ByteSource message = post.emails().bytes(key.account, email);
    EmailBody body = EmailBody.of(post.emails().structure(key.account, email));
    Set<WebAddress> found = new LinkedHashSet<>();
    int left = MOST_HTML;
    for (BodyPart part : body.leaves()) {
      if (part.type().equals("text/html") && left > 0) {
        String html = html(part, message, left);
        left -= html.length();
        HtmlPictures.of(html).forEach(written -> address(written).ifPresent(found::add));
      }
    }
    known.put(key, found);
    return found;
  }

  private static String html(BodyPart part, ByteSource message, int most) {
    try {
      return BodyValue.of(part, message, most).value();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
  }
}
