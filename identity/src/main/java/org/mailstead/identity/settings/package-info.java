/** What can be set: each setting once, with its values by scope, and how they are changed. */
@NullMarked
package org.mailstead.identity.settings;

import org.jspecify.annotations.NullMarked;
