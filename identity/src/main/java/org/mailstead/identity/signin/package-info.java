/** Who somebody is: passwords, second factors, SASL, sessions, and what is kept of sign-ins. */
@NullMarked
package org.mailstead.identity.signin;

import org.jspecify.annotations.NullMarked;
