import {TypedError} from "../errors/index.ts";

/** A text is not Bech32. */
export class Bech32Error extends TypedError<
  "length" | "character" | "mixedCase" | "separator" | "checksum" | "padding"
> {
  constructor(code: Bech32Error["code"], problem: string) {
    super(code, `decoding bech32 failed: ${problem}`);
  }
}
