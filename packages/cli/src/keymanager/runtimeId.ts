import {fromHex} from "@oasis-node/primitives/bytes";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";

/** The ID of a ParaTime in hexadecimal. Throws `NamespaceError`. */
export function runtimeId(text: string): Namespace {
  return asNamespace(fromHex(text) ?? new Uint8Array());
}
