import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, type Epoch} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {pointFromBytes, publicPoint, type Scalar, scalarFromBytes} from "@oasis-node/primitives/pvss";
import {asPublicKey, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {type BeaconParameters, beaconBackends} from "@oasis-node/state-transition/beacon";
import {entityVersions, SignedEntity} from "@oasis-node/state-transition/entity";
import {type Document, parseDocument} from "@oasis-node/state-transition/genesis";
import {
  MultiSignedNode,
  Node,
  type NodeAddress,
  nodeRoles,
  nodeVersion,
} from "@oasis-node/state-transition/node";
import {
  Account,
  Delegation,
  EscrowAccount,
  GeneralAccount,
  SharePool,
} from "@oasis-node/state-transition/staking";
import {root} from "../../scripts/run.ts";
import {chainNodeRuntime, computeRuntime, keyManagerRuntime} from "./chainRuntime.ts";

/** Epochs for which the node stays registered, more than any test makes. */
const lifetime = asEpoch(1_000_000n);
const escrow = 10n ** 12n;
const nodeAddress: NodeAddress = {ip: new Uint8Array([127, 0, 0, 1]), port: 26656n, zone: ""};

/** Rounds for which evidence counts. */
const maxEvidenceAge = 20n;

/** Rewards small enough for the common pool to pay them as long as any test goes on. */
const rewardSchedule = [{until: lifetime, scale: 100n}];

/** Base units in every funded account. */
const balance = 10n ** 12n;

export interface ChainDocumentOptions {
  readonly funded: readonly Address[];
  /** Of the insecure beacon. */
  readonly blocksPerEpoch: bigint;
  readonly validators: number;
  /** Whether the validators run a runtime too. */
  readonly runtimes?: boolean;
  /** The PVSS beacon in place of the insecure one. */
  readonly pvss?: boolean;
}

/**
 * The genesis of a recorded chain with validators whose keys are test keys and whose registrations do not end, and with
 * funds in the given accounts.
 */
export async function chainDocument({
  funded,
  blocksPerEpoch,
  validators,
  runtimes = false,
  pvss = false,
}: ChainDocumentOptions): Promise<Document> {
  const path = join(root, "test", "vectors", "chain-1", "genesis.json");
  const recorded = parseDocument(readFileSync(path, "utf8"));
  const {beacon, registry, roothash} = recorded;
  const operators = Array.from({length: validators}, (_, i) => (i === 0 ? "chain" : `chain ${i}`));
  const [owner] = operators.map((name) => testSigner(`${name} owner`).publicKey);
  const descriptors =
    runtimes && owner !== undefined ? [computeRuntime(owner), keyManagerRuntime(owner)] : [];
  return {
    ...recorded,
    beacon: {...beacon, parameters: beaconParameters(beacon.parameters, {blocksPerEpoch, pvss})},
    roothash: {...roothash, parameters: {...roothash.parameters, maxEvidenceAge}},
    registry: {
      ...registry,
      parameters: {...registry.parameters, maxNodeExpiration: lifetime},
      entities: await Promise.all(operators.map(signedEntity)),
      runtimes: descriptors,
      nodes: await Promise.all(
        operators.map((name) => signedNode({operator: name, expiration: lifetime, runtimes, pvss})),
      ),
    },
    staking: withFunds(recorded.staking, funded, operators),
  };
}

/** Rounds of the PVSS beacon take an epoch, a third of which is for commits and a third for reveals. */
function beaconParameters(
  parameters: BeaconParameters,
  {blocksPerEpoch, pvss}: Required<Pick<ChainDocumentOptions, "blocksPerEpoch" | "pvss">>,
): BeaconParameters {
  if (!pvss) return {...parameters, insecureParameters: {interval: blocksPerEpoch}};
  const interval = blocksPerEpoch / 3n;
  return {
    ...parameters,
    backend: beaconBackends.pvss,
    insecureParameters: null,
    pvssParameters: {
      // Some may fail, and others must be there to take their places.
      participants: 2,
      threshold: 2,
      commitInterval: interval,
      revealInterval: interval,
      transitionDelay: blocksPerEpoch - 2n * interval,
      debugForcedParticipants: null,
    },
  };
}

function withFunds(
  staking: Document["staking"],
  funded: readonly Address[],
  operators: readonly string[],
): Document["staking"] {
  const ledger = new BytesMap<Address, Account | null>(staking.ledger ?? []);
  for (const address of funded) {
    if (ledger.has(address)) throw new RangeError("an account is funded already");
    ledger.set(address, Account.make({general: GeneralAccount.make({balance})}));
  }
  const active = SharePool.make({balance: escrow, totalShares: escrow});
  const delegations = new BytesMap(staking.delegations ?? []);
  for (const operator of operators) {
    const owner = stakingAddress(testSigner(`${operator} owner`).publicKey);
    ledger.set(owner, Account.make({escrow: EscrowAccount.make({active})}));
    delegations.set(owner, new BytesMap([[owner, Delegation.make({shares: escrow})]]));
  }
  const totalSupply =
    staking.totalSupply + balance * BigInt(funded.length) + escrow * BigInt(operators.length);
  const parameters = {...staking.parameters, rewardSchedule};
  return {...staking, parameters, ledger, delegations, totalSupply};
}

function signedEntity(operator: string): Promise<SignedEntity> {
  const owner = testSigner(`${operator} owner`);
  const nodes = [testSigner(`${operator} node`).publicKey];
  const entity = {v: entityVersions.latest, id: owner.publicKey, nodes};
  return SignedEntity.sign(owner, prepareContext(signingContexts.registerEntity), entity);
}

export interface SignedNodeOptions {
  /** Whose test keys: those named `<operator> owner`, `<operator> node` and so on. */
  readonly operator: string;
  readonly expiration: Epoch;
  /** Whether it works for the runtime of the chain. */
  readonly runtimes?: boolean;
  /** Whether it takes part in the PVSS beacon. */
  readonly pvss?: boolean;
}

/** The registration of a validator. */
export function signedNode({
  operator,
  expiration,
  runtimes = false,
  pvss = false,
}: SignedNodeOptions): Promise<MultiSignedNode> {
  const [identity, consensus, p2p, tls] = ["node", "consensus", "p2p", "tls"].map((role) =>
    testSigner(`${operator} ${role}`),
  );
  if (!identity || !consensus || !p2p || !tls) throw new RangeError("a node has four keys");
  const node = Node.make({
    v: nodeVersion,
    id: identity.publicKey,
    entityId: testSigner(`${operator} owner`).publicKey,
    expiration,
    consensus: {id: consensus.publicKey, addresses: [{id: consensus.publicKey, address: nodeAddress}]},
    p2p: {id: p2p.publicKey, addresses: [nodeAddress]},
    tls: {
      pubKey: tls.publicKey,
      nextPubKey: asPublicKey(new Uint8Array(32)),
      addresses: [{pubKey: tls.publicKey, address: nodeAddress}],
    },
    beacon: pvss ? {point: pointFromBytes(publicPoint(beaconScalar(operator)))} : null,
    runtimes: runtimes ? [chainNodeRuntime] : null,
    roles: nodeRoles.validator | (runtimes ? nodeRoles.computeWorker | nodeRoles.storageWorker : 0),
  });
  return MultiSignedNode.sign(
    [identity, consensus, p2p, tls],
    prepareContext(signingContexts.registerNode),
    node,
  );
}

/** The secret with which the node of an operator takes part in the PVSS beacon. */
export function beaconScalar(operator: string): Scalar {
  // The first byte keeps it below the order of the group.
  return scalarFromBytes(Uint8Array.of(0, ...hashOf(utf8(`${operator} beacon`)).subarray(1)));
}
