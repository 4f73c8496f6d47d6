import {fromBase64} from "@oasis-node/primitives/bytes";
import {recordedText} from "../support.ts";

interface CborRecord {
  readonly type: string;
  readonly mut: string;
  readonly ok: boolean;
  readonly out?: string;
}

/** Canonical encodings which the reference made of unchanged values, by type. */
export function recordedEncodings(): ReadonlyMap<string, readonly Uint8Array[]> {
  const byType = new Map<string, Uint8Array[]>();
  for (const line of recordedText("corpora/cbor-tx.jsonl.gz").trimEnd().split("\n")) {
    const {type, mut, ok, out = ""}: CborRecord = JSON.parse(line);
    const bytes = ok && mut === "none" ? fromBase64(out) : null;
    if (bytes !== null) byType.set(type, [...(byType.get(type) ?? []), bytes]);
  }
  return byType;
}
