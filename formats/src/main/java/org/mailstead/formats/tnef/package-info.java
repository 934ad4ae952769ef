/** What Outlook wraps up as {@code winmail.dat}: TNEF, and the RTF inside. */
@NullMarked
package org.mailstead.formats.tnef;

import org.jspecify.annotations.NullMarked;
