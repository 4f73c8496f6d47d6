import {encodePemBlock, findPemBlock} from "./pemBlock.ts";
import {PemError} from "./pemError.ts";

/** PEM text of one block. */
export function encodePem(type: string, data: Uint8Array): string {
  return encodePemBlock({type, data});
}

/**
 * Content of the one PEM block of a text. Leading text is tolerated; nothing may follow the END line and the type must
 * match (primitives-mkvs §2.10). Throws `PemError`.
 */
export function decodePem(type: string, text: string): Uint8Array {
  const block = findPemBlock(text);
  if (block === null) throw new PemError("noBlock", {wanted: type});
  if (block.rest !== "") throw new PemError("trailingData", {wanted: type});
  if (block.type !== type) throw new PemError("wrongType", {wanted: type, found: block.type});
  return block.data;
}
