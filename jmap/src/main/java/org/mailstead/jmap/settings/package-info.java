/** What people set once and find on every device: our own. */
@NullMarked
package org.mailstead.jmap.settings;

import org.jspecify.annotations.NullMarked;
