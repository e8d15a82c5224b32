interface Words {
  says: string;
  /** The usual slip behind it. */
  hint?: string;
}

interface Known extends Words {
  code: string;
  /** Part of the parser's message, where one code stands for several slips. */
  when?: RegExp;
}

const known: readonly Known[] = [
  {
    code: "BAD_INDENT",
    when: /^Flow sequence/,
    says: "a list is opened with [ and not closed",
    hint: "Close it with ].",
  },
  { code: "BAD_INDENT", when: /^Flow map/, says: "a map is opened with { and not closed", hint: "Close it with }." },
  {
    code: "BAD_INDENT",
    says: "this line is indented differently from its neighbours",
    hint: "Line it up with the keys around it.",
  },
  {
    code: "MISSING_CHAR",
    when: /quote/,
    says: "a quote is opened above and not closed",
    hint: "Add the closing quote.",
  },
  {
    code: "BLOCK_AS_IMPLICIT_KEY",
    says: "a key stands where only a value may stand",
    hint: "Look for a missing line break or a wrong indentation; quote a text that holds a colon.",
  },
  { code: "MULTILINE_IMPLICIT_KEY", says: "a key goes on over the end of its line", hint: "Look for a missing colon." },
  { code: "TAB_AS_INDENT", says: "a tab at the start of the line", hint: "Indent with spaces." },
  { code: "BAD_SCALAR_START", says: "a text cannot start with this character", hint: "Quote it." },
  { code: "BAD_ALIAS", says: "a * without a name", hint: "Quote it, or name an anchor after the *." },
  { code: "UNEXPECTED_TOKEN", says: "this does not belong here" },
];

/** The YAML parser's error in plain words: its own are about its grammar. */
export function yamlWords(code: string, message: string): Words {
  const found = known.find((one) => one.code === code && (one.when?.test(message) ?? true));
  if (found === undefined) return { says: bare(message) };
  return { says: found.says, ...(found.hint === undefined ? {} : { hint: found.hint }) };
}

/** Without the trailing position: ours is shown beside it. */
function bare(message: string): string {
  const first = message.split("\n")[0] ?? message;
  return first.replace(/ at line \d+, column \d+:?$/, "").replace(/[:.]$/, "");
}
