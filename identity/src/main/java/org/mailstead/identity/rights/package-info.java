/** Who may administer what: roles and their scopes, tenants, programs' tokens, leave to look. */
@NullMarked
package org.mailstead.identity.rights;

import org.jspecify.annotations.NullMarked;
