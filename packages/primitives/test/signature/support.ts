import {fromHex, utf8} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";

/** The chain context of the reference's own test vectors. */
export const chainContext = "e5236dc3a9796b28c120ea1169ec7b92f44d5c29d3e29760e83e6b0da5e0278e";

export const transactionContext = prepareContext(signingContexts.transaction, {chainContext});
export const entityContext = prepareContext(signingContexts.registerEntity);

export const hello = utf8("hello");

export function hex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === null) throw new RangeError(`not hexadecimal: ${text}`);
  return bytes;
}

/** Code of the typed error that an action throws. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof TypedError ? error.code : String(error);
  }
  return "no error";
}

/** Code of the typed error that a promise rejects with. */
export async function rejectionOf(pending: Promise<unknown>): Promise<string> {
  try {
    await pending;
  } catch (error) {
    return error instanceof TypedError ? error.code : String(error);
  }
  return "no error";
}
