import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {attempt} from "../../attempt/index.ts";
import {registryErrors} from "../errors.ts";
import type {RegistryGenesis} from "../types/genesis.ts";
import type {Runtime} from "../types/runtime.ts";
import type {RuntimeLookup} from "../verify/verifyNode.ts";
import {verifyKeyManagerOf, verifyRuntime} from "../verify/verifyRuntime.ts";

const failed = "runtime sanity check failed";

/** The good runtimes of a genesis document, suspended ones too. */
export class GenesisRuntimes implements RuntimeLookup {
  readonly #byId = new BytesMap<Namespace, Runtime>();

  get all(): readonly Runtime[] {
    return [...this.#byId.values()];
  }

  add(runtime: Runtime): void {
    this.#byId.set(runtime.id, runtime);
  }

  anyRuntime(id: Namespace): Runtime | null {
    return this.#byId.get(id) ?? null;
  }
}

export interface GenesisRuntimeChecks {
  readonly debugAllowed: boolean;
  readonly verifier: SignatureVerifier;
}

/** What is wrong with the runtimes of a genesis document, in its order; puts the good ones into `found`. */
export function* checkGenesisRuntimes(
  genesis: RegistryGenesis,
  checks: GenesisRuntimeChecks,
  found: GenesisRuntimes,
): Generator<string> {
  const active = yield* goodRuntimes(genesis.runtimes, genesis, checks);
  const suspended = yield* goodRuntimes(genesis.suspendedRuntimes, genesis, checks);
  yield* addUnique(active, "duplicate runtime", found);
  yield* addUnique(suspended, "duplicate (suspended) runtime", found);
  for (const runtime of found.all) {
    const keyManager = attempt(() => verifyKeyManagerOf(runtime, found));
    if (!keyManager.ok) yield `compute ${failed}: ${keyManager.problem}`;
  }
}

function* goodRuntimes(
  runtimes: RegistryGenesis["runtimes"],
  {parameters}: RegistryGenesis,
  checks: GenesisRuntimeChecks,
): Generator<string, Runtime[]> {
  const good: Runtime[] = [];
  for (const runtime of runtimes ?? []) {
    const verified = attempt(() => {
      if (runtime === null) throw registryErrors.invalidArgument({context: "no runtime given"});
      verifyRuntime(runtime, {...checks, parameters, chainContext: null});
      return runtime;
    });
    if (verified.ok) good.push(verified.value);
    else yield `${failed}: ${verified.problem}`;
  }
  return good;
}

function* addUnique(
  runtimes: readonly Runtime[],
  duplicate: string,
  found: GenesisRuntimes,
): Generator<string> {
  for (const runtime of runtimes) {
    if (found.anyRuntime(runtime.id) === null) found.add(runtime);
    else yield `${failed}: ${duplicate}: ${toHex(runtime.id)}`;
  }
}
