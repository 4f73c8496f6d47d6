import {TypedError} from "../errors/index.ts";

const messages = {
  noBlock: "pem: data does not contain a block",
  trailingData: "pem: data has trailing garbage",
  wrongType: "pem: malformed, unexpected type",
} as const;

/** A text is not the one PEM block that was wanted. */
export class PemError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: {readonly wanted: string; readonly found?: string}) {
    super(code, messages[code], {details});
  }
}
