/** Address books and contacts: RFC 9610, and vCards that come and go. */
@NullMarked
package org.mailstead.jmap.contacts;

import org.jspecify.annotations.NullMarked;
