package org.mailstead.filter.spf;

/**
 * A mechanism, and what it means when it matches.
 *
 * @param text as it stands in the record, for explanations
 */
record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
