/** Signing in with a browser, and what people do there with what opens their account. */
@NullMarked
package org.mailstead.signin;

import org.jspecify.annotations.NullMarked;
