package org.mailstead.filter.dkim;

/** An ARC-Message-Signature field that is understood (RFC 8617 section 4.1.2). */
record ArcMessageSignature(RawField field, String unsignedValue, SignatureTags tags) {
  // The RFC leaves it at DKIM's simple/simple; all who seal and the test suite mean this.
  private static final String CANONICALIZATION = "relaxed/relaxed";

  static ArcMessageSignature parse(RawField field) throws TagSyntaxException {
    TagList list = TagList.parse(field.value());
    if (list.find("t").isPresent()) {
      SignatureTags.number(list, "t");
    }
    SignatureTags tags = SignatureTags.of(list, CANONICALIZATION);
    if (tags.fields().contains(ArcSets.SEAL)) {
      throw new TagSyntaxException("a seal is signed");
    }
    return new ArcMessageSignature(field, list.withoutSignature(), tags);
  }

  String signedHeader(SignedMessage message) {
    RawField unsigned = field.withValue(unsignedValue);
    return message.signedFields(tags.fields(), tags.headerForm(), field)
        + tags.headerForm().header(unsigned);
  }
}
