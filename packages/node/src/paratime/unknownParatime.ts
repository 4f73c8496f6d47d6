import {toHex} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {registryErrors} from "@oasis-node/state-transition/registry";
import type {RegistrationWorker, RoleProvider} from "@oasis-node/worker/registration";
import {registeredRuntime} from "./paratimeStorage.ts";
import type {ParatimeSurroundings} from "./surroundings.ts";

/** Roles that can be given up together. */
export interface ParatimeRoles extends Pick<RegistrationWorker, "requestRole"> {
  withdraw(): void;
}

/** Keeps the roles that are asked for. */
export function paratimeRoles(registration: Pick<RegistrationWorker, "requestRole">): ParatimeRoles {
  const roles: RoleProvider[] = [];
  return {
    requestRole: (role, runtimeId) => {
      const provider = registration.requestRole(role, runtimeId);
      roles.push(provider);
      return provider;
    },
    withdraw: () => {
      for (const role of roles) role.withdraw();
    },
  };
}

/**
 * A ParaTime that the network does not have, probably because its ID is wrong, is told of, and the node is registered without
 * its roles until it is there.
 */
export async function withdrawUnlessKnown(
  id: Namespace,
  roles: ParatimeRoles,
  {chain, synced, logger}: Pick<ParatimeSurroundings, "chain" | "synced" | "logger">,
  signal: AbortSignal,
): Promise<void> {
  await synced.wait(signal);
  try {
    await registeredRuntime(id, latestHeight, chain);
  } catch (error) {
    if (!registryErrors.noSuchRuntime.is(error)) throw error;
    roles.withdraw();
    logger.error("ParaTime is not registered on this network", {
      found: `${toHex(id)} is in runtime.supported, and the registry does not know it`,
      wanted: "the ID of a ParaTime of this network",
      remedy:
        "compare it with those of `oasis-node registry runtime list`; the node takes it up when it is registered",
    });
  }
}
