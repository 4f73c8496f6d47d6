import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {bool, encode} from "@oasis-node/primitives/cbor";
import type {Height, Round} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {isNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import type {Runtime} from "../registry/index.ts";
import {
  decodeStored,
  readRequired,
  readValue,
  StateError,
  storedEntries,
  writeValue,
} from "../storedValue/index.ts";
import {roothashKeys as keys} from "./keys.ts";
import type {Block} from "./types/block.ts";
import {RoothashParameters} from "./types/genesis.ts";
import {type Pool, RuntimeState} from "./types/state.ts";

/** State of a runtime as it is stored: with everything that each has from the beginning. */
export interface StoredRuntime extends RuntimeState {
  runtime: Runtime;
  genesisBlock: Block;
  currentBlock: Block;
}

/** State of a runtime that has a pool for commitments. */
export interface PooledRuntime extends StoredRuntime {
  executorPool: Pool;
}

/** What roothash keeps in the state tree (consensus-paratime §3.1). Reads throw `StateError` on malformed values. */
export class RoothashState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  /** Throws `StateError` `missing` before genesis. */
  parameters(): RoothashParameters {
    return readRequired(this.#tree, keys.parameters.encode(), RoothashParameters);
  }

  setParameters(parameters: RoothashParameters): void {
    writeValue(this.#tree, keys.parameters.encode(), RoothashParameters, parameters);
  }

  runtime(id: Namespace): StoredRuntime | null {
    const key = keys.runtime.encode(id);
    const state = readValue(this.#tree, key, RuntimeState);
    return state === null ? null : complete(state, key);
  }

  /** All runtimes, by the hash of their IDs. */
  runtimes(): StoredRuntime[] {
    return storedEntries(this.#tree, keys.runtime).map(({key, value}) =>
      complete(decodeStored(RuntimeState, value, key), key),
    );
  }

  /** Stores the state of a runtime, and the roots of its current block by themselves, for proofs. */
  setRuntime(state: StoredRuntime): void {
    const {
      runtime: {id},
      currentBlock: {header},
    } = state;
    writeValue(this.#tree, keys.runtime.encode(id), RuntimeState, state);
    this.#tree.insert(keys.stateRoot.encode(id), header.stateRoot);
    this.#tree.insert(keys.ioRoot.encode(id), header.ioRoot);
  }

  /** Runtimes whose rounds time out at a height, by the hash of their IDs. */
  roundTimeouts(height: Height): Namespace[] {
    return storedEntries(this.#tree, keys.roundTimeout, height).map(({key, value}) => {
      if (isNamespace(value)) return value;
      throw new StateError("corrupted", "state: malformed runtime ID in a round timeout", {details: {key}});
    });
  }

  scheduleRoundTimeout(id: Namespace, height: Height): void {
    this.#tree.insert(keys.roundTimeout.encode(height, id), id);
  }

  clearRoundTimeout(id: Namespace, height: Height): void {
    this.#tree.remove(keys.roundTimeout.encode(height, id));
  }

  /** Whether all transactions are refused, because the beacon has failed. */
  rejectsTransactions(): boolean {
    return this.#tree.get(keys.rejectTransactions.encode()) !== null;
  }

  rejectTransactions(): void {
    this.#tree.insert(keys.rejectTransactions.encode(), encode(bool, true));
  }

  acceptTransactions(): void {
    this.#tree.remove(keys.rejectTransactions.encode());
  }

  hasEvidence(id: Namespace, round: Round, hash: Hash): boolean {
    return this.#tree.get(keys.evidence.encode(id, round, hash)) !== null;
  }

  addEvidence(id: Namespace, round: Round, hash: Hash): void {
    this.#tree.insert(keys.evidence.encode(id, round, hash), new Uint8Array());
  }

  /**
   * Forgets evidence of a runtime up to a round. It does not stop at the runtime's last entry but goes on with those of
   * the runtimes that follow, until a round is larger: a kept oddity (consensus-paratime §3.5 step 1).
   */
  removeExpiredEvidence(id: Namespace, lastRound: Round): void {
    const expired: Uint8Array[] = [];
    const iterator = this.#tree.iterator();
    for (let item = iterator.seek(keys.evidence.encodePrefix(id)); item !== null; item = iterator.next()) {
      const round = keys.evidence.decode(item.key)?.[1] ?? null;
      if (round === null || round > lastRound) break;
      expired.push(item.key);
    }
    for (const key of expired) this.#tree.remove(key);
  }
}

function complete(state: RuntimeState, key: Uint8Array): StoredRuntime {
  const {runtime, genesisBlock, currentBlock} = state;
  if (runtime === null || genesisBlock === null || currentBlock === null) {
    throw new StateError("corrupted", "state: incomplete state of a runtime", {details: {key}});
  }
  return {...state, runtime, genesisBlock, currentBlock};
}
