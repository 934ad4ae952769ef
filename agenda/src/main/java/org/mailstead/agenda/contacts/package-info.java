/** The people that somebody knows, in address books. */
@NullMarked
package org.mailstead.agenda.contacts;

import org.jspecify.annotations.NullMarked;
