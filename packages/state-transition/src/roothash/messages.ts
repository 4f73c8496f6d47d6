import {Overlay} from "@oasis-node/mkvs/overlay";
import {runtimeAddress} from "@oasis-node/primitives/address";
import {CodedError, type ErrorCode, errorCode, TypedError} from "@oasis-node/primitives/errors";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {Context, HaltError} from "../context/index.ts";
import {executeRegistryMessage} from "../registry/index.ts";
import {executeStakingMessage} from "../staking/index.ts";
import {StateError} from "../storedValue/index.ts";
import {roothashErrors} from "./errors.ts";
import {emitRoothash} from "./events.ts";
import {runtimeListener} from "./runtimeListener.ts";
import type {Message} from "./types/message.ts";

/** Executes the messages of a runtime, in order; each has its result as an event. None is rolled back (consensus-paratime §3.8). */
export function executeMessages(context: Context, runtimeId: Namespace, messages: readonly Message[]): void {
  const child = context.forMessage(runtimeAddress(runtimeId));
  for (const [index, message] of messages.entries()) {
    const {module, code} = outcomeOf(() => execute(child, message));
    emitRoothash.message(child, runtimeId, {module, code, index});
  }
  context.adopt(child);
}

/**
 * Charges a transaction for the messages it brings, by a rehearsal of which nothing else remains. That a message fails
 * does not matter yet; not even that the gas runs out: a kept oddity (consensus-paratime §3.8).
 */
export function chargeForMessages(
  context: Context,
  runtimeId: Namespace,
  messages: readonly Message[],
): void {
  const {chain, now, block} = context;
  const tree = new Overlay(context.tree);
  const rehearsal = new Context({mode: "simulateTx", tree, chain, now, block}, true);
  rehearsal.caller = runtimeAddress(runtimeId);
  rehearsal.gas = context.gas;
  for (const message of messages) outcomeOf(() => execute(rehearsal, message));
}

function execute(context: Context, {staking, registry}: Message): void {
  if (staking !== null) executeStakingMessage(context, staking);
  else if (registry !== null) executeRegistryMessage(context, registry, runtimeListener);
  else throw roothashErrors.invalidArgument();
}

/** Result of a message; success has neither module nor code. What stops the chain is thrown on. */
function outcomeOf(run: () => void): ErrorCode {
  try {
    run();
    return {module: "", code: 0};
  } catch (error) {
    if (isFatal(error)) throw error;
    return errorCode(error);
  }
}

function isFatal(error: unknown): boolean {
  if (error instanceof HaltError || error instanceof StateError) return true;
  return !(error instanceof CodedError || error instanceof TypedError);
}
