/** Reads one byte after the other as Go's JSON scanner does, and says what it stumbles over. */
class FaultFinder {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Throws a `Fault` where the text stops being JSON. */
  read(): void {
    this.#value("looking for beginning of value");
    this.#blanks();
    if (this.#at < this.#bytes.length) this.#fail("after top-level value");
  }

  #value(where: string): void {
    this.#blanks();
    const character = this.#peek();
    if (character === "{") this.#members();
    else if (character === "[") this.#elements();
    else if (character === '"') this.#string();
    else if (character === "-" || isDigit(character)) this.#number();
    else if (character === "t") this.#literal("true");
    else if (character === "f") this.#literal("false");
    else if (character === "n") this.#literal("null");
    else this.#fail(where);
  }

  #members(): void {
    this.#at++;
    this.#blanks();
    if (this.#closes("}")) return;
    for (;;) {
      this.#blanks();
      if (this.#peek() !== '"') this.#fail("looking for beginning of object key string");
      this.#string();
      this.#blanks();
      if (this.#peek() !== ":") this.#fail("after object key");
      this.#at++;
      this.#value("looking for beginning of value");
      this.#blanks();
      if (this.#closes("}")) return;
      if (this.#peek() !== ",") this.#fail("after object key:value pair");
      this.#at++;
    }
  }

  #elements(): void {
    this.#at++;
    this.#blanks();
    if (this.#closes("]")) return;
    for (;;) {
      this.#value("looking for beginning of value");
      this.#blanks();
      if (this.#closes("]")) return;
      if (this.#peek() !== ",") this.#fail("after array element");
      this.#at++;
    }
  }

  #string(): void {
    for (this.#at++; this.#peek() !== '"'; this.#at++) {
      if (this.#peek() === "\\") this.#escape();
      else if ((this.#bytes[this.#at] ?? 0) < 0x20) this.#fail("in string literal");
    }
    this.#at++;
  }

  /** Ends on the last character of the escape. */
  #escape(): void {
    this.#at++;
    if (this.#peek() === "u") {
      for (let digits = 0; digits < 4; digits++) {
        this.#at++;
        if (!/^[0-9a-fA-F]$/.test(this.#peek())) this.#fail("in \\u hexadecimal character escape");
      }
    } else if (!'bfnrt\\/"'.includes(this.#peek())) this.#fail("in string escape code");
  }

  #number(): void {
    if (this.#peek() === "-") {
      this.#at++;
      if (!isDigit(this.#peek())) this.#fail("in numeric literal");
    }
    if (this.#peek() === "0") this.#at++;
    else this.#digits();
    if (this.#next() === ".") {
      this.#at++;
      if (!isDigit(this.#peek())) this.#fail("after decimal point in numeric literal");
      this.#digits();
    }
    if (this.#next() !== "e" && this.#next() !== "E") return;
    this.#at++;
    if (this.#peek() === "+" || this.#peek() === "-") this.#at++;
    if (!isDigit(this.#peek())) this.#fail("in exponent of numeric literal");
    this.#digits();
  }

  #digits(): void {
    while (isDigit(this.#next())) this.#at++;
  }

  #literal(word: string): void {
    for (const [index, letter] of [...word].entries()) {
      if (this.#peek() !== letter) this.#fail(`in literal ${word} (expecting ${quoted(letter)})`);
      this.#at += index < word.length ? 1 : 0;
    }
  }

  #blanks(): void {
    while (" \t\r\n".includes(this.#next() || "x")) this.#at++;
  }

  /** Whether the closing character is here; then it is passed. */
  #closes(character: string): boolean {
    const found = this.#peek() === character;
    if (found) this.#at++;
    return found;
  }

  /** The byte here as a character; empty at the end. */
  #next(): string {
    const byte = this.#bytes[this.#at];
    return byte === undefined ? "" : String.fromCharCode(byte);
  }

  #peek(): string {
    const character = this.#next();
    if (character === "") throw new Fault("unexpected end of JSON input");
    return character;
  }

  #fail(where: string): never {
    throw new Fault(`invalid character ${quoted(this.#peek())} ${where}`);
  }
}

/** Where a text stops being JSON. Never leaves this file. */
class Fault extends Error {}

/** Why bytes are not JSON, as Go's parser says it; null when they are, or are nested too deeply to tell. */
export function jsonFault(bytes: Uint8Array): string | null {
  try {
    new FaultFinder(bytes).read();
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function quoted(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
