package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.words.EmailAddress;

/**
 * Rewrites the sender of mail that is forwarded, so that it comes from a domain that this server
 * may send for (SPF), and finds the sender again when such mail comes back: {@code
 * SRS0=HASH=TT=example.org=ada@us}. Who forwards what was forwarded does not make it longer: {@code
 * SRS1=HASH=them==…@us} leads to the first forwarder.
 *
 * <p>The hash keeps strangers from making such addresses and using this server as a relay, the time
 * keeps those that they have seen from lasting.
 */
public final class Srs {
  /** Days go round after so many. */
  private static final int ROUND = 1024;

  private static final Duration VALID = Duration.ofDays(21);

  // SRS0=hash=time=domain=local; some write "-" or "+" after SRS0
  private static final Pattern FIRST =
      Pattern.compile("SRS0[=+-]([^=]{1,64})=([^=]{2})=([^=]+)=(.+)", Pattern.CASE_INSENSITIVE);

  // SRS1=hash=domain==rest
  private static final Pattern SECOND =
      Pattern.compile("SRS1[=+-]([^=]{1,64})=([^=]+)=([=+-].+)", Pattern.CASE_INSENSITIVE);

  private final AddressHash hash;
  private final String domain;
  private final InstantSource clock;

  /**
   * @param domain whose mail comes to this server
   */
  public Srs(byte[] key, String domain, InstantSource clock) {
    this.hash = new AddressHash(key);
    this.domain = domain.toLowerCase(Locale.ROOT);
    this.clock = clock;
  }

  /** The sender as mail is forwarded with; the same one where there is no room for it. */
  EmailAddress forward(EmailAddress sender) {
    if (sender.domain().equals(domain)) {
      return sender;
    }
    EmailAddress rewritten = new EmailAddress(local(sender), domain);
    // Else some servers would refuse it; better a doubtful sender than none.
    boolean fits = rewritten.local().getBytes(UTF_8).length <= EmailAddress.MAX_LOCAL;
    return fits && leadsBack(rewritten, sender) ? rewritten : sender;
  }

  /** An address literal may hold what parts ours, and would come back as another one. */
  private boolean leadsBack(EmailAddress rewritten, EmailAddress sender) {
    Optional<EmailAddress> back = back(rewritten);
    return SECOND.matcher(rewritten.local()).matches()
        ? back.isPresent()
        : back.equals(Optional.of(sender));
  }

  private String local(EmailAddress sender) {
    Matcher first = FIRST.matcher(sender.local());
    if (first.matches()) {
      return second(sender.domain(), sender.local().substring(4));
    }
    Matcher second = SECOND.matcher(sender.local());
    if (second.matches()) {
      return second(second.group(2), second.group(3));
    }
    String time = time(today());
    String rest = sender.domain() + "=" + sender.local();
    return "SRS0=" + hash(time, rest) + "=" + time + "=" + rest;
  }

  private String second(String forwarder, String rest) {
    return "SRS1=" + hash(forwarder, rest) + "=" + forwarder + "=" + rest;
  }

  /** Where a message to such an address of ours goes; empty when it is none, or not from us. */
  Optional<EmailAddress> back(EmailAddress address) {
    if (!address.domain().equals(domain)) {
      return Optional.empty();
    }
    Matcher first = FIRST.matcher(address.local());
    if (first.matches()) {
      String rest = first.group(3) + "=" + first.group(4);
      boolean ours = isHash(first.group(1), first.group(2).toLowerCase(Locale.ROOT), rest);
      return ours && isFresh(first.group(2))
          ? address(first.group(4), first.group(3))
          : Optional.empty();
    }
    Matcher second = SECOND.matcher(address.local());
    if (second.matches() && isHash(second.group(1), second.group(2), second.group(3))) {
      return address("SRS0" + second.group(3), second.group(2));
    }
    return Optional.empty();
  }

  /** Checked as any other address: what stood in ours may have been anything. */
  private static Optional<EmailAddress> address(String local, String domain) {
    return EmailAddress.domain(domain)
        .map(name -> new EmailAddress(local, name))
        .flatMap(found -> EmailAddress.parse(found.toString()).filter(found::equals));
  }

  private long today() {
    return clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds();
  }

  private static String time(long day) {
    int number = (int) (day % ROUND);
    return "" + AddressHash.DIGITS.charAt(number / 32) + AddressHash.DIGITS.charAt(number % 32);
  }

  private boolean isFresh(String time) {
    String lower = time.toLowerCase(Locale.ROOT);
    int high = AddressHash.DIGITS.indexOf(lower.charAt(0));
    int low = AddressHash.DIGITS.indexOf(lower.charAt(1));
    if (high < 0 || low < 0) {
      return false;
    }
    long age = Math.floorMod(today() - (high * 32 + low), ROUND);
    return age <= VALID.toDays();
  }

  private boolean isHash(String given, String first, String rest) {
    return hash.isOf(given, first + "=" + rest);
  }

  private String hash(String first, String rest) {
    return hash.of(first + "=" + rest);
  }

  /** For other names that are to come back. */
  BounceNames bounceNames() {
    return new BounceNames(hash);
  }
}
