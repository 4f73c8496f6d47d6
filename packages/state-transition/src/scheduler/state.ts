import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {Committee, type CommitteeKind} from "../committee/index.ts";
import {decodeStored, readRequired, readValue, storedEntries, writeValue} from "../storedValue/index.ts";
import {schedulerKeys} from "./keys.ts";
import {SchedulerParameters, ValidatorPowers} from "./types/index.ts";

/** What the scheduler keeps in the state tree (consensus-paratime §2.1). Reads throw `StateError` on malformed values. */
export class SchedulerState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  /** Throws `StateError` `missing` before genesis. */
  parameters(): SchedulerParameters {
    return readRequired(this.#tree, schedulerKeys.parameters.encode(), SchedulerParameters);
  }

  setParameters(parameters: SchedulerParameters): void {
    writeValue(this.#tree, schedulerKeys.parameters.encode(), SchedulerParameters, parameters);
  }

  committee(kind: CommitteeKind, runtimeId: Namespace): Committee | null {
    return readValue(this.#tree, schedulerKeys.committee.encode(kind, runtimeId), Committee);
  }

  /** All committees, by kind, then by the hash of the runtime's ID. */
  committees(): Committee[] {
    const entries = storedEntries(this.#tree, schedulerKeys.committee);
    return entries.map(({key, value}) => decodeStored(Committee, value, key));
  }

  setCommittee(committee: Committee): void {
    const key = schedulerKeys.committee.encode(committee.kind, committee.runtimeId);
    writeValue(this.#tree, key, Committee, committee);
  }

  dropCommittee(kind: CommitteeKind, runtimeId: Namespace): void {
    this.#tree.remove(schedulerKeys.committee.encode(kind, runtimeId));
  }

  /** Voting power by consensus key; null before genesis. */
  currentValidators(): ValidatorPowers {
    return readValue(this.#tree, schedulerKeys.currentValidators.encode(), ValidatorPowers);
  }

  setCurrentValidators(validators: ValidatorPowers): void {
    writeValue(this.#tree, schedulerKeys.currentValidators.encode(), ValidatorPowers, validators);
  }

  /** Null when no election has been held in this block. */
  pendingValidators(): ValidatorPowers {
    return readValue(this.#tree, schedulerKeys.pendingValidators.encode(), ValidatorPowers);
  }

  setPendingValidators(validators: ValidatorPowers): void {
    writeValue(this.#tree, schedulerKeys.pendingValidators.encode(), ValidatorPowers, validators);
  }

  clearPendingValidators(): void {
    this.#tree.remove(schedulerKeys.pendingValidators.encode());
  }
}
