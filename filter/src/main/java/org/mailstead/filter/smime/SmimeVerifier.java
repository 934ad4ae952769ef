package org.mailstead.filter.smime;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.words.EmailAddress;

/**
 * Tells whether the signatures of a message hold, and are those of its authors. All of them have
 * to: a message with a good signature and a bad one has failed.
 */
public final class SmimeVerifier {
  /** Clocks of those who sign go wrong by so much. */
  private static final Duration SLACK = Duration.ofDays(1);

  private final TrustedRoots roots;

  public SmimeVerifier(TrustedRoots roots) {
    this.roots = roots;
  }

  /** The same as long as the same roots are trusted. */
  public String fingerprint() {
    return roots.fingerprint();
  }

  /**
   * Reads the message once and tells how its signatures are at some times, in their order.
   *
   * @param form as its structure has it
   */
  public List<SmimeVerdict> verify(ByteSource message, SmimeForm form, List<Instant> times)
      throws IOException {
    Optional<Signed> signed = new SignatureReader(message).read(form);
    if (signed.isEmpty()) {
      return times.stream().map(_ -> SmimeVerdict.unknown()).toList();
    }
    List<String> always = new ArrayList<>(signed.get().problems());
    if (!signed.get().signers().isEmpty()) {
      MessageHeader header = MessageHeader.read(message, MimeLimits.DEFAULT);
      wrongAuthor(header, signed.get().signers()).ifPresent(always::add);
    }
    return times.stream().map(time -> at(time, signed.get(), always)).toList();
  }

  private SmimeVerdict at(Instant time, Signed signed, List<String> always) {
    List<String> problems = new ArrayList<>(always);
    for (Signed.Signer signer : signed.signers()) {
      wrongTime(signer, time).ifPresent(problems::add);
      ChainSearch.problem(signer.certificate(), signed.certificates(), roots, time)
          .ifPresent(problems::add);
    }
    return SmimeVerdict.of(problems);
  }

  /** What a signer says of the time is his word, but it has to fit the rest. */
  private static Optional<String> wrongTime(Signed.Signer signer, Instant time) {
    if (signer.signedAt().isEmpty()) {
      return Optional.empty();
    }
    Instant signedAt = signer.signedAt().get();
    if (signedAt.isAfter(time.plus(SLACK))) {
      return Optional.of("The signature says that it was made later than the message came.");
    }
    boolean valid =
        !signedAt.isBefore(signer.certificate().getNotBefore().toInstant().minus(SLACK))
            && !signedAt.isAfter(signer.certificate().getNotAfter().toInstant());
    return valid
        ? Optional.empty()
        : Optional.of("The signature was made when the signer's certificate was not valid.");
  }

  /** RFC 8550 section 3: each author has to be one whom a signer's certificate names. */
  private static Optional<String> wrongAuthor(MessageHeader header, List<Signed.Signer> signers) {
    List<EmailAddress> named =
        signers.stream()
            .flatMap(signer -> CertificateNames.addresses(signer.certificate()).stream())
            .toList();
    if (named.isEmpty()) {
      return Optional.of("The signer's certificate names no mail address.");
    }
    List<HeaderField> from =
        header.fields().stream().filter(field -> field.name().equalsIgnoreCase("From")).toList();
    if (!header.complete() || from.size() != 1) {
      return Optional.of("It cannot be said who the message's author is.");
    }
    List<Address.Mailbox> authors =
        AddressList.mailboxes(AddressList.parse(from.getFirst().value()));
    boolean all = authors.stream().allMatch(author -> isNamed(author, named));
    return all && !authors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The signer's certificate is not for the address in From, but for %s."
                .formatted(named.getFirst()));
  }

  private static boolean isNamed(Address.Mailbox author, List<EmailAddress> named) {
    return EmailAddress.parse(author.address())
        .filter(address -> named.stream().anyMatch(one -> same(one, address)))
        .isPresent();
  }

  /**
   * Local parts in ASCII are one whatever their case; others are compared as they are (RFC 9598).
   */
  private static boolean same(EmailAddress one, EmailAddress other) {
    boolean exactly = one.needsUtf8() || other.needsUtf8();
    boolean local =
        exactly ? one.local().equals(other.local()) : one.local().equalsIgnoreCase(other.local());
    return local && one.domain().equals(other.domain());
  }
}
