import {asHash, type Hash} from "@oasis-node/primitives/hash";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {array, base64, boolean, hex, type JsonObject, number, object, string} from "../../records.ts";

export interface Operation {
  readonly op: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** Of get and remove_existing. */
  readonly result: Uint8Array | null;
}

/** A key with its value; `null` = removed, in write logs only. */
export type Entry = readonly [key: Uint8Array, value: Uint8Array | null];

export interface VersionRecord {
  readonly version: bigint;
  readonly operations: readonly Operation[];
  readonly root: Hash;
  readonly writeLog: readonly Entry[];
  /** Whether the reference was asked for the write log in its database. */
  readonly hasStoredLog: boolean;
}

interface SeekRecord {
  readonly seek: Uint8Array;
  readonly next: readonly Entry[];
}

interface MutatedProof {
  readonly change: string;
  readonly proof: Uint8Array;
  readonly accepted: boolean;
}

export type ProofQuery =
  | {
      readonly kind: "get";
      readonly key: Uint8Array;
      readonly includeSiblings: boolean;
      readonly value: Uint8Array | null;
    }
  | {readonly kind: "prefixes"; readonly prefixes: readonly Uint8Array[]; readonly limit: number}
  | {readonly kind: "iterate"; readonly key: Uint8Array; readonly prefetch: number};

export interface ProofRecord {
  readonly query: ProofQuery;
  readonly position: Hash;
  readonly proof: Uint8Array;
  /** Hash the proof is for, unless it is that of the tree. */
  readonly proofRoot: Hash | null;
  readonly accepted: boolean;
  readonly mutated: readonly MutatedProof[];
}

interface ChunkRecord {
  readonly digest: Uint8Array;
  readonly length: number;
  readonly bytes: Uint8Array | null;
}

export interface ChangedChunk {
  readonly index: bigint;
  readonly change: string;
  readonly bytes: Uint8Array;
  /** The digest the restorer is told. */
  readonly digest: Hash;
  readonly done: boolean;
  /** `null` = restored. */
  readonly error: string | null;
}

export interface CheckpointRecord {
  readonly chunkSize: bigint;
  readonly metadata: Uint8Array;
  readonly metadataHash: Uint8Array;
  readonly chunks: readonly ChunkRecord[];
  readonly changed: readonly ChangedChunk[];
}

/** What was read from the last version. */
export interface FinalState {
  readonly items: readonly Entry[];
  readonly seeks: readonly SeekRecord[];
  readonly proofs: readonly ProofRecord[];
  readonly checkpoint: CheckpointRecord | null;
}

export interface Scenario {
  readonly name: string;
  readonly namespace: Namespace;
  readonly rootType: number;
  readonly versions: readonly VersionRecord[];
  /** `null` where it cannot be relied on. */
  readonly final: FinalState | null;
}

export function readScenario(record: unknown): Scenario {
  const fields = object(record, "scenario");
  const name = `scenario ${number(fields.id, "id")}`;
  return {
    name,
    namespace: asNamespace(hex(fields.namespace, name)),
    rootType: number(fields.root_type, name),
    versions: each(fields.versions, name, readVersion),
    final: {
      items: each(fields.items, name, readEntry),
      seeks: each(fields.seeks, name, readSeek),
      proofs: each(fields.proofs, name, readProof),
      checkpoint: optional(fields.checkpoint, (value) => readCheckpoint(object(value, name), name)),
    },
  };
}

/** A list of the reference, where `null` is an empty one too. */
function each<T>(value: unknown, where: string, read: (element: unknown, where: string) => T): T[] {
  return value === null ? [] : array(value, where).map((element, i) => read(element, `${where}[${i}]`));
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null || value === undefined ? null : read(value);
}

function bytesOrNull(value: unknown, where: string): Uint8Array | null {
  return optional(value, (present) => base64(present, where));
}

function hashAt(value: unknown, where: string): Hash {
  return asHash(hex(value, where));
}

function readEntry(value: unknown, where: string): Entry {
  const [key, content] = array(value, where);
  return [base64(key, where), bytesOrNull(content, where)];
}

function readVersion(value: unknown, where: string): VersionRecord {
  const fields = object(value, where);
  return {
    version: BigInt(number(fields.version, where)),
    operations: each(fields.ops, where, readOperation),
    root: hashAt(fields.root, where),
    writeLog: each(fields.writelog, where, readEntry),
    hasStoredLog: "db_writelog" in fields || "db_writelog_error" in fields,
  };
}

function readOperation(value: unknown, where: string): Operation {
  const fields = object(value, where);
  return {
    op: string(fields.op, where),
    key: base64(fields.key, where),
    value: bytesOrNull(fields.value, where) ?? new Uint8Array(),
    result: bytesOrNull(fields.result, where),
  };
}

function readSeek(value: unknown, where: string): SeekRecord {
  const fields = object(value, where);
  return {seek: base64(fields.seek, where), next: each(fields.next3, where, readEntry)};
}

function readProof(value: unknown, where: string): ProofRecord {
  const fields = object(value, where);
  return {
    query: readQuery(fields, where),
    position: hashAt(fields.position, where),
    proof: base64(fields.proof, where),
    proofRoot: optional(fields.proof_root, (hash) => hashAt(hash, where)),
    accepted: fields.verify_error === null,
    mutated: each(fields.mutated, where, readMutated),
  };
}

function readQuery(fields: JsonObject, where: string): ProofQuery {
  const kind = string(fields.kind, where);
  if (kind === "prefixes") {
    const prefixes = each(fields.prefixes, where, base64);
    return {kind, prefixes, limit: number(fields.limit, where)};
  }
  const key = base64(fields.key, where);
  if (kind === "iterate") return {kind, key, prefetch: number(fields.prefetch, where)};
  const present = boolean(fields.present, where);
  return {
    kind: "get",
    key,
    includeSiblings: boolean(fields.include_siblings, where),
    value: present ? base64(fields.value, where) : null,
  };
}

function readMutated(value: unknown, where: string): MutatedProof {
  const fields = object(value, where);
  return {
    change: string(fields.change, where),
    proof: base64(fields.proof, where),
    accepted: fields.verify_error === null,
  };
}

function readCheckpoint(fields: JsonObject, where: string): CheckpointRecord {
  return {
    chunkSize: BigInt(number(fields.chunk_size, where)),
    metadata: base64(fields.metadata, where),
    metadataHash: hex(fields.metadata_hash, where),
    chunks: each(fields.chunks, where, readChunk),
    changed: each(fields.changed_chunks, where, readChangedChunk),
  };
}

function readChunk(value: unknown, where: string): ChunkRecord {
  const fields = object(value, where);
  return {
    digest: hex(fields.digest, where),
    length: number(fields.length, where),
    bytes: bytesOrNull(fields.bytes, where),
  };
}

function readChangedChunk(value: unknown, where: string): ChangedChunk {
  const fields = object(value, where);
  return {
    index: BigInt(number(fields.index, where)),
    change: string(fields.change, where),
    bytes: base64(fields.bytes, where),
    digest: hashAt(fields.digest, where),
    done: boolean(fields.done, where),
    error: optional(fields.error, (error) => {
      const {module, code} = object(error, where);
      return `${string(module, where)}/${number(code, where)}`;
    }),
  };
}
