package org.mailstead.search;

import static org.mailstead.search.Fields.COMPOUNDS;
import static org.mailstead.search.Fields.STEMS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.LanguageGuess;
import org.mailstead.search.text.Stems;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;
import org.mailstead.words.AccountId;

/** Makes of an email what the index keeps. For one thread; a row is good until the next is made. */
final class Rows {
  /** Characters of a body or of an attachment that are looked at. */
  static final int MOST_TEXT = 512 << 10;

  private static final int MOST_VALUE = 1_000;
  private static final int MOST_PEOPLE = 1_000;

  /** Letters of a word that may be a compound. */
  static final int LONG_WORD = 9;

  /** Fields found otherwise, and those that only say how a message travelled. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "received",
          "dkim-signature",
          "domainkey-signature",
          "arc-seal",
          "arc-message-signature",
          "arc-authentication-results",
          "authentication-results",
          "received-spf",
          "autocrypt",
          "x-google-dkim-signature",
          "x-gm-message-state",
          "x-google-smtp-source",
          "x-received",
          "x-ms-exchange-antispam-messagedata",
          "x-microsoft-antispam-message-info",
          "x-microsoft-antispam",
          "x-forefront-antispam-report",
          "face",
          "x-face");

  private final Map<String, TermList> lists = new LinkedHashMap<>();
  private final Stems stems = new Stems();
  private final Set<String> seen = new HashSet<>();
  private final List<IndexableField> row = new ArrayList<>();

  /** The fields of an email of this account. */
  List<IndexableField> row(AccountId account, Document document) {
    empty();
    facts(account, document);
    people(document.people());
    text(document);
    headers(document);
    scan(account, document.scan());
    lists.forEach((name, list) -> {
      if (!list.isEmpty()) {
        row.add(new Field(name, list, type(name)));
      }
    });
    return row;
  }

  /** Lets go of the last email. */
  void empty() {
    lists.values().forEach(TermList::empty);
    row.clear();
    seen.clear();
  }

  private static FieldType type(String field) {
    return switch (field) {
      case Fields.SUBJECT, Fields.BODY, Fields.QUOTE, Fields.ATTACHMENT -> Fields.PLACED;
      case Fields.FROM, Fields.TO, Fields.CC, Fields.BCC, Fields.NAME, Fields.LIST -> Fields.LISTED;
      default -> Fields.THERE;
    };
  }

  private TermList list(String field) {
    return lists.computeIfAbsent(field, _ -> new TermList());
  }

  private void facts(AccountId account, Document document) {
    Document.Facts facts = document.facts();
    row.add(new StringField(Fields.ACCOUNT, Fields.account(account).bytes(), Field.Store.NO));
    row.add(
        new StringField(
            Fields.KEY, Fields.key(account, document.number()).bytes(), Field.Store.NO));
    row.add(new NumericDocValuesField(Fields.NUMBER, document.number()));
    row.add(new LongPoint(Fields.DATE, facts.date()));
    row.add(new NumericDocValuesField(Fields.DATE, facts.date()));
    row.add(new LongPoint(Fields.SIZE, facts.size()));
    if (facts.hasAttachment()) {
      list(Fields.FACT).add(Fields.WITH_ATTACHMENT);
    }
    if (!facts.listId().isEmpty()) {
      list(Fields.FACT).add(Fields.BY_LIST);
      words(list(Fields.LIST), facts.listId());
    }
  }

  private void people(Document.People people) {
    people(Fields.FROM, people.from());
    people(Fields.TO, people.to());
    people(Fields.CC, people.cc());
    people(Fields.BCC, people.bcc());
  }

  private void people(String field, List<Document.Person> people) {
    TermList list = list(field);
    for (Document.Person person : people.subList(0, Math.min(people.size(), MOST_PEOPLE))) {
      words(list, person.name());
      list.gap();
      words(list, person.address());
      if (!person.address().isEmpty()) {
        list.beside(Fields.WHOLE + Words.address(person.address()));
      }
      list.gap();
    }
  }

  private static void words(TermList list, String text) {
    String looked = text.length() > MOST_VALUE ? text.substring(0, MOST_VALUE) : text;
    Tokens.cut(looked, token -> list.add(token.form()));
  }

  private void text(Document document) {
    Map<String, List<Token>> cut = new LinkedHashMap<>();
    cut.put(Fields.SUBJECT, Tokens.of(start(document.subject())));
    List<Token> body = new ArrayList<>();
    List<Token> quote = new ArrayList<>();
    Quotes.split(
        start(document.body()),
        text -> Tokens.cut(text, body::add),
        quoted -> Tokens.cut(quoted, quote::add));
    cut.put(Fields.BODY, body);
    cut.put(Fields.QUOTE, quote);
    Language language = LanguageGuess.of(body.size() < 5 ? both(cut) : body);
    list(Fields.FACT).add(Fields.language(language.tag()));
    cut.forEach((field, tokens) -> {
      seen.clear();
      forms(field, tokens, language);
    });
    seen.clear();
    for (Document.Attachment attached : document.attachments()) {
      words(list(Fields.NAME), attached.name());
      list(Fields.NAME).gap();
      List<Token> tokens = Tokens.of(start(attached.text()));
      Language own = tokens.isEmpty() ? language : LanguageGuess.of(tokens);
      forms(Fields.ATTACHMENT, tokens, own);
      list(Fields.ATTACHMENT).gap();
      if (!tokens.isEmpty() && own != language) {
        list(Fields.FACT).add(Fields.language(own.tag()));
      }
    }
  }

  private static List<Token> both(Map<String, List<Token>> cut) {
    List<Token> all = new ArrayList<>();
    cut.values().forEach(all::addAll);
    return all;
  }

  private static String start(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
  }

  /** Words as they are, and for each new one what else it is found by. */
  private void forms(String field, List<Token> tokens, Language language) {
    TermList list = list(field);
    // What is quoted is found by the same stems as what is said.
    String said = field.equals(Fields.QUOTE) ? Fields.BODY : field;
    TermList stemList = list(said + STEMS);
    TermList compounds = list(said + COMPOUNDS);
    for (Token token : tokens) {
      list.add(token.form());
      if (token.kind() != Token.Kind.WORD || !seen.add(token.word())) {
        continue;
      }
      String stem = stems.stem(language, token);
      if (!stem.equals(token.form())) {
        Language speaks = Stems.speaks(language, token);
        stemList.add(speaks.tag() + stem);
        if (speaks == Language.RUSSIAN && language != speaks) {
          list(Fields.FACT).add(Fields.language(speaks.tag()));
        }
      }
      if (language.compounds() && token.form().length() >= LONG_WORD) {
        compound(token.form(), stem, compounds);
      }
    }
  }

  private static void compound(String word, String stem, TermList to) {
    to.add(word);
    to.add(Fields.BACKWARDS + new StringBuilder(stem).reverse().toString());
    for (int i = Forms.PART; i < word.length() - Forms.INNER_PART; i++) {
      to.add(Fields.WITHIN + word.substring(i));
    }
  }

  private void scan(AccountId account, Document.Scan scan) {
    if (!scan.whole()) {
      list(Fields.FACT).add(Fields.OPAQUE);
      return;
    }
    String before = Fields.scanned(account);
    TermList list = list(Fields.SCANNED);
    scan.words().forEach(word -> list.add(before + word));
  }

  private void headers(Document document) {
    TermList list = list(Fields.HEADER);
    seen.clear();
    Consumer<String> once =
        term -> {
          if (seen.add(term)) {
            list.add(term);
          }
        };
    for (Document.Header header : document.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (name.length() <= Words.LONGEST) {
        once.accept(name);
      }
      if (!PASSED_OVER.contains(name) && name.length() <= Words.LONGEST) {
        String value = header.value();
        String looked = value.length() > MOST_VALUE ? value.substring(0, MOST_VALUE) : value;
        Words.ofHeader(looked, word -> once.accept(name + Fields.VALUE + word));
      }
    }
  }
}
