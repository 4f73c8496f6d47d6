import {existsSync} from "node:fs";
import {basename, join} from "node:path";
import {root} from "../../scripts/run.ts";

export interface Recording {
  readonly kind: string;
  readonly path: string;
  /** Short name for people, such as `corpus cbor-tx.jsonl.gz`. */
  readonly title: string;
}

/** Recordings that may not be copied into the project stay here, beside it. */
const beside = join(root, "..", "shared", "vectors");

/** Conversations with runtimes, one a process. */
const rhpRecordings: readonly string[] = [
  "keymanager",
  "keymanager-policy",
  "keymanager-restart",
  "keyvalue-confidential",
  "keyvalue-lifecycle",
  "keyvalue-txn",
  ...[
    "io-root-mismatch",
    "namespace-mismatch",
    "null-check-inputs",
    "null-round-results",
    "storage-error",
  ].map((name) => `keyvalue-fatal-${name}`),
  ...["light-block", "tx-execute"].map((name) => `keyvalue-malformed-${name}`),
];

/** Recordings of the reference that the project carries. */
export const bundledRecordings: readonly Recording[] = [
  ...["staking", "registry", "governance"].map((name) => bundled("tx", `tx/${name}.json.gz`)),
  ...["account_keys", "account_keys_extended"].map((name) => bundled("keys", `tx/${name}.json.gz`)),
  ...[
    "cbor-tx",
    "commitment-pool",
    "ed25519",
    "elections",
    "genesis",
    "mkvs",
    "pvss",
    "staking",
    "tendermint",
  ].map((name) => bundled("corpus", `corpora/${name}.jsonl.gz`)),
  ...["chain-1", "chain-2", "chain-3", "chain-4", "chain-4-tee", "chain-5"].flatMap((chain) => [
    bundled("init-chain", chain),
    bundled("replay", chain),
  ]),
  bundled("restore", "state-sync"),
  ...rhpRecordings.map((name) => bundled("rhp", `rhp/${name}.json.gz`)),
  // Encrypted values need a key manager.
  ...rhpRecordings
    .filter((name) => name.startsWith("keyvalue-") && name !== "keyvalue-confidential")
    .map((name) => bundled("paratime", `rhp/${name}.json.gz`)),
];

/** Recordings used where they are, when they are there. */
export const outsideRecordings: readonly Recording[] = [
  ...[1, 2, 3, 4, 5].map((number) => recording("mkvs", join(beside, "mkvs", `case-${number}.json`))),
  // It has the attestation report and the enclave signature that may not be copied.
  recording("corpus", join(beside, "corpora", "runtime.jsonl.gz")),
  // What clients were told of every height is large.
  ...["chain-1", "chain-2", "chain-3", "chain-5"].map((chain) => recording("queries", join(beside, chain))),
];

/** The recordings that a run here can check, and the titles of those it cannot. */
export function availableRecordings(): {
  readonly present: readonly Recording[];
  readonly absent: readonly string[];
} {
  const all = [...bundledRecordings, ...outsideRecordings];
  return {
    present: all.filter(({path}) => existsSync(path)),
    absent: all.filter(({path}) => !existsSync(path)).map(({title}) => title),
  };
}

function bundled(kind: string, path: string): Recording {
  return recording(kind, join(root, "test", "vectors", path));
}

function recording(kind: string, path: string): Recording {
  return {kind, path, title: `${kind} ${basename(path)}`};
}
