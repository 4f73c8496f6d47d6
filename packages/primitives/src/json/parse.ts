import {JsonError} from "./jsonError.ts";
import type {JsonValue} from "./value.ts";

/** Deeper than any document of the protocol, shallow enough for the recursive readers. */
const maxDepth = 512;

/**
 * Reads JSON text. Integer literals become `bigint`, so that no 64-bit value is rounded; numbers with a fraction or an
 * exponent, and `-0`, stay `number`: Go refuses those for (unsigned) integer fields. Throws `JsonError` on anything
 * that is not JSON.
 */
export function parseJson(text: string): JsonValue {
  checkDepth(text);
  try {
    return JSON.parse(text, revive) as JsonValue;
  } catch (cause) {
    throw new JsonError("syntax", "text is not JSON", {}, cause);
  }
}

function revive(_key: string, value: unknown, context?: {readonly source?: string}): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) && !Object.is(value, -0) ? BigInt(context.source) : value;
}

function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === 0x5c) at++;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) {
      if (++depth > maxDepth) throw new JsonError("depth", `nested deeper than ${maxDepth}`, {offset: at});
    } else if (character === 0x7d || character === 0x5d) depth--;
  }
}
