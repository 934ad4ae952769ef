package org.mailstead.formats.tnef;

import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;

/**
 * Something that was in a {@code winmail.dat}.
 *
 * @param number from 1, in the order that they stand in: the same whenever it is unpacked
 * @param name without folders
 * @param type a media type, without parameters
 * @param cid what HTML names it by
 * @param isBody whether it is the text of the message that the {@code winmail.dat} came with
 */
public record UnpackedFile(
    int number,
    String name,
    String type,
    Optional<String> cid,
    boolean isBody,
    ByteSource octets) {}
