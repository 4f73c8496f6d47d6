import type {OwnTransaction} from "@oasis-node/consensus/submission";
import type {Api} from "@oasis-node/rpc/service";
import type {beaconService, registryService, stakingService} from "@oasis-node/rpc/services";

/** What the registration worker asks of a node, its own or another. */
export interface RegistrationChain {
  readonly registry: Pick<
    Api<typeof registryService>,
    "getEntity" | "getNode" | "getNodeStatus" | "getRuntimes" | "watchEntities" | "watchNodes"
  >;
  readonly staking: Pick<Api<typeof stakingService>, "account" | "consensusParameters" | "watchEvents">;
  readonly beacon: Pick<Api<typeof beaconService>, "getEpoch" | "watchEpochs">;
  /** Submits transactions of the node, as `TransactionSubmitter` does. */
  readonly submitter: {
    signAndSubmit<T>(transaction: OwnTransaction<T>, signal: AbortSignal): Promise<void>;
  };
}
