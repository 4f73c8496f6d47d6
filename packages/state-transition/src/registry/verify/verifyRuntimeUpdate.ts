import {equal} from "@oasis-node/primitives/bytes";
import {registryErrors} from "../errors.ts";
import {governanceModels, type Runtime, type RuntimeGenesis, runtimeKinds} from "../types/runtime.ts";

/** What may change when a runtime registers again (consensus-core §5.8). Throws `runtimeUpdateNotAllowed`. */
export function verifyRuntimeUpdate(existing: Runtime, runtime: Runtime): void {
  const isAllowed =
    equal(existing.entityId, runtime.entityId) &&
    equal(existing.id, runtime.id) &&
    existing.kind === runtime.kind &&
    isSameGenesis(existing.genesis, runtime.genesis) &&
    keepsKeyManager(existing, runtime) &&
    mayChangeGovernance(existing, runtime);
  if (!isAllowed) throw registryErrors.runtimeUpdateNotAllowed();
}

/** Missing bytes and lists count as empty ones. */
function isSameGenesis(a: RuntimeGenesis, b: RuntimeGenesis): boolean {
  return (
    equal(a.stateRoot, b.stateRoot) &&
    a.round === b.round &&
    areSame(a.state, b.state, (x, y) => sameBytes(x.key, y.key) && sameBytes(x.value, y.value)) &&
    areSame(
      a.storageReceipts,
      b.storageReceipts,
      (x, y) => equal(x.publicKey, y.publicKey) && equal(x.signature, y.signature),
    )
  );
}

function areSame<T>(
  a: readonly T[] | null,
  b: readonly T[] | null,
  isSame: (x: T, y: T) => boolean,
): boolean {
  const others = b ?? [];
  return (
    (a ?? []).length === others.length &&
    (a ?? []).every((one, index) => {
      const other = others[index];
      return other !== undefined && isSame(one, other);
    })
  );
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return equal(a ?? new Uint8Array(), b ?? new Uint8Array());
}

/** A key manager may be added, but neither removed nor exchanged. */
function keepsKeyManager({keyManager: existing}: Runtime, {keyManager}: Runtime): boolean {
  return existing === null || (keyManager !== null && equal(existing, keyManager));
}

/** From the entity to the runtime itself is the only way; only compute runtimes can go it. */
function mayChangeGovernance(
  {governanceModel: existing}: Runtime,
  {governanceModel, kind}: Runtime,
): boolean {
  const {entity, runtime} = governanceModels;
  const isAllowed = existing === governanceModel || (existing === entity && governanceModel === runtime);
  return isAllowed && (governanceModel !== runtime || kind === runtimeKinds.compute);
}
