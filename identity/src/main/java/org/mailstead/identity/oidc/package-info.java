/** Providers of identities (OpenID Connect) at which a domain's people sign in. */
@NullMarked
package org.mailstead.identity.oidc;

import org.jspecify.annotations.NullMarked;
