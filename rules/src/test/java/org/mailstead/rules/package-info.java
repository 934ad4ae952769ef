/** Tests of scripts and their runs. */
@NullMarked
package org.mailstead.rules;

import org.jspecify.annotations.NullMarked;
