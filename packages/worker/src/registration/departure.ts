import {Backoff} from "@oasis-node/consensus/submission";
import {equal} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {registryErrors} from "@oasis-node/state-transition/registry";
import {pause, type Surroundings} from "../tasks/index.ts";
import type {RegistrationChain} from "./registrationChain.ts";

/** Resolves to true when the registry has dropped the node, to false when the signal is aborted before. */
export async function waitForDeparture(
  registry: Pick<RegistrationChain["registry"], "getNode" | "watchNodes">,
  id: PublicKey,
  {clock, random, logger}: Surroundings,
  signal: AbortSignal,
): Promise<boolean> {
  const backoff = new Backoff(random);
  let hasTold = false;
  const tell = (): void => {
    if (!hasTold) logger.info("waiting for node to deregister");
    hasTold = true;
  };
  while (!signal.aborted) {
    const watch = new AbortController();
    try {
      if (await seeDeparture(registry, id, tell, AbortSignal.any([signal, watch.signal]))) return true;
    } catch (error) {
      const text = "can't get this node from the registry during shutdown wait";
      if (!signal.aborted) logger.error(text, {err: error});
    } finally {
      watch.abort();
    }
    await pause(backoff, clock, signal);
  }
  return false;
}

/** Whether the node is gone, or goes while it can be watched. The signal ends the watch. */
async function seeDeparture(
  registry: Pick<RegistrationChain["registry"], "getNode" | "watchNodes">,
  id: PublicKey,
  tell: () => void,
  signal: AbortSignal,
): Promise<boolean> {
  const iterator = registry.watchNodes(undefined, {signal})[Symbol.asyncIterator]();
  // Asked for before the registry, so that nothing happens unseen in between.
  let next = iterator.next();
  // Nobody may come to wait for it.
  next.catch(() => {});
  if (!(await isRegistered(registry, id, signal))) return true;
  tell();
  for (let result = await next; result.done !== true; result = await next) {
    const {node, isRegistration} = result.value;
    if (!isRegistration && node !== null && equal(node.id, id)) return true;
    next = iterator.next();
  }
  return false;
}

/** Those that have expired count as gone. */
async function isRegistered(
  registry: Pick<RegistrationChain["registry"], "getNode" | "watchNodes">,
  id: PublicKey,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await registry.getNode({height: latestHeight, id}, {signal});
    return true;
  } catch (error) {
    if (registryErrors.noSuchNode.is(error)) return false;
    throw error;
  }
}
