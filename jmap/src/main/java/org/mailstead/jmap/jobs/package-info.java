/** Long work that the server does by itself: changes of all emails that a filter finds, undoing. */
@NullMarked
package org.mailstead.jmap.jobs;

import org.jspecify.annotations.NullMarked;
