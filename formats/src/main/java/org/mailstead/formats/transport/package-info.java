/** What domains say of how mail is to be brought to them: MTA-STS, TLS-RPT. */
@NullMarked
package org.mailstead.formats.transport;

import org.jspecify.annotations.NullMarked;
