/** Tells owners by mail what happens to what opens their account. */
@NullMarked
package org.mailstead.post.security;

import org.jspecify.annotations.NullMarked;
