/** What servers report to each other of mail: DMARC, TLS-RPT, ARF. */
@NullMarked
package org.mailstead.formats.report;

import org.jspecify.annotations.NullMarked;
