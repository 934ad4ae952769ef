/** What our own people send: how much they may, and when an account is not theirs any more. */
@NullMarked
package org.mailstead.post.sending;

import org.jspecify.annotations.NullMarked;
