/** Text to the forms under which it is indexed and asked for, in all scripts. */
@NullMarked
package org.mailstead.search.text;

import org.jspecify.annotations.NullMarked;
