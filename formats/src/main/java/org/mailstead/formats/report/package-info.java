/** Reports that servers send each other about mail. */
@NullMarked
package org.mailstead.formats.report;

import org.jspecify.annotations.NullMarked;
