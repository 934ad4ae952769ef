package org.mailstead.rules;

/** The part of an address that is compared (RFC 5228 section 2.7.4, RFC 5233). */
enum AddressPart {
  ALL,
  LOCALPART,
  DOMAIN,
  USER,
  DETAIL
}
