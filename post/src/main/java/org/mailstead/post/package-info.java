/** What every protocol does to an account: mailboxes, messages, delivery, the queue. */
@NullMarked
package org.mailstead.post;

import org.jspecify.annotations.NullMarked;
