import {type Branded, utf8} from "../bytes/index.ts";
import {hashOf} from "../hash/index.ts";
import {
  chainContextSeparator,
  maxChainContextLength,
  maxContextLength,
  type SigningContext,
} from "./signingContext.ts";
import {SigningContextError} from "./signingContextError.ts";

/** A context with all its parts, 1 to 255 bytes: what stands before the message in the hash that is signed. */
export type PreparedContext = Branded<Uint8Array, "PreparedContext">;

/** The 32 bytes that are signed: hash of a prepared context and a message. */
export type PreparedMessage = Branded<Uint8Array, "PreparedMessage">;

export interface ContextParts {
  /** Identifies the network: lower-case hexadecimal hash of the genesis document. Ignored without chain separation. */
  readonly chainContext?: string | undefined;
  /** For contexts with a suffix, and for no others. */
  readonly suffix?: string | undefined;
}

/**
 * Puts a context together: name, suffix, chain context (primitives-mkvs §2.6). Throws `SigningContextError`; of several
 * faults it names the one the reference names.
 */
export function prepareContext(context: SigningContext, parts: ContextParts = {}): PreparedContext {
  let text = context.name + suffixText(context, parts.suffix);
  if (context.chainSeparation) text += chainContextSeparator + checkedChainContext(parts.chainContext);
  if (context.suffix !== null && parts.suffix === undefined) throw new SigningContextError("noDynamicSuffix");
  return utf8(text) as PreparedContext;
}

/**
 * Takes a context as is, without asking whether it is registered: for a remote signer, whose clients send contexts
 * prepared by them. Throws `SigningContextError` `malformed` unless it has 1 to 255 bytes.
 */
export function unregisteredContext(text: string): PreparedContext {
  const bytes = utf8(text);
  if (bytes.length === 0 || bytes.length > maxContextLength) {
    throw new SigningContextError("malformed", {length: bytes.length});
  }
  return bytes as PreparedContext;
}

/** What is signed for a message under a prepared context. */
export function prepareMessage(context: PreparedContext, message: Uint8Array): PreparedMessage {
  return hashOf(context, message) as Uint8Array as PreparedMessage;
}

/** What is signed for a message under a context. Throws `SigningContextError`. */
export function prepare(context: SigningContext, parts: ContextParts, message: Uint8Array): PreparedMessage {
  return prepareMessage(prepareContext(context, parts), message);
}

function suffixText({suffix}: SigningContext, given: string | undefined): string {
  if (given === undefined) return "";
  if (suffix === null) throw new SigningContextError("noSuffixConfigured");
  const {prefix, maxLength} = suffix;
  const length = utf8(given).length;
  if (length > maxLength) throw new SigningContextError("suffixTooLong", {length, maxLength});
  return prefix + given;
}

function checkedChainContext(chainContext = ""): string {
  if (chainContext === "") throw new SigningContextError("noChainContext");
  const {length} = utf8(chainContext);
  if (length > maxChainContextLength) throw new SigningContextError("malformed", {chainContext, length});
  return chainContext;
}
