/** Who may see and change what of which account. */
@NullMarked
package org.mailstead.jmap.account;

import org.jspecify.annotations.NullMarked;
