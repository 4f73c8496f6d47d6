import {equal, utf8} from "@oasis-node/primitives/bytes";
import {formatDocument} from "@oasis-node/state-transition/genesis";
import type {LoadedGenesis} from "./genesisFile.ts";
import {unifiedDiff} from "./unifiedDiff.ts";

/** Why a file is not the canonical text of its document. */
export interface CanonicalProblem {
  readonly reason: string;
  /** What to change, in unified form. */
  readonly diff: string;
}

/** What is not canonical about a genesis file; null when every byte is right (consensus-core §2.1). */
export function canonicalProblem({bytes, document}: LoadedGenesis): CanonicalProblem | null {
  const canonical = formatDocument(document);
  if (equal(bytes, utf8(canonical))) return null;
  const actual = new TextDecoder().decode(bytes);
  const reason = actual.trim().includes("\n")
    ? "genesis file is not in canonical form, see the diff on stderr"
    : "genesis file has everything on a single line";
  return {reason, diff: unifiedDiff(actual, canonical, {from: "Actual", to: "Canonical"})};
}
