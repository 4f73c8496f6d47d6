import {
  beaconBackend,
  consensusBackend,
  consensusLightBackend,
  governanceBackend,
  keymanagerBackend,
  type OwnChain,
  registryBackend,
  roothashBackend,
  schedulerBackend,
  stakingBackend,
} from "@oasis-node/rpc/backends";

/** The node's own answers about its chain, service by service. */
export function chainApis(chain: OwnChain) {
  return {
    consensus: consensusBackend(chain),
    consensusLight: consensusLightBackend(chain),
    staking: stakingBackend(chain),
    registry: registryBackend(chain),
    scheduler: schedulerBackend(chain),
    beacon: beaconBackend(chain),
    roothash: roothashBackend(chain),
    governance: governanceBackend(chain),
    keymanager: keymanagerBackend(chain),
  };
}

export type ChainApis = ReturnType<typeof chainApis>;
