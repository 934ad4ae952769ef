/** BIMI: the picture that a domain wants shown beside its mail. */
@NullMarked
package org.mailstead.filter.bimi;

import org.jspecify.annotations.NullMarked;
