/** Who is who: tenants, domains, accounts, aliases, groups, passwords and SASL. */
@NullMarked
package org.mailstead.identity;

import org.jspecify.annotations.NullMarked;
