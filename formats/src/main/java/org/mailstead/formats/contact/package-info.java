/** Contacts: JSContact (RFC 9553), and vCard (RFC 6350) as it comes and goes (RFC 9555). */
@NullMarked
package org.mailstead.formats.contact;

import org.jspecify.annotations.NullMarked;
