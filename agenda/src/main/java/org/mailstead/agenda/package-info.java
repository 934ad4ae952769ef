/** What people keep besides mail: contacts, later calendars and tasks. */
@NullMarked
package org.mailstead.agenda;

import org.jspecify.annotations.NullMarked;
