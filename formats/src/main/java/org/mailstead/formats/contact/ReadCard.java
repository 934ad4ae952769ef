package org.mailstead.formats.contact;

import tools.jackson.databind.node.ObjectNode;

/**
 * A contact that came as a vCard.
 *
 * @param card the same in JSContact, as far as that has words for it
 * @param original as it came, without the octets of pictures, which are data: URIs in the card
 */
public record ReadCard(ObjectNode card, String original) {}
