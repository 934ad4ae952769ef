/** What other servers report of mail in our name and of mail to us: DMARC, TLS-RPT, ARF. */
@NullMarked
package org.mailstead.formats.report;

import org.jspecify.annotations.NullMarked;
