package org.mailstead.identity.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.function.UnaryOperator;
import org.mailstead.words.EmailAddress;

/**
 * A filter or a name with places for what somebody typed. What is put there stays a value, whatever
 * it holds: an address may have {@code *}, and a quoted one {@code )(}.
 */
record Pattern(String text) {
  private static final String ADDRESS = "{address}";
  private static final String LOCAL = "{local}";
  private static final String DOMAIN = "{domain}";

  /** Whether it has a place at all; without one it would find the same for everybody. */
  boolean hasPlace() {
    return text.contains(ADDRESS) || text.contains(LOCAL);
  }

  /** As a filter, escaped by RFC 4515 section 3. */
  Filter filter(EmailAddress who) throws LDAPException {
    return Filter.create(filled(text, who, Filter::encodeValue));
  }

  /** What somebody binds as: a DN, or a name that the directory takes instead of one. */
  String user(EmailAddress who) throws LDAPException {
    return isDn() ? dn(who).toString() : filled(text, who, UnaryOperator.identity());
  }

  private boolean isDn() {
    return text.contains("=");
  }

  /** Put together from its parts, so that none is escaped by hand (RFC 4514). */
  private DN dn(EmailAddress who) throws LDAPException {
    // Braces need no escape in a DN, so the places survive its being taken apart.
    RDN[] parts = new DN(text).getRDNs();
    RDN[] filled = new RDN[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String[] values = parts[i].getAttributeValues();
      for (int j = 0; j < values.length; j++) {
        values[j] = filled(values[j], who, UnaryOperator.identity());
      }
      filled[i] = new RDN(parts[i].getAttributeNames(), values);
    }
    return new DN(filled);
  }

  /** In one pass: what was put in is not looked through for places. */
  private static String filled(String text, EmailAddress who, UnaryOperator<String> escaped) {
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith(ADDRESS, at)) {
        out.append(escaped.apply(who.local() + "@" + who.domain()));
        at += ADDRESS.length();
      } else if (text.startsWith(LOCAL, at)) {
        out.append(escaped.apply(who.local()));
        at += LOCAL.length();
      } else if (text.startsWith(DOMAIN, at)) {
        out.append(escaped.apply(who.domain()));
        at += DOMAIN.length();
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }
}
