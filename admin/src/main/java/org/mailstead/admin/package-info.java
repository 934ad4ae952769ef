/** Administration: one table of operations, which programs, pages and the command line use. */
@NullMarked
package org.mailstead.admin;

import org.jspecify.annotations.NullMarked;
