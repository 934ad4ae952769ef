package org.mailstead.post.reports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.Reason;
import org.mailstead.words.EmailAddress;

/**
 * Which domain is proven to have sent a report: that of From, when DMARC passed, or a signature or
 * the envelope's sender vouches for it. That says who reports, not that it is true.
 */
final class Proof {
  private Proof() {}

  static Optional<String> of(MessageStructure message, List<Reason> reasons) {
    return author(message).filter(domain -> reasons.stream().anyMatch(r -> proves(r, domain)));
  }

  /** Only one author can be proven. */
  private static Optional<String> author(MessageStructure message) {
    List<Address> from = message.envelope().from();
    long fields = message.header().stream().filter(f -> f.name().equalsIgnoreCase("From")).count();
    return fields == 1 && from.size() == 1 && from.getFirst() instanceof Address.Mailbox one
        ? EmailAddress.parse(one.address()).map(address -> lower(address.domain()))
        : Optional.empty();
  }

  private static boolean proves(Reason reason, String domain) {
    if (!reason.what().equals("pass")) {
      return false;
    }
    return switch (reason.who()) {
      case "dmarc" -> property(reason, "header.from").equals(domain);
      case "dkim" -> covers(property(reason, "header.d"), domain);
      case "spf" -> {
        String sender = property(reason, "smtp.mailfrom");
        yield sender.substring(sender.lastIndexOf('@') + 1).equals(domain);
      }
      case String _ -> false;
    };
  }

  // RFC 8460 section 5.3: a report on TLS is signed by its sender's domain, or one above it.
  private static boolean covers(String signer, String domain) {
    return signer.contains(".") && (domain.equals(signer) || domain.endsWith("." + signer));
  }

  private static String property(Reason reason, String name) {
    for (String word : reason.evidence().split(" ", 30)) {
      if (word.startsWith(name + "=")) {
        return lower(word.substring(name.length() + 1).replaceAll("[:\"]+$", ""));
      }
    }
    return "";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
