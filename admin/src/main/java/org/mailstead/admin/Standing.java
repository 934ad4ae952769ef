package org.mailstead.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What only the whole server knows of itself. */
public interface Standing {
  String version();

  Instant startedAt();

  String hostname();

  /** Where its pages are, such as {@code https://mail.example.org}; empty when there are none. */
  String site();

  Storage storage();

  /**
   * @param used octets of the home; less than 0 where nobody has counted them
   * @param free octets that may still be used
   */
  record Storage(long used, long free) {}

  /** The records that a domain has to have in the DNS, looked up now. */
  List<DnsRecord> records(String domain);

  /**
   * @param line as a zone file has it
   * @param wrong what is wrong with it in the DNS; empty when nothing is
   * @param needed whether mail suffers without it
   */
  record DnsRecord(String line, Optional<String> wrong, boolean needed) {}

  List<Certificate> certificates();

  /**
   * @param source {@code acme}, {@code file}, {@code self-signed}
   * @param wrong why there is no newer one
   */
  record Certificate(
      List<String> names,
      String issuer,
      Instant notBefore,
      Instant notAfter,
      String source,
      Optional<String> wrong) {}

  /**
   * Gets a certificate of a CA now.
   *
   * @throws org.mailstead.words.Refused when none is asked, or it refuses
   */
  void renew(String name);
}
