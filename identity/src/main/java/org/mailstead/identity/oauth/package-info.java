/**
 * Programs of others that people let in: OAuth 2 (RFC 6749) and OpenID Connect, without its pages.
 */
@NullMarked
package org.mailstead.identity.oauth;

import org.jspecify.annotations.NullMarked;
