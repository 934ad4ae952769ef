/** What was learnt about those who bring us mail. */
@NullMarked
package org.mailstead.post.clients;

import org.jspecify.annotations.NullMarked;
