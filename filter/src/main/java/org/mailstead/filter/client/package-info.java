/** What is known of the servers that bring mail, before they have brought it. */
@NullMarked
package org.mailstead.filter.client;

import org.jspecify.annotations.NullMarked;
