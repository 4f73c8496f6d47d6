import {equal} from "@oasis-node/primitives/bytes";
import {encode, nullable} from "@oasis-node/primitives/cbor";
import {type Height, latestHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import type {consensusService, keymanagerService} from "@oasis-node/rpc/services";
import {SignedPolicySgx} from "@oasis-node/state-transition/keymanager";
import {follow, type Surroundings, Tasks} from "../tasks/index.ts";
import type {ExecutorRuntime} from "./dependencies.ts";
import {Wake} from "./wake.ts";

/** Milliseconds that a runtime gets to take notice of something. */
const notifyTimeoutMs = 10_000;

export interface NotifierOptions extends Surroundings {
  readonly runtime: Pick<ExecutorRuntime, "call" | "watch">;
  readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
  readonly keymanager: Pick<Api<typeof keymanagerService>, "getStatus">;
  /** The runtime's key manager as of now; null without one. */
  readonly keyManagerId: () => Namespace | null;
}

/** Tells a runtime of consensus blocks and of its key manager's policy, until the signal is aborted (runtime-workers §4.2). */
export async function notifyRuntime(options: NotifierOptions, signal: AbortSignal): Promise<void> {
  const {consensus, logger} = options;
  const tasks = new Tasks(signal);
  const logged = (message: string, done: Promise<void>) =>
    done.catch((error: unknown) => {
      if (!signal.aborted) logger.error(message, {err: error});
    });
  const wake = new Wake();
  let newest: Height | null = null;
  tasks.start(() =>
    follow(
      {
        name: "consensus blocks",
        open: (callOptions) => consensus.watchBlocks(undefined, callOptions),
        onItem: async ({height}) => {
          newest = height;
          wake.wake();
        },
        signal: tasks.signal,
      },
      options,
    ),
  );
  tasks.start(async () => {
    const policy = new PolicyNotifier(options);
    // A runtime that was started again has heard nothing yet. The reference does not tell it.
    const unwatch = options.runtime.watch(({kind}) => {
      if (kind === "started") policy.forget();
    });
    signal.addEventListener("abort", unwatch, {once: true});
    while (!signal.aborted) {
      await wake.wait(signal);
      const height = newest;
      newest = null;
      if (height === null || signal.aborted) continue;
      await logged(
        "failed to notify runtime of a new consensus layer block",
        tellHeight(options, height, signal),
      );
      await logged("failed dispatching key manager policy update to runtime", policy.update(signal));
    }
  });
  await tasks.ended();
}

async function tellHeight({runtime}: NotifierOptions, height: Height, signal: AbortSignal): Promise<void> {
  const request = {height: BigInt.asUintN(64, height)};
  await runtime.call("RuntimeConsensusSyncRequest", request, {signal, timeoutMs: notifyTimeoutMs});
}

/** Tells the runtime of the policy whenever it is another. */
class PolicyNotifier {
  readonly #options: NotifierOptions;
  #told: Uint8Array | null = null;
  /** How often it was started again. */
  #restarts = 0;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#told = null;
    this.#restarts++;
  }

  async update(signal: AbortSignal): Promise<void> {
    const {runtime, keymanager, keyManagerId} = this.#options;
    const id = keyManagerId();
    if (id === null) return;
    const {policy} = await keymanager.getStatus({height: latestHeight, id}, {signal});
    const signedPolicyRaw = encode(nullable(SignedPolicySgx), policy);
    if (this.#told !== null && equal(this.#told, signedPolicyRaw)) return;
    const callOptions = {signal, timeoutMs: notifyTimeoutMs};
    const restarts = this.#restarts;
    await runtime.call("RuntimeKeyManagerPolicyUpdateRequest", {signedPolicyRaw}, callOptions);
    // Who was told may be gone by now.
    if (restarts === this.#restarts) this.#told = signedPolicyRaw;
  }
}
