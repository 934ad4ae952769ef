/** How mail programs, phones and people find the settings of this server by an address alone. */
@NullMarked
package org.mailstead.discovery;

import org.jspecify.annotations.NullMarked;
