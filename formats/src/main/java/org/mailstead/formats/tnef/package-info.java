/**
 * What Outlook wraps up as {@code winmail.dat}: TNEF (MS-OXTNEF), and the RTF inside (MS-OXRTFCP,
 * MS-OXRTFEX). The texts of these specifications were not seen: it is written from what is known of
 * them, and held against files of Outlook and Exchange and against two other programs.
 */
@NullMarked
package org.mailstead.formats.tnef;

import org.jspecify.annotations.NullMarked;
