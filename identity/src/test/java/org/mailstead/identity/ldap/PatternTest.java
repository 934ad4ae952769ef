package org.mailstead.identity.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import org.junit.jupiter.api.Test;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/** What somebody types stays a value, in a filter (RFC 4515) and in a name (RFC 4514). */
class PatternTest {
  private static final Pattern FILTER = new Pattern("(&(objectClass=person)(mail={address}))");
  private static final Pattern USER = new Pattern("uid={local}+l={domain},ou=people,dc=test");

  private static EmailAddress local(String local) {
    return new EmailAddress(local, "example.test");
  }

  @Test
  void anAddressCannotBecomePartOfAFilter() throws LDAPException {
    assertEquals(
        "(&(objectClass=person)(mail=ada@example.test))", FILTER.filter(local("ada")).toString());
    for (String attack :
        new String[] {"*", "a*", "x)(uid=*", "x)(|(uid=*", "\\2a", "\0", ")", "(", "{domain}"}) {
      is(attack, FILTER.filter(local(attack)));
    }
  }

  private static void is(String local, Filter filter) {
    Filter[] parts = filter.getComponents();
    assertEquals(2, parts.length, filter.toString());
    assertEquals(Filter.FILTER_TYPE_EQUALITY, parts[1].getFilterType(), filter.toString());
    assertEquals("mail", parts[1].getAttributeName());
    assertEquals(local + "@example.test", parts[1].getAssertionValue());
  }

  @Test
  void anAddressCannotBecomePartOfAName() throws LDAPException {
    for (String attack :
        new String[] {"ada", "ada,ou=admins", "ada+cn=x", "#41", " ada ", "\"", "<;>\\", "\0"}) {
      is(attack, new DN(USER.user(local(attack))));
    }
    assertEquals("ada@example.test", new Pattern("{address}").user(local("ada")));
  }

  private static void is(String local, DN name) {
    assertEquals(3, name.getRDNs().length, name.toString());
    assertEquals(local, name.getRDNs()[0].getAttributeValues()[0]);
    assertEquals("example.test", name.getRDNs()[0].getAttributeValues()[1]);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    for (String filter :
        new String[] {"mail={address}(", "(mail=ada@example.test)", "(x={domain})"}) {
      var settings = new TestDirectory.Settings(java.util.List.of("ldap://localhost"));
      settings.filter = filter;
      assertThrows(Refused.class, () -> LdapDirectories.check(settings.made()), filter);
    }
    var settings = new TestDirectory.Settings(java.util.List.of("ldap://localhost"));
    settings.authorities = "no certificate";
    assertThrows(Refused.class, () -> LdapDirectories.check(settings.made()));
  }

  @FuzzTest
  void whateverIsTypedStaysAValue(FuzzedDataProvider data) throws LDAPException {
    String typed = data.consumeRemainingAsString();
    // A surrogate without its other half is no character, and goes over the wire as a question
    // mark.
    String text =
        new String(
            typed.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8);
    is(text, FILTER.filter(local(text)));
    if (!text.isEmpty()) {
      is(text, new DN(USER.user(local(text))));
    }
  }
}
