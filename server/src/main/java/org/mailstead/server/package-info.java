/** The program: configuration, wiring in start order, command line. */
@NullMarked
package org.mailstead.server;

import org.jspecify.annotations.NullMarked;
