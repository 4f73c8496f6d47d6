import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  layout: "key format: layout is not possible",
  value: "key format: value does not fit its element",
  tooManyValues: "key format: number of values greater than layout",
  tooShort: "key format: malformed input",
} as const;

/** A layout, a value or a key breaks the rules of key formats (primitives-mkvs §5). The reference stops the program. */
export class KeyFormatError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails) {
    super(code, messages[code], {details});
  }
}
