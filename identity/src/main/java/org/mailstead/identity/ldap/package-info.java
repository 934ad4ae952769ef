/** Directories of others (LDAP) that know a domain's people and check their passwords. */
@NullMarked
package org.mailstead.identity.ldap;

import org.jspecify.annotations.NullMarked;
