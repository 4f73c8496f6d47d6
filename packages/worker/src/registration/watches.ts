import type {Address} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {StakingEvent} from "@oasis-node/state-transition/staking";
import {follow, type Surroundings} from "../tasks/index.ts";
import type {RegistrationEvent} from "./machine.ts";
import type {RegistrationChain} from "./registrationChain.ts";

export type Dispatch = (event: RegistrationEvent) => void;

/** Tells of every epoch, and of the current one at first. */
export function followEpochs(
  {beacon}: RegistrationChain,
  dispatch: Dispatch,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  return follow(
    {
      name: "epochs",
      open: (options) => beacon.watchEpochs(undefined, options),
      onItem: async (epoch) => dispatch({kind: "epoch", epoch}),
      signal,
    },
    surroundings,
  );
}

/** Tells when the entity is registered, anew or at all. */
export function followEntity(
  {registry}: RegistrationChain,
  entityId: PublicKey,
  dispatch: Dispatch,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  return follow(
    {
      name: "entities",
      open: (options) => registry.watchEntities(undefined, options),
      onOpen: () => dispatch({kind: "changed"}),
      onItem: async ({entity, isRegistration}) => {
        if (isRegistration && entity !== null && equal(entity.id, entityId)) dispatch({kind: "changed"});
      },
      signal,
    },
    surroundings,
  );
}

/** Tells when stake is added to an account's escrow. */
export function followStake(
  {staking}: {readonly staking: Pick<RegistrationChain["staking"], "watchEvents">},
  account: Address,
  dispatch: Dispatch,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  return follow(
    {
      name: "staking events",
      open: (options) => staking.watchEvents(undefined, options),
      // What was added since the last look at the account.
      onOpen: () => dispatch({kind: "staked"}),
      onItem: async (event) => {
        if (addsStake(event, account)) dispatch({kind: "staked"});
      },
      signal,
    },
    surroundings,
  );
}

/** Rewards count as well: they are paid into escrow. */
function addsStake({escrow}: StakingEvent, account: Address): boolean {
  const added = escrow?.add ?? null;
  return added !== null && equal(added.escrow, account);
}
